"""What the user's knowledge file says of an entity on the day of its article."""

from dataclasses import replace
from datetime import UTC

from spacy.tokens import Doc

from pipeline.knowledge.entries import Knowledge
from pipeline.nlp.attributes import article_of
from pipeline.records.annotation import Entity


def with_knowledge(doc: Doc, entity: Entity, knowledge: Knowledge) -> Entity:
    """Fill what the text leaves open; the entity's type must be the entry's, and its names mean one entry only."""
    article = article_of(doc)
    published = article.published_at if article else None
    day = published.astimezone(UTC).date() if published else None
    found = [knowledge.find(name, day) for name in (entity.name, *entity.aliases)]
    entries = {entry.id: entry for entry in found if entry is not None and entry.type in {None, entity.type}}
    if len(entries) != 1:
        return entity
    entry = next(iter(entries.values()))
    return replace(
        entity,
        knowledge=entry.id,
        country=entry.country or entity.country,
        sector=entry.sector or entity.sector,
        role=entity.role or entry.role,
        wikidata=entry.wikidata,
        abstained=None if entry.wikidata else entity.abstained,
    )
