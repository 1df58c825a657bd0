"""An article with two events, one of them all fields, with text that breaks careless writers."""

from dataclasses import replace
from datetime import UTC, datetime

from pipeline.formats.exports.told import Told
from pipeline.records.annotation import Entity, Mention, Place, Quote, Span, TimeExpression
from pipeline.records.article import Dateline, EnrichedArticle, PipelineInfo
from pipeline.records.event import (
    Actor,
    Attribution,
    Event,
    EventPlace,
    EventRecord,
    EventTime,
    Figure,
    PloverCode,
    Trigger,
)
from pipeline.steps.features import event_record

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
TEXT = 'President Ana Roe met envoys of Mali in Paris on Tuesday; "peace, at last", she said. Rebels killed 9 people.'


def at(words: str) -> dict[str, object]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words}


PARIS = Place(
    geonameid=2988507, name="Paris", lat=48.85341, lon=2.3488, country="FRA", admin1="Île-de-France", kind="city"
)
MALI = Place(geonameid=2453866, name="Mali", lat=17.0, lon=-4.0, country="MLI", kind="country")
ENTITIES = (
    Entity(id="e1", type="PERSON", name="Ana Roe", country="FRA", sector="GOV", role="president", salience=0.9,
           mentions=(Mention(**at("Ana Roe")), Mention(**at("she"), kind="pronoun")), wikidata="Q1"),
    Entity(id="e2", type="GPE", name="Mali", country="MLI", mentions=(Mention(**at("Mali")),), place=MALI),
    Entity(id="e3", type="GPE", name="Paris", country="FRA", mentions=(Mention(**at("Paris")),), place=PARIS),
)  # fmt: skip
MEETING = Event(
    id="ev-1",
    type="DIPL.MEET",
    label="Meeting or talks",
    plover=PloverCode(type="CONSULT", mode="visit", contexts=("diplomatic", "military")),
    cameo="04",
    quad="V-COOP",
    intensity=4.0,
    trigger=Trigger(**at("met"), lemma="meet"),
    sentence=Span(start=0, end=len(TEXT), text=TEXT),
    source=(Actor(**at("Ana Roe"), entity="e1", name="Ana Roe", country="FRA", sector="GOV"),),
    target=(
        Actor(**at("Mali"), entity="e2", name="Mali", country="MLI"),
        Actor(**at("envoys"), name="line\tbreak\n; envoys", country="MLI", sector="GOV"),
    ),
    place=EventPlace(**at("Paris"), geonameid=2988507, lat=48.85341, lon=2.3488, country="FRA"),
    time=EventTime(**at("Tuesday"), value="2026-03-03"),
    factuality="happened",
    attribution=Attribution(name="Ana Roe", cue="said"),
    lead=True,
    salience=0.8,
    confidence=0.7,
    rule="triggers.tsv:1:meet",
)
ATTACK = Event(
    id="ev-2",
    type="CONF.ATTACK",
    label="Armed attack or clash",
    cameo="190",
    quad="M-CONF",
    trigger=Trigger(**at("killed"), lemma="kill"),
    sentence=Span(**at("Rebels killed 9 people.")),
    source=(Actor(**at("Rebels"), sector="REB"),),
    figures=(Figure(kind="killed", value=9, unit="people", start=TEXT.index("9"), end=TEXT.index("9") + 1),),
    factuality="alleged",
    rule="=cmd|'/c calc'!A1",
)
ARTICLE = EnrichedArticle(
    id="a1",
    url="https://example.org/a1",
    source="example.org",
    title='Roe <meets> "Mali" & more',
    authors=("Per Lund", "Ida Holm"),
    published_at=NOON,
    version=2,
    language="en",
    text=TEXT,
    credits=("AFP",),
    dateline=Dateline(place="PARIS", end=0),
    images=("https://example.org/1.jpg", "https://example.org/2.jpg"),
    entities=ENTITIES,
    dates=(
        TimeExpression(**at("Tuesday"), type="DATE", value="2026-03-03"),
        TimeExpression(**at("last"), type="DATE", value="2026-W09"),
    ),
    quotes=(
        Quote(**at("peace, at last"), spans=((at("peace, at last")["start"], at("peace, at last")["end"]),),
              kind="direct", speaker="e1", cue=Span(**at("said"))),
    ),
    events=(MEETING, ATTACK),
    pipeline=PipelineInfo(version="0.1.0"),
)  # fmt: skip
TOLD = tuple(Told(event=event_record(ARTICLE, event), article=ARTICLE) for event in ARTICLE.events)
MEETING_TOLD, ATTACK_TOLD = TOLD


def meeting(**changes: object) -> EventRecord:
    return replace(MEETING_TOLD.event, **changes)
