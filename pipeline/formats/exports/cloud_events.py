"""CloudEvents 1.0 of the CNCF, in structured JSON mode: any of our records as an event, one a line."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote

import orjson

SPEC_VERSION = "1.0"
MEDIA_TYPE = "application/cloudevents+json"
WITHDRAWN = ".withdrawn"
"""Ends the type of an event that says that a record is gone."""
KEYS = ("id", "article_id")
"""Fields that name a record, the first that it has."""
TIMES = ("published_at", "last_seen", "failed_at", "fetched_at")
"""Fields that say when, the first that it has."""

Record = Mapping[str, object]


def cloud_event_lines(records: Iterable[Record]) -> Iterator[bytes]:
    """Write records, as plain JSON values, as CloudEvents."""
    for record in records:
        yield orjson.dumps(cloud_event(record)) + b"\n"


def cloud_event(record: Record) -> dict[str, object]:
    """Wrap a record. The event's id is made of the record's id and content: the same record is the same event."""
    schema = _text(record, "schema") or "newswire.record"
    key = next((text for name in KEYS if (text := _text(record, name))), "")
    digest = hashlib.sha256(orjson.dumps(record, option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]
    origin = _text(record, "source_name") or _text(record, "source")
    time = next((text for name in TIMES if (text := _text(record, name))), None)
    event: dict[str, object] = {
        "specversion": SPEC_VERSION,
        "id": f"{key}.{digest}",
        "source": f"urn:newswire:{quote(origin, safe='.-') if origin else 'pipeline'}",
        "type": schema,
        "subject": key,
        "time": time,
        "datacontenttype": "application/json",
        "dataschema": f"urn:newswire:schema:{':'.join(schema.removeprefix('newswire.').rsplit('.', 1))}",
        "data": record,
    }
    return {name: value for name, value in event.items() if value not in (None, "")}


def withdrawal(key: str, schema: str) -> dict[str, object]:
    """Say that a record is gone: an event without data."""
    return {
        "specversion": SPEC_VERSION, "id": f"{key}.withdrawn", "source": "urn:newswire:pipeline",
        "type": schema + WITHDRAWN, "subject": key,
    }  # fmt: skip


def _text(record: Record, name: str) -> str | None:
    value = record.get(name)
    return value if isinstance(value, str) and value else None
