"""Events as they come, by server-sent events: in batches, and resumed where a browser's connection broke."""

import asyncio
import contextlib
from dataclasses import dataclass

from aiohttp import web

from pipeline.codec import encode_value
from pipeline.console.filters import EventFilter
from pipeline.console.guard import add_headers
from pipeline.console.reading import count_events, events_after, events_outside, joined, last_number
from pipeline.console.state import Console, state_of
from pipeline.console.store import MOST_WITHDRAWN

TICK_S = 0.25
"""How often a browser is told at most."""
STATE_EVERY = 8
"""Ticks between two looks at the state."""
BATCH = 500
FARTHEST = 2_000
"""Events behind the newest at which a browser is told to ask for the list anew."""
RETRY_MS = 1_500
SILENT_TICKS = 60
"""Ticks without a word after which one is sent, so that whoever stands between does not hang up."""


@dataclass
class _Cursor:
    """How far one browser was told."""

    epoch: str
    number: int
    withdrawals: int
    said: bytes = b""
    silent: int = 0
    ticks: int = 0


def start_number(console: Console, wanted: str | None) -> int | None:
    """Read where a browser stands, `EPOCH:NUMBER`; None where it is of another store, too far back, or nothing."""
    epoch, _, digits = (wanted or "").partition(":")
    newest = last_number(console.store)
    if epoch != console.store.epoch or not digits.isdecimal() or len(digits) > 15:  # noqa: PLR2004 - digits of a number in JavaScript
        return None
    return int(digits) if newest - FARTHEST <= int(digits) <= newest else None


async def live(request: web.Request, console: Console, wanted: EventFilter) -> web.StreamResponse:
    """Tell a browser of events until it goes away."""
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    add_headers(response)
    stands = request.headers.get("Last-Event-ID") or request.query.get("after")
    begin = await asyncio.to_thread(start_number, console, stands)
    number = begin if begin is not None else await asyncio.to_thread(last_number, console.store)
    cursor = _Cursor(epoch=console.store.epoch, number=number, withdrawals=console.store.withdrawals)
    opening = [f"retry: {RETRY_MS}\n\n".encode()]
    if begin is None and stands:
        opening.append(_message("gap", b"{}", cursor))
    with contextlib.suppress(ConnectionResetError):  # the browser has gone away
        await response.prepare(request)
        await _tell(response, console, wanted, cursor, opening)
    return response


async def _tell(
    response: web.StreamResponse, console: Console, wanted: EventFilter, cursor: _Cursor, opening: list[bytes]
) -> None:
    for part in opening:
        await response.write(part)
    while not console.is_ending.is_set():
        for part in await asyncio.to_thread(_news, console, wanted, cursor):
            await response.write(part)
        await asyncio.sleep(TICK_S)


def _news(console: Console, wanted: EventFilter, cursor: _Cursor) -> list[bytes]:
    """Give what a browser has not been told yet."""
    parts: list[bytes] = []
    newest = last_number(console.store)
    if newest - cursor.number > FARTHEST:
        cursor.number = newest
        parts.append(_message("gap", b"{}", cursor))
    elif newest > cursor.number:
        events = events_after(console.store, wanted, after=cursor.number, limit=BATCH)
        cursor.number = events.numbers[-1] if len(events.numbers) == BATCH else max(newest, cursor.number)
        if events.rows:
            head = b'{"total":%d,"rows":' % count_events(console.store, wanted)
            parts.append(_message("events", head + joined(events.rows) + b"}", cursor))
    if console.store.withdrawals > cursor.withdrawals:
        parts.extend(_withdrawn(console, wanted, cursor))
    if cursor.ticks % STATE_EVERY == 0 and (state := encode_value(state_of(console))) != cursor.said:
        cursor.said = state
        parts.append(_message("state", state, cursor))
    cursor.ticks += 1
    cursor.silent = 0 if parts else cursor.silent + 1
    if cursor.silent >= SILENT_TICKS:
        cursor.silent = 0
        parts.append(b": still here\n\n")
    return parts


def _withdrawn(console: Console, wanted: EventFilter, cursor: _Cursor) -> list[bytes]:
    """Name the events that a browser must no longer show: taken away, or told anew outside its conditions."""
    count, begun = console.store.withdrawals, cursor.withdrawals
    cursor.withdrawals = count
    if count - begun > MOST_WITHDRAWN:
        return [_message("gap", b"{}", cursor)]
    gone = events_outside(console.store, wanted, console.store.withdrawn_after(begun))
    if not gone:
        return []
    return [_message("gone", encode_value({"total": count_events(console.store, wanted), "ids": gone}), cursor)]


def _message(kind: str, data: bytes, cursor: _Cursor) -> bytes:
    return b"id: %s:%d\nevent: %s\ndata: %s\n\n" % (cursor.epoch.encode(), cursor.number, kind.encode(), data)
