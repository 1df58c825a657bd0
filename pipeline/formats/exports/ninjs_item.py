"""ninjs 3.1 of IPTC: an item an article, one JSON object a line.

Codes stand apart by scheme: subjects name theirs in `creator` and in their address. Our events are `events`, by id.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

import orjson

from pipeline.knowledge.ontology import load_ontology
from pipeline.records.annotation import Entity, EntityType
from pipeline.records.article import EnrichedArticle
from pipeline.records.event import Event

STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.1.json",
}
MEDTOP = "http://cv.iptc.org/newscodes/mediatopic/"
PLOVER = "urn:plover:type:"
ONTOLOGY = "urn:newswire:event-type:"
PEOPLE: tuple[EntityType, ...] = ("PERSON",)
BODIES: tuple[EntityType, ...] = ("ORG",)
PLACES: tuple[EntityType, ...] = ("GPE", "LOC", "FAC")
WITHDRAWN = "withdrawn"
"""What readers note as `status` in the metadata of an item that its publisher has taken back."""

Item = dict[str, object]


def ninjs_lines(articles: Iterable[EnrichedArticle]) -> Iterator[bytes]:
    """Write articles as items."""
    for article in articles:
        yield orjson.dumps(ninjs_item(article), option=orjson.OPT_UTC_Z) + b"\n"


def ninjs_item(article: EnrichedArticle) -> Item:
    """Make an item; what the article lacks is left out."""
    item: Item = {
        "uri": article.url or f"urn:newswire:article:{article.id}",
        "standard": STANDARD,
        "type": "text",
        "representationType": "complete",
        "version": str(article.version),
        "firstCreated": _time(article.published_at),
        "versionCreated": _time(article.updated_at or article.published_at),
        "pubStatus": "canceled" if article.metadata.get("status") == WITHDRAWN else "usable",
        "language": article.language,
        "title": article.title,
        "by": ", ".join(article.authors),
        "located": article.dateline.place if article.dateline else None,
        "headlines": [{"role": "main", "contentType": "text/plain", "value": article.title}] if article.title else [],
        "bodies": [_body(article)],
        "people": [_concept(entity) for entity in article.entities if entity.type in PEOPLE],
        "organisations": [_concept(entity) for entity in article.entities if entity.type in BODIES],
        "places": [_place(entity) for entity in article.entities if entity.type in PLACES],
        "subjects": list(_subjects(article)),
        "events": [_event(event) for event in article.events],
        "infoSources": _sources(article),
        "altIds": [{"role": "newswire", "value": article.id}],
    }
    return {name: value for name, value in item.items() if value not in (None, "", [])}


def _body(article: EnrichedArticle) -> Item:
    text = article.text
    return {
        "role": "main", "contentType": "text/plain", "charCount": len(text), "wordCount": len(text.split()),
        "value": text,
    }  # fmt: skip


def _concept(entity: Entity) -> Item:
    """Name a person or body; `uri` only where a knowledge file gives a Wikidata id."""
    concept: Item = {"name": entity.name, "rel": "mentions", "literal": entity.id}
    if entity.wikidata:
        concept["uri"] = f"http://www.wikidata.org/entity/{entity.wikidata}"
    return concept


def _place(entity: Entity) -> Item:
    concept = _concept(entity)
    place = entity.place
    if place is not None:
        if place.geonameid is not None:
            concept["uri"] = f"https://sws.geonames.org/{place.geonameid}/"
        concept["geoJSON"] = {"type": "Point", "coordinates": [place.lon, place.lat]}
    return concept


def _subjects(article: EnrichedArticle) -> Iterator[Item]:
    """Give what the events are, in each scheme that knows them, with the best relevance and confidence of each."""
    best: dict[tuple[str, str, str], tuple[int, int]] = {}
    for event in article.events:
        score = (round(event.salience * 100), round(event.confidence * 100))
        for code in _codes(event):
            best[code] = max(best.get(code, score), score)
    for (creator, uri, name), (relevance, confidence) in best.items():
        yield {
            "name": name, "rel": "about", "uri": uri, "creator": creator, "relevance": relevance,
            "confidence": confidence,
        }  # fmt: skip


def _codes(event: Event) -> Iterator[tuple[str, str, str]]:
    leaf = load_ontology().leaves().get(event.type)
    yield "newswire", ONTOLOGY + event.type, event.label
    if event.plover is not None:
        yield "plover", PLOVER + event.plover.type, event.plover.type
    if leaf is not None and leaf.iptc is not None:
        yield "iptc", f"{MEDTOP}{leaf.iptc}", f"medtop:{leaf.iptc}"


def _event(event: Event) -> Item:
    return {"id": event.id, "name": event.label, "rel": event.factuality, "uri": f"urn:newswire:event:{event.id}"}


def _sources(article: EnrichedArticle) -> list[Item]:
    publisher = [(article.source, "publisher")] if article.source else []
    credited = [(name, "credit") for name in article.credits]
    return [{"name": name, "role": role} for name, role in (*publisher, *credited)]


def _time(time: datetime | None) -> str | None:
    return time.isoformat().replace("+00:00", "Z") if time else None
