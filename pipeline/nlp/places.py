"""Places on the map: names of places, peoples, and bodies that are named after a place, looked up in the gazetteer."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.knowledge.countries import load_countries
from pipeline.knowledge.gazetteer import Entry, Gazetteer, load_gazetteer
from pipeline.knowledge.regions import CONTINENTS
from pipeline.nlp.attributes import ENTITIES, NAMED, article_of, declare_attributes, entities_of, named_at, text_of
from pipeline.nlp.findings import with_entities
from pipeline.nlp.place_choice import Choice, choose
from pipeline.nlp.place_evidence import Counted, Surroundings, qualifiers_behind
from pipeline.nlp.place_names import candidates_for, names_inside
from pipeline.records.annotation import Entity, Place

ANCHORS = 40
"""Most places that others are measured by."""

_ON_THE_MAP = frozenset({"GPE", "LOC", "FAC"})
_NAMED_AFTER = frozenset({"ORG", "FAC", "GPE", "LOC"})
_STATES = frozenset({"country", "region"})


@Language.factory(
    "newswire_places",
    assigns=[f"doc._.{ENTITIES}", f"doc._.{NAMED}"],
    requires=[f"doc._.{ENTITIES}", f"doc._.{NAMED}"],
)
def build_places(nlp: Language, name: str) -> "Places":
    """Make the component."""
    del nlp, name  # spaCy hands them to every factory
    declare_attributes()
    return Places(load_gazetteer())


class Places:
    """Gives every place, people and body named after a place where it is, or says why not."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def __call__(self, doc: Doc) -> Doc:
        """Set the places of the entities of a doc."""
        entities = entities_of(doc)
        surroundings, told = self._surroundings(doc, entities)
        settled = self._settled(doc, entities, surroundings, told)
        placed = {entity.id: self._placed(entity, settled, surroundings) for entity in entities}
        doc._.set(ENTITIES, tuple(placed[entity.id] for entity in entities))
        doc._.set(NAMED, with_entities(named_at(doc), placed))
        return doc

    def _surroundings(self, doc: Doc, entities: tuple[Entity, ...]) -> tuple[Surroundings, Mapping[str, Counted]]:
        """Count the countries and regions that the document names, and those of towns that are clear by themselves."""
        article = article_of(doc)
        found = Surroundings(home=self._gazetteer.home((article.source if article else None) or ""))
        told = {entity.id: counted for entity in entities if (counted := self._told_by(doc, entity)) is not None}
        for counted in told.values():
            found.count(counted)
        return found, told

    def _told_by(self, doc: Doc, entity: Entity) -> Counted | None:
        times = len(entity.mentions)
        country = _country(entity)
        if country is not None and not self._is_region_too(entity.name):
            return Counted(country=country, times=times)
        if entity.type in _ON_THE_MAP:
            return _counted(self._choice(doc, entity, Surroundings()), times)
        if entity.type == "ORG":
            return _counted(choose(next(names_inside(entity.name, {}, self._gazetteer), ()), Surroundings(), ()), 1)
        return None

    def _is_region_too(self, name: str) -> bool:
        """Tell whether the name of a country is that of a region elsewhere: Georgia."""
        return any(entry.kind == "region" and not entry.canonical for entry in self._gazetteer.find(name))

    def _settled(
        self, doc: Doc, entities: tuple[Entity, ...], surroundings: Surroundings, told: Mapping[str, Counted]
    ) -> dict[str, Choice]:
        """Choose twice: those that are clear at first sight are what the others are measured by."""
        on_the_map = [entity for entity in entities if entity.type in _ON_THE_MAP]
        first = {
            entity.id: self._choice(doc, entity, replace(surroundings, own=told.get(entity.id)))
            for entity in on_the_map
        }
        anchors = {
            key: choice.entry
            for key, choice in first.items()
            if choice.entry is not None and choice.is_clear and choice.entry.kind not in _STATES
        }
        anchors = dict(islice(anchors.items(), ANCHORS))
        return {
            entity.id: self._choice(
                doc,
                entity,
                replace(
                    surroundings,
                    own=told.get(entity.id),
                    anchors=[entry for key, entry in anchors.items() if key != entity.id],
                ),
            )
            for entity in on_the_map
        }

    def _choice(self, doc: Doc, entity: Entity, surroundings: Surroundings) -> Choice:
        return choose(candidates_for(entity.name, self._gazetteer), surroundings, self._qualifiers(doc, entity))

    def _qualifiers(self, doc: Doc, entity: Entity) -> tuple[tuple[str, str], ...]:
        if entity.type not in _ON_THE_MAP:
            return ()
        for mention in entity.mentions:
            found = qualifiers_behind(text_of(doc), mention.end, self._gazetteer)
            if found:
                return found
        return ()

    def _placed(self, entity: Entity, settled: dict[str, Choice], surroundings: Surroundings) -> Entity:
        choice = settled.get(entity.id, Choice())
        if choice.entry is None:
            choice = replace(self._inside(entity, settled, surroundings), reason=choice.reason)
        if choice.entry is None:
            return replace(entity, abstained=choice.reason) if choice.reason else entity
        country = entity.country or choice.entry.country or None
        return replace(entity, place=self._place(choice.entry), country=country, abstained=None)

    def _inside(self, entity: Entity, settled: dict[str, Choice], surroundings: Surroundings) -> Choice:
        """Return the place that a people or a body is named after."""
        if entity.type == "NORP":
            country = self._gazetteer.country(entity.country) if entity.country else None
            return Choice(entry=country or next(iter(self._gazetteer.find(CONTINENTS.get(entity.name, ""))), None))
        if entity.type not in _NAMED_AFTER:
            return Choice()
        known = {choice.entry.name: choice.entry for choice in settled.values() if choice.entry is not None}
        candidates = next(names_inside(entity.name, known, self._gazetteer), ())
        return choose(candidates, surroundings, ())

    def _place(self, entry: Entry) -> Place:
        return Place(
            geonameid=entry.geonameid,
            name=entry.title,
            lat=entry.lat,
            lon=entry.lon,
            country=entry.country or None,
            admin1=self._gazetteer.region(entry),
            kind=entry.kind,
        )


def _counted(choice: Choice, times: int) -> Counted | None:
    """Return what a name tells, where it is clear which place is meant."""
    entry = choice.entry
    if entry is None or not entry.country or not choice.is_clear:
        return None
    return Counted(country=entry.country, region=entry.admin1, times=times)


def _country(entity: Entity) -> str | None:
    """Return the country that an entity names or whose people it is."""
    countries = load_countries()
    if entity.type == "NORP":
        return entity.country
    return countries.names.get(entity.name) if entity.type in _ON_THE_MAP else None
