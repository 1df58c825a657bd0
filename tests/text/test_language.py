import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.language import UNKNOWN, guess_language


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The mayor told reporters that the bridge would stay closed until the spring.", "en"),
        ("Le maire a déclaré à la presse que le pont resterait fermé jusqu'au printemps.", "fr"),
        ("Der Bürgermeister sagte, die Brücke bleibe bis zum Frühling geschlossen.", "de"),
        ("El alcalde dijo a la prensa que el puente seguirá cerrado hasta la primavera.", "es"),
        ("Мэр сказал журналистам, что мост будет закрыт до весны.", "ru"),
        ("Pipol for di area dey vex well well, as dem no sabi wetin go happen to di bridge.", "pcm"),
        ("ከንቲባው ድልድዩ እስከ ጸደይ ድረስ ተዘግቶ እንደሚቆይ ለጋዜጠኞች ተናግረዋል።", "am"),
        ("ከንቲባ እቲ ድልድል ክሳብ ጽድያ ተዓጽዩ ከም ዝጸንሕ ንጋዜጠኛታት ኣፍሊጡ። ኣብ ከተማና ኣሎ።", "ti"),
        ("Prezida yavuze ko ivyo bintu vyose vyari vyiza cane mu gihugu c'Uburundi.", "rn"),
        ("Perezida yavuze ko ibyo bintu byose byari byiza cyane mu gihugu cy'u Rwanda.", "rw"),
    ],
)
def test_a_language_is_told(text: str, code: str) -> None:
    assert guess_language(text).code == code


@pytest.mark.parametrize(
    "sentence",
    [
        "Two soldiers were killed.",
        "Police arrested him.",
        "The minister resigned.",
        "Gunmen killed four men in a village near Kirkuk.",
        "Erdogan will meet Putin in Ankara on Monday.",
        "SHARES FELL SHARPLY",
    ],
)
def test_a_short_english_sentence_is_english(sentence: str) -> None:
    assert guess_language(sentence).code == "en"


@pytest.mark.parametrize("text", ["", "   ", "12:30", "— — —", "👍"])
def test_a_text_without_letters_has_no_language(text: str) -> None:
    assert guess_language(text) == UNKNOWN


def test_a_declared_language_decides_where_the_guess_is_unsure() -> None:
    assert guess_language("Oslo: 3-1.", declared="nb-NO").code in {"nb", "no", "en"}


def test_a_declared_language_does_not_outweigh_a_clear_text() -> None:
    text = "Le maire a déclaré à la presse que le pont resterait fermé jusqu'au printemps."

    assert guess_language(text, declared="en").code == "fr"


def test_confidence_is_between_0_and_1() -> None:
    confidence = guess_language("The mayor spoke.").confidence

    assert confidence is not None
    assert 0 < confidence <= 1


def test_the_model_is_not_loaded_by_importing() -> None:
    code = "import pipeline.text.language as module; raise SystemExit(module._identifier.cache_info().currsize)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=200))
def test_any_text_has_a_guess_of_two_or_three_letters(text: str) -> None:
    assert len(guess_language(text).code) in {2, 3}
