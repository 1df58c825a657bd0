import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.knowledge.inflection import lemma_candidates, lemma_in, likeliest_lemma
from pipeline.knowledge.lexicon import load_lexicon


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("met", "meet"),
        ("accused", "accuse"),
        ("visited", "visit"),
        ("stopped", "stop"),
        ("killed", "kill"),
        ("carries", "carry"),
        ("dying", "die"),
        ("withdrew", "withdraw"),
        ("raped", "rape"),
        ("Threatens", "threaten"),
    ],
)
def test_a_verb_form_gives_its_dictionary_form(form: str, lemma: str) -> None:
    assert likeliest_lemma(form, "verb") == lemma


@pytest.mark.parametrize(
    ("form", "lemma"), [("talks", "talk"), ("crises", "crisis"), ("treaties", "treaty"), ("losses", "loss")]
)
def test_a_plural_gives_its_singular(form: str, lemma: str) -> None:
    assert likeliest_lemma(form, "noun") == lemma


def test_a_form_of_two_words_gives_the_one_that_is_known() -> None:
    assert lemma_in("cancelled", "verb", {"cancel"}) == "cancel"


def test_an_unknown_form_gives_nothing() -> None:
    assert lemma_in("tables", "noun", {"chair"}) is None


VERBS = {lemma for lemma, word_class in load_lexicon() if word_class == "verb"}


@pytest.mark.parametrize("lemma", sorted(VERBS))
def test_a_trigger_is_found_by_its_bare_form(lemma: str) -> None:
    assert lemma_in(lemma, "verb", VERBS) == lemma


@given(st.text(), st.sampled_from(["verb", "noun"]))
def test_any_word_has_a_candidate(word: str, word_class: str) -> None:
    assert lemma_candidates(word, word_class)  # type: ignore[arg-type]
