"""The server answers its own page, carries its headers, refuses the rest, and tells of events as they come."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from aiohttp.test_utils import TestClient, TestServer

from pipeline.config import Settings
from pipeline.console.assets import Asset
from pipeline.console.enriching import Answer, BusyError
from pipeline.console.guard import HEADERS, TOKEN_HEADER
from pipeline.console.pulse import Pulse
from pipeline.console.server import build_server
from pipeline.console.state import Console
from pipeline.console.store import Store, put_events
from tests.console.records import article, event

PAGE = Asset(body=b"<!doctype html>", content_type="text/html", etag="one")
HOSTILE = article(title='<script>alert(1)</script>\u202e"onload=\U0001f600', text="a\u0000b </script>")
Client = TestClient[Any, Any]
Ask = Callable[[Client, Console], Awaitable[Any]]


class FakeEnricher:
    """Answers as it is told."""

    def __init__(self, answer: Answer | Exception) -> None:
        self.answer = answer

    def enrich(self, raw: bytes) -> Answer:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def close(self) -> None:
        """Nothing is open."""


def ask(question: Ask, *, answer: Answer | Exception | None = None, events: int = 0) -> Any:
    """Ask a server that holds some events and a hostile article."""

    async def asked() -> Any:
        store = Store()
        add(store, *range(1, events + 1))
        with store.writing():
            store.put_article(HOSTILE)
        pulse = Pulse(lambda: datetime.now(UTC), state="file", said="a file")
        enricher = FakeEnricher(answer) if answer is not None else None
        console = Console(settings=Settings(), store=store, pulse=pulse, enricher=enricher, is_live=False)
        async with TestClient(TestServer(build_server(console, {"index.html": PAGE}))) as client:
            try:
                return await question(client, console)
            finally:
                console.is_ending.set()

    return asyncio.run(asked())


def add(store: Store, *numbers: int) -> None:
    with store.writing():
        put_events(store, [event(number) for number in numbers])


def get(path: str, **headers: str) -> Ask:
    async def question(client: Client, _console: Console) -> Any:
        async with client.get(path, headers=headers) as response:
            return response.status, dict(response.headers), await response.read()

    return question


def post(path: str, body: bytes, **headers: str) -> Ask:
    async def question(client: Client, console: Console) -> Any:
        own = {TOKEN_HEADER: console.token, "Content-Type": "application/json"}
        async with client.post(path, data=body, headers={**own, **headers}) as response:
            return response.status, (await response.json())[
                "error"
            ] if response.status != 200 else await response.json()

    return question


async def told(client: Client, until: bytes, **headers: str) -> bytes:
    """Read the stream of events until something was said."""
    heard = b""
    async with asyncio.timeout(10), client.get("/api/live", headers=headers) as response:
        while until not in heard:
            heard += await response.content.readany()
    return heard


@pytest.mark.parametrize("path", ["/", "/api/about", "/api/article?id=no", "/nowhere", "/healthz"])
def test_every_answer_carries_the_headers(path: str) -> None:
    _status, headers, _body = ask(get(path))

    assert {name: headers.get(name) for name in HEADERS} == HEADERS


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200), ("/healthz", 200), ("/api/facets", 200), ("/api/places", 200), ("/api/stories", 200),
        ("/api/health", 200), ("/page/no.js", 404), ("/page/..%2fserver.py", 404), ("/api/story?id=no", 404),
        (f"/api/events?actor={'a' * 201}", 400), ("/api/events?confidence=0.7", 200),
        ("/api/live?confidence=sure", 400),
    ],
)  # fmt: skip
def test_addresses(path: str, status: int) -> None:
    assert ask(get(path))[0] == status


def test_page_that_the_browser_has_is_not_sent_again() -> None:
    assert ask(get("/", **{"If-None-Match": '"one"'}))[0] == 304


def test_name_of_another_site_is_refused() -> None:
    assert ask(get("/api/about", Host="evil.example"))[0] == 421


def test_events_are_filtered_and_counted() -> None:
    _status, _headers, body = ask(get("/api/events?type=DIPL&limit=2"), events=5)
    answer = orjson.loads(body)

    assert (answer["total"], [row["seq"] for row in answer["rows"]]) == (5, [5, 4])


def test_hostile_article_comes_as_data() -> None:
    _status, headers, body = ask(get("/api/article?id=article-1"))

    assert (headers["Content-Type"], orjson.loads(body)["article"]["title"]) == ("application/json", HOSTILE.title)


@pytest.mark.parametrize(
    ("headers", "refusal"),
    [
        ({TOKEN_HEADER: "guessed"}, (403, "wrong_token")), ({"Origin": "http://evil.example"}, (403, "wrong_origin")),
        ({"Content-Type": "text/plain"}, (415, "wrong_type")),
    ],
)  # fmt: skip
def test_what_changes_something_needs_the_page_itself(headers: dict[str, str], refusal: tuple[int, str]) -> None:
    assert ask(post("/api/replay", b'{"reason":"bug"}', **headers)) == refusal


def test_letters_of_a_file_cannot_be_sent_back() -> None:
    assert ask(post("/api/replay", b'{"reason":"bug"}')) == (409, "no_broker")


@pytest.mark.parametrize(
    ("answer", "status", "error"),
    [
        (BusyError("wait"), 429, "busy"), (None, 409, "turned_off"),
        (Answer(article=None, reason="empty_body", detail="nothing", seconds=0.1), 422, "empty_body"),
    ],
)  # fmt: skip
def test_article_that_is_not_worked(answer: Answer | Exception | None, status: int, error: str) -> None:
    assert ask(post("/api/enrich", b'{"body":"x"}'), answer=answer) == (status, error)


def test_worked_article_comes_back() -> None:
    answer = Answer(article=b'{"id":"one"}', reason=None, detail=None, seconds=0.5)

    assert ask(post("/api/enrich", b"{}"), answer=answer) == (200, {"seconds": 0.5, "article": {"id": "one"}})


def test_article_that_is_too_large_is_refused() -> None:
    assert ask(post("/api/enrich", b"x" * 2_000_001), answer=BusyError("never asked")) == (413, "too_large")


def test_events_are_told_as_they_come() -> None:
    async def question(client: Client, console: Console) -> bytes:
        listening = asyncio.create_task(told(client, b"event-9"))
        await asyncio.sleep(0)
        while not listening.done():
            add(console.store, 9)
            await asyncio.sleep(0.05)
            with console.store.writing():
                console.store.drop_event("event-9")
        return await listening

    assert b"event: events" in ask(question)


def test_stream_goes_on_where_it_broke() -> None:
    async def question(client: Client, console: Console) -> bytes:
        return await told(client, b"event: events", **{"Last-Event-ID": f"{console.store.epoch}:3"})

    heard = ask(question, events=5)

    assert [b'"id":"event-%d"' % number in heard for number in range(1, 6)] == [False, False, False, True, True]


def test_place_of_another_store_asks_for_the_list_anew() -> None:
    async def question(client: Client, _console: Console) -> bytes:
        return await told(client, b"event: gap", **{"Last-Event-ID": "other:3"})

    assert b"event-1" not in ask(question, events=1)
