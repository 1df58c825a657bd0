from dataclasses import replace
from datetime import timedelta

import pytest

from pipeline.records.article import CleanArticle
from pipeline.steps.deduplicate import CopyWindow, deduplicate_article
from pipeline.steps.state import MemoryStore, Store
from tests.steps.articles import clean_article

WINDOW = CopyWindow(span=timedelta(hours=72), capacity=100)


def judge(store: Store, *articles: CleanArticle, window: CopyWindow = WINDOW) -> list[tuple[str | None, int]]:
    """Run articles through the step; for each, whose copy it is, and its version."""
    judged = [deduplicate_article(article, store=store, window=window) for article in articles]
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


class _ForgetfulStore(MemoryStore):
    """Keeps the first so many writes over a crash, as a changelog that was cut does."""

    def __init__(self, writes_that_survive: int) -> None:
        super().__init__()
        self._left = writes_that_survive
        self._survives: dict[str, object] = {}

    def put(self, key: str, value) -> None:  # type: ignore[no-untyped-def]
        super().put(key, value)
        if self._left > 0:
            self._left -= 1
            self._survives[key] = value

    def crash(self) -> None:
        self._values = dict(self._survives)  # type: ignore[arg-type]
        self._left = 10_000
