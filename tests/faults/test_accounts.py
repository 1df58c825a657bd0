"""The account finds what is lost and what is wrong: otherwise the runs would prove nothing."""

import json

import pytest

from pipeline.stages.topics import ASSIGNMENTS, DEAD_LETTERS, ENRICHED, EVENTS, STORIES
from tests.faults import accounts
from tests.faults.accounts import Account, Bookkeeper, Books, settle
from tests.faults.mix import Message

GOOD = Message("a", b"{}")
BAD = Message("b", b"{", reasons=frozenset({"undecodable"}))


def even_books() -> Books:
    """One article that came out, one that was buried."""
    books = Books()
    add(books, ENRICHED, "a", {"id": "a", "events": [{"id": "e"}]})
    add(books, EVENTS, "e", {"id": "e"})
    add(books, ASSIGNMENTS, "a", {"article_id": "a", "story_id": "s"})
    add(books, STORIES, "s", {"articles": [{"id": "a"}]})
    add(books, DEAD_LETTERS, "b", {"reason": "undecodable"})
    return books


def add(books: Books, topic: str, key: str, value: object) -> None:
    books.add(topic, key, None if value is None else json.dumps(value).encode())


def account(books: Books) -> Account:
    return settle(books, [GOOD, BAD])


def test_what_is_as_it_should_be_is_even() -> None:
    assert account(even_books()).is_even


def test_what_did_not_come_out_is_lost() -> None:
    books = even_books()
    del books.values[ENRICHED]["a"]

    assert account(books).lost == ("a",)


def test_a_second_write_of_the_same_bytes_is_nothing() -> None:
    books = even_books()
    add(books, EVENTS, "e", {"id": "e"})

    assert (account(books).wrong, account(books).repeated) == ((), 1)


def test_a_second_write_of_other_bytes_is_wrong() -> None:
    books = even_books()
    add(books, EVENTS, "e", {"id": "e", "label": "another"})

    assert account(books).wrong == ("news.events has different values of e",)


def test_an_event_of_no_article_is_wrong() -> None:
    books = even_books()
    add(books, EVENTS, "stray", {"id": "stray"})

    assert account(books).wrong == ("event stray is in no article",)


def test_an_event_that_is_not_published_is_wrong() -> None:
    books = even_books()
    add(books, EVENTS, "e", None)

    assert "event e was not published" in account(books).wrong


def test_a_good_article_that_is_dead_is_wrong() -> None:
    books = even_books()
    add(books, DEAD_LETTERS, "a", {"reason": "bug"})

    assert account(books).wrong == ("a is dead for bug",)


def test_an_article_that_its_story_does_not_have_is_wrong() -> None:
    books = even_books()
    add(books, STORIES, "s", {"articles": [], "version": 2})

    assert account(books).wrong == ("a is not in its story s (0 articles, version 2)",)


def test_a_story_that_is_not_there_is_wrong() -> None:
    books = even_books()
    add(books, STORIES, "s", None)

    assert account(books).wrong == ("a is not in its story s (not published)",)


def test_a_story_that_was_merged_is_looked_for_in_the_other() -> None:
    books = even_books()
    add(books, STORIES, "s", {"articles": [], "merged_into": "t"})
    add(books, STORIES, "t", {"articles": [{"id": "a"}]})

    assert account(books).is_even


class SlowTopics(Bookkeeper):
    """Has one article's way, but for its story; then gives the versions of the story, one a read."""

    def __init__(self, *stories: object) -> None:
        self.books = even_books()
        add(self.books, STORIES, "s", None)
        self.stories = list(stories)

    def read_to_end(self) -> None:
        pass

    def _read(self) -> None:
        if self.stories:
            add(self.books, STORIES, "s", self.stories.pop(0))


def test_a_story_that_comes_after_the_place_in_it_is_waited_for() -> None:
    keeper = SlowTopics({"articles": [], "version": 1}, {"articles": [{"id": "a"}], "version": 2})

    assert keeper.account([GOOD, BAD]).is_even


def test_what_stays_wrong_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "SETTLING_S", 0.05)

    assert SlowTopics().account([GOOD, BAD]).wrong == ("a is not in its story s (not published)",)
