"""Addresses as sources: what was sent is known again, and a correction is new."""

from itertools import islice
from pathlib import Path

import pytest

from pipeline.errors import SourceError
from pipeline.formats.fetch import Fetched, Fetcher
from pipeline.formats.found import Refused
from pipeline.formats.web import Web
from pipeline.stream.feed_source import Item, Online, read_items
from pipeline.stream.feed_state import MARKS_KEPT, FeedState

ADDRESS = "https://paper.example/feed"


def feed(*titles: str) -> bytes:
    items = "".join(
        f"<item><link>https://paper.example/{n}</link><title>{t}</title></item>" for n, t in enumerate(titles)
    )
    return f"<rss><channel>{items}</channel></rss>".encode()


class Answers(Fetcher):
    """Gives one answer after the other, the last one for ever."""

    def __init__(self, *answers: bytes | None) -> None:
        super().__init__()
        self.answers = list(answers)

    def fetch(self, url: str) -> Fetched:
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if answer is None:
            raise SourceError(f"{url} answers with 503")
        return Fetched(url=url, status=200, body=answer)


def items(*answers: bytes | None, marks: tuple[str, ...] = (), follow: int = 0) -> list[Item]:
    online = Online(web=Web(fetcher=Answers(*answers), poll_s=0), marks={ADDRESS: marks})
    found = read_items((ADDRESS,), {}, max_bytes=10_000, follow=bool(follow), online=online)
    return list(islice(found, follow or None))


def titles(found: list[Item]) -> list[object]:
    return [getattr(item.found.content, "title", "refused") for item in found]


def test_a_feed_gives_its_items() -> None:
    assert titles(items(feed("A", "B"))) == ["A", "B"]


def test_what_was_sent_is_not_sent_again() -> None:
    first = items(feed("A"))

    assert titles(items(feed("A", "B"), marks=(first[0].mark or "",))) == ["B"]


def test_a_corrected_item_is_new() -> None:
    first = items(feed("A"))

    assert titles(items(feed("A, corrected"), marks=(first[0].mark or "",))) == ["A, corrected"]


def test_a_followed_feed_gives_what_comes_later() -> None:
    assert titles(items(feed("A"), feed("A", "B"), follow=2)) == ["A", "B"]


def test_a_followed_feed_that_once_fails_goes_on() -> None:
    found = items(feed("A"), None, feed("A", "B"), follow=3)

    assert [isinstance(item.found.content, Refused) for item in found] == [False, True, False]


def test_a_feed_that_fails_at_once_is_an_error() -> None:
    with pytest.raises(SourceError, match="answers with 503"):
        items(None)


def test_marks_are_kept_in_the_state_file(tmp_path: Path) -> None:
    state = FeedState(tmp_path / "state", cluster="c", topic="t")
    state.confirm_mark(ADDRESS, "m")
    state.save()

    assert FeedState(tmp_path / "state", cluster="c", topic="t").marks() == {ADDRESS: ("m",)}


def test_marks_are_bounded(tmp_path: Path) -> None:
    state = FeedState(tmp_path / "state", cluster="c", topic="t")
    for number in range(MARKS_KEPT + 5):
        state.confirm_mark(ADDRESS, str(number))

    assert (len(state.marks()[ADDRESS]), state.marks()[ADDRESS][0]) == (MARKS_KEPT, "5")


def test_a_feed_in_a_file_goes_on_after_any_item(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(feed("A", "B", "C"))
    whole = list(read_items((path,), {}, max_bytes=10_000))

    rest = list(read_items((path,), {path: whole[0].place}, max_bytes=10_000))

    assert titles(rest) == ["B", "C"]
