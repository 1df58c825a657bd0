import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.decoding import decode_body

FRENCH = "Le maire a déclaré à la presse que l’été serait très sec, « comme prévu »."
RUSSIAN = "Мэр сказал журналистам, что лето будет очень сухим."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "windows-1251"),
        (RUSSIAN, "koi8-r"),
        ("市長は記者団に、夏は非常に乾燥すると述べた。", "shift_jis"),
        ("市長は記者団に、夏は非常に乾燥すると述べた。", "iso2022_jp"),
        ("Burmistrz powiedział, że lato będzie suche.", "iso-8859-2"),
    ],
)
@pytest.mark.parametrize("declare", ["media type", "meta"])
def test_a_declared_encoding_is_believed(text: str, encoding: str, declare: str) -> None:
    head = f'<meta charset="{encoding}">' if declare == "meta" else ""
    content_type = f"text/html; charset={encoding}" if declare == "media type" else None

    assert decode_body((head + text).encode(encoding), content_type=content_type) == head + text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_wins_over_a_declaration(encoding: str) -> None:
    assert decode_body(FRENCH.encode(encoding), content_type="text/plain; charset=koi8-r") == FRENCH


def test_utf_8_is_told_whatever_is_declared() -> None:
    assert decode_body(FRENCH.encode(), content_type="text/plain; charset=iso-8859-1") == FRENCH


def test_latin_1_is_read_as_browsers_read_it() -> None:
    assert decode_body(b"\x93So\x94", content_type="text/plain; charset=iso-8859-1") == "“So”"


def test_undeclared_western_text_is_windows_1252() -> None:
    assert decode_body(FRENCH.encode("windows-1252"), content_type=None) == FRENCH


def test_undeclared_text_of_another_alphabet_is_detected() -> None:
    text = f"{RUSSIAN} Жители города просят построить новый мост до осени, но денег на него пока нет."

    assert decode_body(text.encode("windows-1251"), content_type=None) == text


def test_a_few_damaged_bytes_do_not_hide_utf_8() -> None:
    assert decode_body(RUSSIAN.encode() + b"\xff", content_type=None) == RUSSIAN + "�"


@pytest.mark.parametrize("charset", ["no-such-thing", "rot13", "unicode_escape", "punycode", "utf-7", "x" * 99])
def test_a_declaration_of_no_use_is_passed_over(charset: str) -> None:
    assert decode_body(b"Plain \\n text", content_type=f"text/plain; charset={charset}") == "Plain \\n text"


@given(st.binary(max_size=400), st.none() | st.text(max_size=40).map(lambda name: f"text/html; charset={name}"))
def test_any_bytes_are_read_as_something(data: bytes, content_type: str | None) -> None:
    assert isinstance(decode_body(data, content_type=content_type), str)


@given(st.text())
def test_utf_8_comes_back(text: str) -> None:
    data = text.encode()
    has_mark = data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))

    assert has_mark or decode_body(data, content_type="text/plain; charset=utf-8") == text
