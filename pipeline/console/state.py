"""What a running console holds, and what it says of itself."""

import asyncio
from dataclasses import dataclass, field
from secrets import token_urlsafe

from pipeline import __version__
from pipeline.config import Settings
from pipeline.console.enriching import Enricher
from pipeline.console.pulse import Pulse
from pipeline.console.reading import counts
from pipeline.console.store import Store
from pipeline.stages.topics import DEAD_LETTERS, ENRICHED, EVENTS, STORIES

SERIES = {"articles": ENRICHED, "events": EVENTS, "stories": STORIES, "letters": DEAD_LETTERS}


@dataclass(frozen=True, kw_only=True)
class Console:
    """Everything that answers need."""

    settings: Settings
    """How to reach the broker."""
    store: Store
    """The window."""
    pulse: Pulse
    """How the stream is."""
    enricher: Enricher | None
    """Works one article; None where that is turned off."""
    is_live: bool
    """Follows a broker, so that dead letters can be sent back."""
    token: str = field(default_factory=lambda: token_urlsafe(24))
    """What requests that change something must bring."""
    is_ending: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the server ends, so that open streams end too."""


def state_of(console: Console) -> dict[str, object]:
    """Say how the source is, how much is kept, and which stories and letters are the newest."""
    connection = console.pulse.connection
    newest = console.store.read("SELECT (SELECT max(seq) FROM stories), (SELECT max(seq) FROM articles)")[0]
    return {
        "state": connection.state,
        "said": connection.said,
        "since": connection.since,
        "counts": counts(console.store),
        "stories": newest[0],
        "articles": newest[1],
        "rate": {name: console.pulse.series(topic)[-2] for name, topic in SERIES.items()},
    }


def about(console: Console) -> dict[str, object]:
    """Say what a page must know once: the token, what can be done here, and how much is kept."""
    limits = console.store.limits
    return {
        "token": console.token,
        "version": __version__,
        "epoch": console.store.epoch,
        "can_enrich": console.enricher is not None,
        "can_replay": console.is_live,
        "limits": {name: getattr(limits, name) for name in ("events", "articles", "stories", "letters")},
        **state_of(console),
    }


def health_of(console: Console) -> dict[str, object]:
    """Say how the stream is: rates of the last hour by the minute, lag by agent, records that could not be read."""
    return {
        "minutes": {name: console.pulse.series(topic) for name, topic in SERIES.items()},
        "lags": [
            {"agent": lag.agent, "topic": lag.topic, "lag": lag.lag, "has_committed": lag.has_committed}
            for lag in console.pulse.lags
        ],
        "unreadable": console.pulse.unreadable,
        **state_of(console),
    }
