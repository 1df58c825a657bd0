"""The page over a broker, in a real browser: a dead letter sent round again, and a broker that goes and comes back."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from pipeline.codec import encode
from pipeline.config import Settings
from pipeline.console.pulse import Pulse
from pipeline.console.store import Store
from pipeline.records.dead_letter import Origin
from pipeline.stages.topics import DEAD_LETTERS, EVENTS, RAW
from pipeline.stream.broker import EmbeddedBroker
from pipeline.stream.consumer import read_topic
from tests.console.brokered import PATIENCE_S, following, prepared, send
from tests.console.browsing import running
from tests.console.records import event, letter

PATIENCE_MS = 1000 * PATIENCE_S


def new_pulse() -> Pulse:
    return Pulse(lambda: datetime.now(UTC), said="not yet")


@pytest.mark.kafka
@pytest.mark.parametrize("button", ["Send message {origin} again", "Send all again"])
def test_a_dead_letter_is_sent_again(page: Page, deployment: Settings, button: str) -> None:
    raw = deployment.topic_prefix + RAW
    dead = letter(origin=Origin(topic=raw, partition=0, offset=7), attempts=2)
    send(deployment.bootstrap_servers, deployment.topic_prefix + DEAD_LETTERS, {"article-1": encode(dead)})
    store, pulse = Store(), new_pulse()
    with following(deployment, store, pulse), running(store, settings=deployment, pulse=pulse) as address:
        page.goto(f"{address}/#/health")
        page.get_by_role("button", name=button.format(origin=f"{raw}/0/7")).click(timeout=PATIENCE_MS)
        expect(page.get_by_text("1 message sent round again.")).to_be_visible()
    sent = [(one.value, one.headers) for one in read_topic(deployment.bootstrap_servers, raw)]
    assert sent == [(b"{}", (("attempts", b"2"),))]


@pytest.mark.kafka
def test_a_dead_letter_that_is_gone_is_said_to_be(page: Page, deployment: Settings) -> None:
    store = Store()
    with store.writing():
        store.put_letter(letter(), partition=0, offset=3)
    with running(store, settings=deployment) as address:
        page.goto(f"{address}/#/health")
        page.get_by_role("button", name="Send all again").click()
        expect(page.get_by_text("0 messages sent round again; 1 kept: 0/3: it is no longer there.")).to_be_visible()


@pytest.mark.slow
def test_a_broker_that_goes_and_comes_back_is_told_and_followed(page: Page) -> None:
    first = EmbeddedBroker()
    first.start()
    port = int(first.bootstrap_servers.rpartition(":")[2])
    settings, store, pulse = prepared(first), Store(), new_pulse()
    standing = page.locator("#standing")
    try:
        with following(settings, store, pulse) as follower, running(store, settings=settings, pulse=pulse) as address:
            page.goto(address)
            send(first.bootstrap_servers, EVENTS, {"event-1": encode(event(1))})
            expect(page.locator("li.event")).to_have_count(1, timeout=PATIENCE_MS)
            expect(standing).to_contain_text("Live")
            first.stop()
            expect(standing).to_contain_text("Source away", timeout=PATIENCE_MS)
            with EmbeddedBroker(port=port) as second:
                prepared(second)
                expect(standing).to_contain_text("Live", timeout=PATIENCE_MS)
                send(second.bootstrap_servers, EVENTS, {"event-2": encode(event(2, label="Protest"))})
                expect(page.locator("li.event").first).to_contain_text("Protest", timeout=PATIENCE_MS)
                expect(page.locator("li.event")).to_have_count(2)
                follower.stop()
    finally:
        first.stop()
