"""Elasticsearch: a document an id, withdrawals, and how far, which is told last."""

from collections.abc import Iterator

import orjson
import pytest

from pipeline.errors import TargetError
from pipeline.sinks import elasticsearch
from pipeline.sinks.elasticsearch import ElasticsearchSink
from pipeline.sinks.http import Service
from pipeline.sinks.row_tables import EVENTS, TABLES
from tests.sinks.messages import Aside, arrived, place, told
from tests.sinks.receiver import Reply, Scripted, receiving
from tests.sinks.search_server import SearchServer


@pytest.fixture
def server() -> SearchServer:
    return SearchServer()


@pytest.fixture
def address(server: SearchServer) -> Iterator[str]:
    with receiving(server) as address:
        yield address


def sink_at(address: str, aside: Aside | None = None) -> ElasticsearchSink:
    service = Service(address, {"Authorization": "ApiKey k"}, backoff_s=0.001)
    return ElasticsearchSink(service, {EVENTS: TABLES[EVENTS]}, prefix="nw-", refuse=aside or Aside())


def test_the_newest_of_each_id_stands_under_its_id(server: SearchServer, address: str) -> None:
    sink = sink_at(address)
    sink.take([told(1, factuality="planned"), told(2, offset=1)], place(2))
    sink.take([told(1, factuality="happened", offset=2), arrived("event-2", None, offset=3)], place(4))
    assert {name: one["factuality"] for name, one in server.indices["nw-events"].items()} == {"event-1": "happened"}


def test_a_document_can_be_searched_by_column_and_holds_the_record(server: SearchServer, address: str) -> None:
    sink_at(address).take([told(1)], place(1))
    document = server.indices["nw-events"]["event-1"]
    assert document["location"] == {"lat": -12.04, "lon": -77.03}
    assert orjson.dumps(document["record"]) == told(1).value


def test_every_field_that_is_sent_is_mapped(server: SearchServer, address: str) -> None:
    sink_at(address).take([told(1)], place(1))
    properties = server.mappings["nw-events"]["properties"]
    assert isinstance(properties, dict)
    assert set(server.indices["nw-events"]["event-1"]) <= set(properties)


def test_another_run_goes_on_where_this_one_was(server: SearchServer, address: str) -> None:
    sink_at(address).take([told(1)], place(7))
    assert sink_at(address).places() == place(7)


def test_the_key_is_sent(server: SearchServer, address: str) -> None:
    sink_at(address).take([told(1)], place(1))
    assert {request.headers["authorization"] for request in server.requests} == {"ApiKey k"}


def test_a_withdrawal_of_what_is_not_there_is_no_failure(server: SearchServer, address: str) -> None:
    sink = sink_at(address)
    sink.take([arrived("event-9", None)], place(1))
    assert sink.places() == place(1)


def test_a_document_that_the_server_cannot_take_is_put_aside(server: SearchServer, address: str) -> None:
    server.refused_ids = {"event-1"}
    aside = Aside()
    sink_at(address, aside).take([told(1), told(2, offset=1)], place(2))
    assert aside.reasons == [(0, "refused")]
    assert list(server.indices["nw-events"]) == ["event-2"]


def test_a_busy_server_is_told_of_no_place(server: SearchServer, address: str) -> None:
    server.busy_ids = {"event-2"}
    sink = sink_at(address)
    with pytest.raises(TargetError, match="queue is full"):
        sink.take([told(1), told(2, offset=1)], place(2))
    assert sink.places() == {}


def test_much_is_sent_in_several_requests(server: SearchServer, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elasticsearch, "MOST_BYTES", 2_000)
    sink_at(address).take([told(number, offset=number) for number in range(10)], place(10))
    bulks = [request for request in server.requests if request.path == "/_bulk"]
    assert len(server.indices["nw-events"]) == 10
    assert len(bulks) > 3


def test_a_server_that_is_no_elasticsearch_is_said() -> None:
    with receiving(Scripted(Reply(status=200, body=b"{}"))) as address:
        sink = sink_at(address)
        with pytest.raises(TargetError, match="it is no Elasticsearch"):
            sink.places()
