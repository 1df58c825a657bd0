"""Webhooks: signed as receivers verify, sent again where that helps, and never skipped unsaid."""

import base64
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from standardwebhooks import Webhook

from pipeline.errors import RefusalError, SettingsError, TargetError
from pipeline.sinks import rejects
from pipeline.sinks.http import Service
from pipeline.sinks.place_file import PlaceFile
from pipeline.sinks.sink import Refuse
from pipeline.sinks.webhook import WebhookSink, read_secret
from tests.sinks.messages import Aside, arrived, place, told
from tests.sinks.receiver import Reply, Scripted, receiving

SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()
Opened = Callable[..., WebhookSink]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    """Opens a webhook sink on a receiver that answers as told."""
    with ExitStack() as stack:

        def open_sink(scripted: Scripted, *, refuse: Refuse = rejects.stop, secret: str | None = None) -> WebhookSink:
            address = stack.enter_context(receiving(scripted))
            sink = WebhookSink(
                Service(address + "/hook", backoff_s=0.001),
                PlaceFile(tmp_path / "state"),
                secret=read_secret(secret) if secret else None,
                clock=lambda: datetime.now(UTC),
                refuse=refuse,
            )
            stack.callback(sink.close)
            return sink

        yield open_sink


def test_a_record_is_posted_as_a_cloud_event(opened: Opened) -> None:
    scripted = Scripted()
    opened(scripted).take([told(1)], place(1))
    (request,) = scripted.requests
    event = JSONFormat().read(CloudEvent, request.body)
    assert request.headers["content-type"] == "application/cloudevents+json"
    assert (request.path, event.get_type(), event.get_subject()) == ("/hook", "newswire.event.v1", "event-1")
    assert event.get_data() == orjson.loads(told(1).value or b"")


def test_a_withdrawn_record_is_told(opened: Opened) -> None:
    scripted = Scripted()
    opened(scripted).take([arrived("event-1", None)], place(1))
    event = JSONFormat().read(CloudEvent, scripted.requests[0].body)
    assert (event.get_subject(), event.get_type()) == ("event-1", "news.events.withdrawn")


def test_receivers_can_verify_who_sent_it(opened: Opened) -> None:
    scripted = Scripted()
    opened(scripted, secret=SECRET).take([told(1)], place(1))
    (request,) = scripted.requests
    verified: Any = Webhook(SECRET).verify(request.body, request.headers)
    assert verified["subject"] == "event-1"


def test_the_order_of_a_partition_is_kept(opened: Opened) -> None:
    scripted = Scripted()
    opened(scripted).take([told(number, offset=number) for number in range(5)], place(5))
    assert [one.headers["webhook-id"] for one in scripted.requests] == [f"news.events/0/{n}" for n in range(5)]


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_what_passes_is_tried_again_under_the_same_id(opened: Opened, status: int) -> None:
    scripted = Scripted(Reply(status=status), Reply(status=status, headers={"Retry-After": "0"}), Reply())
    sink = opened(scripted)
    sink.take([told(1)], place(1))
    assert [one.headers["webhook-id"] for one in scripted.requests] == ["news.events/0/0"] * 3
    assert sink.places() == place(1)


def test_a_receiver_that_stays_away_stops_the_sink_where_it_was(opened: Opened) -> None:
    sink = opened(Scripted(Reply(), Reply(status=503)))
    with pytest.raises(TargetError, match="busy or broken, after 8 more attempts: status 503"):
        sink.take([told(1), told(2, offset=1)], place(2))
    assert sink.places() == place(1)


def test_a_message_that_is_refused_is_put_aside(opened: Opened) -> None:
    aside = Aside()
    scripted = Scripted(Reply(status=422), Reply())
    opened(scripted, refuse=aside).take([told(1), told(2, offset=1)], place(2))
    assert (aside.reasons, len(scripted.requests)) == ([(0, "refused")], 2)


def test_a_message_that_is_refused_stops_the_sink_unless_somebody_takes_it(opened: Opened) -> None:
    sink = opened(Scripted(Reply(status=400)))
    with pytest.raises(RefusalError, match=r"news\.events/0/0 cannot be taken.*--rejects"):
        sink.take([told(1)], place(1))
    assert sink.places() == {}


@pytest.mark.parametrize("status", [302, 401, 403, 404, 410])
def test_a_receiver_that_wants_nothing_stops_the_sink(opened: Opened, status: int) -> None:
    scripted = Scripted(Reply(status=status, headers={"Location": "http://127.0.0.1:9/"}))
    with pytest.raises(RefusalError, match=f"takes nothing: status {status}"):
        opened(scripted, refuse=Aside()).take([told(1), told(2, offset=1)], place(2))
    assert len(scripted.requests) == 1


@pytest.mark.parametrize(("secret", "said"), [("whsec_!", "not base64"), ("whsec_YWJj", "too short")])
def test_a_bad_secret_is_refused(secret: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        read_secret(secret)


@pytest.mark.parametrize("address", ["ftp://example.org", "example.org", "http://", "http://[", ""])
def test_a_bad_address_is_refused(address: str) -> None:
    with pytest.raises(SettingsError, match="the address of the service"):
        Service(address)


def test_a_password_in_an_address_is_sent_and_never_shown() -> None:
    scripted = Scripted(Reply(status=200), Reply(status=503))
    with receiving(scripted) as address:
        service = Service(address.replace("http://", "http://ann:pw@"), backoff_s=0.001)
        service.ask("GET", "/x")
        with pytest.raises(TargetError) as raised:
            service.ask("GET", "/x")
        service.close()
    assert scripted.requests[0].headers["authorization"] == "Basic " + base64.b64encode(b"ann:pw").decode()
    assert "pw" not in str(raised.value)
    assert "pw" not in service.name


def test_nobody_there_is_said() -> None:
    service = Service("http://127.0.0.1:9", backoff_s=0.001)
    with pytest.raises(TargetError, match="does not answer"):
        service.ask("GET")
