from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records.article import CleanArticle
from pipeline.steps.copies import CopyIndexes
from pipeline.steps.deduplicate import CopyWindow, deduplicate_article
from pipeline.steps.state import Json, MemoryStore, Store
from tests.steps.articles import clean_article, invented_text

WINDOW = CopyWindow(span=timedelta(hours=72), capacity=100)


def judge(store: Store, *articles: CleanArticle, window: CopyWindow = WINDOW) -> list[tuple[str | None, int]]:
    """Run articles through the step; for each, whose copy it is, and its version."""
    indexes = CopyIndexes()
    judged = [deduplicate_article(article, store=store, window=window, indexes=indexes) for article in articles]
    return [(article.duplicate.of if article.duplicate else None, article.version) for article in judged]


def test_the_first_of_its_text_is_an_original() -> None:
    assert judge(MemoryStore(), clean_article("a")) == [(None, 1)]


def test_another_article_with_the_same_text_is_a_copy_of_the_first() -> None:
    assert judge(MemoryStore(), clean_article("a"), clean_article("b"))[1] == ("a", 1)


def test_a_copy_of_a_copy_is_a_copy_of_the_original() -> None:
    assert judge(MemoryStore(), clean_article("a"), clean_article("b"), clean_article("c"))[2] == ("a", 1)


def test_an_article_that_comes_again_is_no_copy_of_itself() -> None:
    assert judge(MemoryStore(), clean_article("a"), clean_article("a"))[1] == (None, 1)


def test_changed_text_under_the_same_id_is_a_new_version() -> None:
    assert judge(MemoryStore(), clean_article("a", "One."), clean_article("a", "Two."))[1] == (None, 2)


def test_a_changed_title_alone_is_a_new_version() -> None:
    old, new = clean_article("a", title="Ten hurt"), clean_article("a", title="Nine hurt")

    assert judge(MemoryStore(), old, new)[1] == (None, 2)


def test_an_old_version_that_is_read_again_keeps_its_number() -> None:
    first, second = clean_article("a", "One."), clean_article("a", "Two.")

    assert judge(MemoryStore(), first, second, first, second)[2:] == [(None, 1), (None, 2)]


@pytest.mark.parametrize(("hours", "verdict"), [(71.9, "a"), (72.1, None), (-71.9, "a"), (-72.1, None)])
def test_copies_are_found_within_the_window_only(hours: float, verdict: str | None) -> None:
    assert judge(MemoryStore(), clean_article("a"), clean_article("b", hours=hours))[1] == (verdict, 1)


def test_languages_are_kept_apart() -> None:

    french = replace(clean_article("b"), language="fr")

    assert judge(MemoryStore(), clean_article("a"), french)[1] == (None, 1)


def test_what_is_older_than_the_capacity_is_forgotten() -> None:
    window = CopyWindow(span=timedelta(hours=72), capacity=2)
    articles = [clean_article("a", "A."), clean_article("b", "B."), clean_article("c", "C."), clean_article("d", "A.")]

    assert judge(MemoryStore(), *articles, window=window)[3] == (None, 1)


def test_memory_is_bounded_by_the_capacity() -> None:
    store = MemoryStore()
    window = CopyWindow(span=timedelta(hours=72), capacity=5)

    judge(store, *(clean_article(f"a{n}", f"Text {n}.") for n in range(100)), window=window)

    assert len(store) <= 5 * 3 + 1


def test_the_answers_do_not_depend_on_where_a_crash_cut_the_writes() -> None:
    articles = [clean_article("a", "One."), clean_article("b", "One."), clean_article("c", "Three.")]
    expected = judge(MemoryStore(), *articles)
    for writes_that_survive in range(12):
        store = _ForgetfulStore(writes_that_survive)
        judge(store, *articles)
        store.crash()

        assert judge(store, *articles) == expected


WORDS = invented_text(1).split()
CUT = " ".join(WORDS[:90])
EXTENDED = f"{' '.join(WORDS)} {invented_text(2)}"
EVERY_TENTH_CHANGED = " ".join("other" if place % 10 == 0 else word for place, word in enumerate(WORDS))
REORDERED = " ".join([*WORDS[150:], *WORDS[:150]])


@pytest.mark.parametrize(
    ("text", "kind"), [(CUT, "contained"), (EXTENDED, "contained"), (EVERY_TENTH_CHANGED, "near"), (REORDERED, "near")]
)
def test_copies_are_found_whatever_was_done_to_them(text: str, kind: str) -> None:
    original = clean_article("a", " ".join(WORDS))

    assert kinds(MemoryStore(), original, clean_article("b", text))[1] == ("a", kind)


def test_another_text_with_one_paragraph_in_common_is_no_copy() -> None:
    quoting = f"{' '.join(WORDS[:30])} {invented_text(3)}"

    assert judge(MemoryStore(), clean_article("a", " ".join(WORDS)), clean_article("b", quoting))[1] == (None, 1)


def test_ten_mastheads_with_a_paragraph_each_make_one_original_and_nine_copies() -> None:
    articles = [clean_article(f"a{n}", f"{invented_text(1)} {invented_text(100 + n)[:400]}") for n in range(10)]

    assert [of for of, _version in judge(MemoryStore(), *articles)] == [None, *["a0"] * 9]


def test_a_copy_of_a_near_copy_is_a_copy_of_the_original() -> None:
    articles = clean_article("a", " ".join(WORDS)), clean_article("b", EVERY_TENTH_CHANGED), clean_article("c", CUT)

    assert judge(MemoryStore(), *articles)[2] == ("a", 1)


def test_a_near_copy_out_of_the_window_is_none() -> None:
    late = clean_article("b", CUT, hours=72.1)

    assert judge(MemoryStore(), clean_article("a", " ".join(WORDS)), late)[1] == (None, 1)


def test_a_new_version_is_no_copy_of_its_own_copy() -> None:
    original, copy = clean_article("a", " ".join(WORDS)), clean_article("b", EVERY_TENTH_CHANGED)

    assert judge(MemoryStore(), original, copy, clean_article("a", REORDERED))[2] == (None, 2)


def test_an_archive_pushes_nothing_out_of_the_live_window() -> None:
    window = CopyWindow(span=timedelta(hours=72), capacity=3)
    archive = [clean_article(f"old{n}", invented_text(10 + n), hours=-5000) for n in range(9)]
    live = clean_article("a", " ".join(WORDS))

    assert judge(MemoryStore(), live, *archive, clean_article("b", CUT), window=window)[-1] == ("a", 1)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 11), min_size=1, max_size=30), st.sets(st.integers(0, 29)))
def test_a_worker_that_starts_anew_anywhere_gives_the_same_answers(order: list[int], restarts: set[int]) -> None:
    """Restarts between messages, each with the last message delivered again."""
    articles = [clean_article(f"a{n}", (invented_text(n % 4) + " ") * 1 + invented_text(50 + n)[: 90 * (n % 3)])
                for n in range(12)]  # fmt: skip
    window = CopyWindow(span=timedelta(hours=72), capacity=5)
    whole, cut, indexes = MemoryStore(), MemoryStore(), CopyIndexes()
    for place, number in enumerate(order):
        expected = judge(whole, articles[number], window=window)
        if place in restarts:
            indexes = CopyIndexes()
            deduplicate_article(articles[number], store=cut, window=window, indexes=indexes)
        found = deduplicate_article(articles[number], store=cut, window=window, indexes=indexes)

        assert [(found.duplicate.of if found.duplicate else None, found.version)] == expected


def kinds(store: Store, *articles: CleanArticle) -> list[tuple[str, str] | None]:
    indexes = CopyIndexes()
    judged = [deduplicate_article(one, store=store, window=WINDOW, indexes=indexes).duplicate for one in articles]
    return [(found.of, found.kind) if found else None for found in judged]


class _ForgetfulStore(MemoryStore):
    """Keeps the first so many writes over a crash, as a changelog that was cut does."""

    def __init__(self, writes_that_survive: int) -> None:
        super().__init__()
        self._left = writes_that_survive
        self._survives: dict[str, bytes] = {}

    def put(self, key: str, value: Json) -> None:
        super().put(key, value)
        if self._left > 0:
            self._left -= 1
            self._survives[key] = self._values[key]

    def crash(self) -> None:
        self._values = dict(self._survives)
        self._left = 10_000
