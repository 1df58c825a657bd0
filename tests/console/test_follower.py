"""The console over a broker: what is on the topics before and while it runs, and a broker that goes and comes back."""

from datetime import UTC, datetime

import pytest

from pipeline.codec import encode
from pipeline.console.pulse import Pulse
from pipeline.console.reading import counts
from pipeline.console.store import Store
from pipeline.stages.topics import ENRICHED, EVENTS
from pipeline.stream.broker import EmbeddedBroker
from tests.console.brokered import following, prepared, send, until
from tests.console.records import article, event


@pytest.mark.slow
def test_what_is_there_and_what_comes_is_kept_through_a_restart_of_the_broker() -> None:
    first = EmbeddedBroker()
    first.start()
    port = int(first.bootstrap_servers.rpartition(":")[2])
    settings = prepared(first)
    send(first.bootstrap_servers, EVENTS, {"event-1": encode(event(1)), "event-2": encode(event(2))})
    store, pulse = Store(), Pulse(lambda: datetime.now(UTC), said="not yet")
    try:
        with following(settings, store, pulse) as follower:
            until(lambda: counts(store)["events"] == 2)
            assert pulse.connection.state == "following"
            send(first.bootstrap_servers, ENRICHED, {"article-1": encode(article())})
            send(first.bootstrap_servers, EVENTS, {"event-1": None, "event-3": encode(event(3)), "no": b"no record"})
            until(lambda: counts(store) == {"events": 2, "articles": 1, "stories": 0, "letters": 0})
            until(lambda: pulse.unreadable == 1)
            first.stop()
            until(lambda: pulse.connection.state == "away")
            with EmbeddedBroker(port=port) as second:
                prepared(second)
                until(lambda: pulse.connection.state == "following")
                send(second.bootstrap_servers, EVENTS, {"event-4": encode(event(4))})
                until(lambda: counts(store)["events"] == 3)
                follower.stop()
    finally:
        first.stop()
