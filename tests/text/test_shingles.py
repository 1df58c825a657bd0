import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.shingles import MOST_SAMPLED, overlap_of, sketch_of
from tests.steps.articles import invented_text


@given(st.text())
def test_a_sketch_is_small_and_rising(text: str) -> None:
    hashes = sketch_of(text).hashes.tolist()

    assert len(hashes) <= MOST_SAMPLED
    assert hashes == sorted(set(hashes))


@pytest.mark.parametrize("words", [10, 100, 300, 5000])
def test_a_text_contains_itself(words: int) -> None:
    sketch = sketch_of(invented_text(1, words=words))

    assert overlap_of(sketch, sketch).containment == 1


def test_a_piece_is_contained_in_a_much_longer_text() -> None:
    long = invented_text(1, words=4000)

    assert overlap_of(sketch_of(long), sketch_of(" ".join(long.split()[:1200]))).containment == 1


def test_texts_without_a_common_run_of_words_share_nothing() -> None:
    assert overlap_of(sketch_of(invented_text(1)), sketch_of(invented_text(2))).shared == 0


def test_fewer_words_than_a_shingle_have_none() -> None:
    assert len(sketch_of("Only four words here").hashes) == 0


def test_case_and_punctuation_change_nothing() -> None:
    one, other = sketch_of("The council met, at last, in Oslo."), sketch_of("the council met at last in oslo")

    assert one.hashes.tolist() == other.hashes.tolist()


def test_hashes_are_the_same_on_every_machine() -> None:
    assert sketch_of("the council met in oslo").hashes.tolist() == [HASH]


HASH = 3133254748
