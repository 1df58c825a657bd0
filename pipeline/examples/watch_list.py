"""For a newsroom: a line as soon as something happens to somebody on a list.

    python -m pipeline.examples.watch_list names.txt --bootstrap-servers localhost:9092

The list has a name a line. An event counts once, however many articles tell it again word for word; what is only
planned, alleged or denied is told as such. Ends by Ctrl-C.
"""

import argparse
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from kafka import KafkaConsumer

from pipeline import codec
from pipeline.errors import InvalidRecordError
from pipeline.records.event import Actor, EventRecord


def main() -> None:
    """Watch."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("names", type=Path)
    parser.add_argument("--bootstrap-servers", default="localhost:9092")
    parser.add_argument("--topic", default="news.events")
    parser.add_argument("--from-beginning", action="store_true")
    parser.add_argument("--patience", type=float, default=float("inf"), help="seconds without news after which it ends")
    options = parser.parse_args()
    watched = frozenset(options.names.read_text(encoding="utf-8").split("\n")) - {""}
    consumer = KafkaConsumer(
        options.topic,
        bootstrap_servers=options.bootstrap_servers,
        group_id=None,
        auto_offset_reset="earliest" if options.from_beginning else "latest",
        consumer_timeout_ms=options.patience * 1000,
    )
    with suppress(KeyboardInterrupt):
        for line in alerts((message.value for message in consumer), watched):
            print(line, flush=True)
    consumer.close()


def alerts(values: Iterable[bytes | None], watched: frozenset[str]) -> Iterator[str]:
    """Give a line for each event that somebody on the list takes part in."""
    seen: set[str] = set()
    for value in values:
        event = _event(value)
        if event is None or event.id in seen or event.background:
            continue
        found = sorted(watched & set(_names((*event.source, *event.target))))
        if found:
            seen.add(event.id)
            where = f" in {event.place.text}" if event.place else ""
            yield f"{', '.join(found)}: {event.label}{where} ({event.factuality}) – {event.url or event.article_id}"


def _event(value: bytes | None) -> EventRecord | None:
    with suppress(InvalidRecordError):
        return codec.decode(value, EventRecord) if value else None
    return None


def _names(actors: Iterable[Actor]) -> Iterator[str]:
    for actor in actors:
        yield actor.text
        if actor.name:
            yield actor.name


if __name__ == "__main__":
    main()
