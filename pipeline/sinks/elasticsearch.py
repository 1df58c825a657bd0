"""Elasticsearch and OpenSearch, by the bulk interface that both have.

A record's document stands under the record's id, so that sending it again changes nothing; how far the sink is stands
in an index beside, written after the documents. After a kill some are sent again, in their order.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import quote

import orjson

from pipeline.codec import decode_object
from pipeline.errors import InvalidRecordError, TargetError
from pipeline.formats.exports.event_table import Kind
from pipeline.sinks.http import RETRIED, Answer, Service
from pipeline.sinks.row_tables import Row, RowTable, newest_rows
from pipeline.sinks.sink import Arrived, Place, Places, Refuse

MOST_BYTES = 5_000_000
"""Of one request; both servers refuse more than 100 MB, and answer several smaller ones sooner."""
MOST_PLACES = 10_000
"""Partitions that are asked for at once."""
NDJSON = {"Content-Type": "application/x-ndjson"}
JSON = {"Content-Type": "application/json"}
OK, CREATED, NOT_FOUND, BAD_REQUEST = 200, 201, 404, 400
LONGEST_ID = 512
"""Bytes that an id may have."""
TYPES: Mapping[Kind, Mapping[str, object]] = {
    "text": {"type": "keyword", "ignore_above": 8191}, "integer": {"type": "long"}, "real": {"type": "double"},
    "boolean": {"type": "boolean"}, "time": {"type": "date"}, "date": {"type": "date"},
    "json": {"type": "object", "enabled": False},
}  # fmt: skip
READ_AS_TEXT = ("title", "text", "sentence")
"""Columns that people search by words."""
LOCATION = "location"
"""A point of the map, of the columns lat and lon."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Action:
    """One line pair of a bulk request."""

    message: Arrived
    """What it comes from."""
    lines: bytes
    """As sent."""


class ElasticsearchSink:
    """Keeps the newest record of each id in an index for each kind.

    Args:
        service: The server.
        tables: The table of each kind, whose columns become fields.
        prefix: Put before the names of indices.
        refuse: Is told of messages that hold no such record, or that the server can never take.

    Raises:
        TargetError: The server does not answer, or refuses.
    """

    def __init__(self, service: Service, tables: Mapping[str, RowTable], *, prefix: str, refuse: Refuse) -> None:
        self._service = service
        self._tables = tables
        self._prefix = prefix
        self._places_index = f"{prefix}places"
        self._refuse = refuse
        for table in tables.values():
            self._make(prefix + table.name, _mappings(table))
        self._make(self._places_index, {"dynamic": False, "properties": {"topic": {"type": "keyword"}}})

    def places(self) -> Places:
        """Tell how far it has come."""
        self._done(self._service.ask("POST", f"/{self._places_index}/_refresh"))
        answer = self._done(self._service.ask("GET", f"/{self._places_index}/_search?size={MOST_PLACES}"))
        found: list[dict[str, dict[str, object]]] = _within(answer, "hits", "hits")
        sources = [hit["_source"] for hit in found]
        return {
            (str(one["topic"]), int(str(one["partition"]))): Place(
                topic_id=str(one["topic_id"]), next_offset=int(str(one["next_offset"]))
            )
            for one in sources
        }

    def take(self, batch: Sequence[Arrived], places: Places) -> None:
        """Send the newest record of each id, then how far that is."""
        if not batch:
            return
        for request in _requests(self._actions(batch)):
            self._send(request)
        self._send_lines(b"".join(self._place_lines(places)))

    def close(self) -> None:
        """Let go of the server."""
        self._service.close()

    def _actions(self, batch: Sequence[Arrived]) -> Iterator[Action]:
        by_name = {(message.kind, message.key): message for message in batch}
        for kind, rows in newest_rows(batch, self._tables, self._refuse).items():
            table = self._tables[kind]
            for key, row in rows.items():
                message = by_name[kind, key]
                if len(key.encode()) > LONGEST_ID:
                    self._refuse(message, InvalidRecordError("refused", f"an id has {LONGEST_ID} bytes at most"))
                else:
                    yield Action(message=message, lines=_lines(self._prefix + table.name, key, _document(table, row)))

    def _place_lines(self, places: Places) -> Iterator[bytes]:
        for (topic, partition), place in places.items():
            document = {
                "topic": topic, "partition": partition, "topic_id": place.topic_id, "next_offset": place.next_offset,
            }  # fmt: skip
            yield _lines(self._places_index, f"{topic}/{partition}", document)

    def _send(self, actions: Sequence[Action]) -> None:
        items = self._send_lines(b"".join(action.lines for action in actions))
        for action, item in zip(actions, items, strict=True):
            (status, error), *_ = item.values()
            if status == BAD_REQUEST:
                self._refuse(action.message, InvalidRecordError("refused", error))
            elif status in RETRIED:
                raise TargetError(f"{self._service.name} is busy or broken: {error}")
            elif status >= BAD_REQUEST and status != NOT_FOUND:
                raise TargetError(f"{self._service.name} refuses {action.message.kind}: {error}")

    def _send_lines(self, lines: bytes) -> list[dict[str, tuple[int, str]]]:
        answer = self._done(self._service.ask("POST", "/_bulk", body=lines, headers=NDJSON))
        items: list[dict[str, dict[str, object]]] = _within(answer, "items")
        return [{name: _outcome(told) for name, told in item.items()} for item in items]

    def _make(self, index: str, mappings: Mapping[str, object]) -> None:
        path = f"/{quote(index, safe='')}"
        if self._service.ask("HEAD", path).status == OK:
            return
        answer = self._service.ask("PUT", path, body=orjson.dumps({"mappings": mappings}), headers=JSON)
        if answer.status != OK and b"resource_already_exists" not in answer.body:
            raise TargetError(f"{self._service.name} does not make the index {index}: {answer.said}")

    def _done(self, answer: Answer) -> Mapping[str, object]:
        if answer.status not in (OK, CREATED):
            raise TargetError(f"{self._service.name} refuses: {answer.said}")
        return decode_object(answer.body)


def _within(answer: Mapping[str, object], *names: str) -> list[dict[str, dict[str, object]]]:
    value: object = answer
    for name in names:
        value = value.get(name) if isinstance(value, Mapping) else None
    if not isinstance(value, list):
        raise TargetError(f"the server's answer has no {'.'.join(names)}: it is no Elasticsearch")
    return value


def _outcome(told: Mapping[str, object]) -> tuple[int, str]:
    error = told.get("error")
    reason = error.get("reason") if isinstance(error, Mapping) else error
    return int(str(told.get("status", 0))), " ".join(str(reason).split())[:200]


def _requests(actions: Iterator[Action]) -> Iterator[list[Action]]:
    request: list[Action] = []
    size = 0
    for action in actions:
        if request and size + len(action.lines) > MOST_BYTES:
            yield request
            request, size = [], 0
        request.append(action)
        size += len(action.lines)
    if request:
        yield request


def _lines(index: str, name: str, document: Mapping[str, object] | None) -> bytes:
    verb = "index" if document is not None else "delete"
    head = orjson.dumps({verb: {"_index": index, "_id": name}}) + b"\n"
    return head if document is None else head + orjson.dumps(document) + b"\n"


def _document(table: RowTable, row: Row | None) -> Mapping[str, object] | None:
    if row is None:
        return None
    fields = {name: _written(value) for name, value in zip(table.kinds, row, strict=True) if value is not None}
    if fields.get("lat") is not None and fields.get("lon") is not None:
        fields[LOCATION] = {"lat": fields["lat"], "lon": fields["lon"]}
    return fields


def _written(value: object) -> object:
    if isinstance(value, bytes):
        return orjson.Fragment(value)
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def _mappings(table: RowTable) -> dict[str, object]:
    fields: dict[str, object] = {
        name: {"type": "text"} if name in READ_AS_TEXT else TYPES[kind] for name, kind in table.kinds.items()
    }
    if {"lat", "lon"} <= set(table.kinds):
        fields[LOCATION] = {"type": "geo_point"}
    return {"dynamic": False, "properties": fields}
