"""Hand-made records: the least that each can be, and each with every field set."""

from datetime import UTC, datetime, timedelta

from pipeline.records.annotation import Entity, Mention, Place, Quote, Span, TimeExpression
from pipeline.records.article import (
    CleanArticle,
    Dateline,
    Duplicate,
    EnrichedArticle,
    PipelineInfo,
    RemovedPiece,
    Section,
)
from pipeline.records.dead_letter import DeadLetter, Origin
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
from pipeline.records.raw import RawArticle
from pipeline.records.story import (
    Assignment,
    EventReport,
    FactualityChange,
    FeatureEntity,
    FeatureEvent,
    FeatureFigure,
    StoryArticle,
    StoryChange,
    StoryEntity,
    StoryEvent,
    StoryFeatures,
    StoryFigure,
    StoryRecord,
)

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
LATER = NOON + timedelta(microseconds=250)
TEXT = "Mayor Ida Holm met two ministers in Oslo on Friday.\n\n“We agree,” she said."


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start=start, end=start + len(words), text=words)


def place_of(words: str) -> dict[str, object]:
    found = span(words)
    return {"start": found.start, "end": found.end, "text": found.text}


PLACE = Place(geonameid=3143244, name="Oslo", lat=59.91, lon=10.75, country="NOR", admin1="Oslo", kind="city")
ENTITY = Entity(
    id="e1",
    type="PERSON",
    name="Ida Holm",
    aliases=("Holm",),
    country="NOR",
    sector="GOV",
    role="mayor",
    salience=0.9,
    mentions=(
        Mention(**place_of("Ida Holm")),
        Mention(**place_of("she"), kind="pronoun", type="PERSON"),
    ),
    place=PLACE,
    wikidata="Q42",
    abstained="no entry",
)
QUOTE = Quote(
    **place_of("We agree"),
    spans=((span("We agree").start, span("We agree").end),),
    kind="direct",
    speaker="e1",
    speaker_mention=span("she"),
    cue=span("said"),
    addressee="e2",
)
EVENT_FIELDS: dict[str, object] = {
    "id": "ev-1",
    "type": "DIPL.MEET",
    "label": "Meeting or talks",
    "plover": PloverCode(type="CONSULT", mode="visit", contexts=("diplomatic",)),
    "cameo": "04",
    "quad": "V-COOP",
    "intensity": 1.5,
    "trigger": Trigger(**place_of("met"), lemma="meet"),
    "sentence": span("Mayor Ida Holm met two ministers in Oslo on Friday."),
    "source": (Actor(**place_of("Ida Holm"), entity="e1", name="Ida Holm", country="NOR", sector="GOV"),),
    "target": (Actor(**place_of("two ministers"), count=2),),
    "place": EventPlace(**place_of("Oslo"), geonameid=3143244, lat=59.91, lon=10.75, country="NOR"),
    "time": EventTime(**place_of("Friday"), value="2026-01-30"),
    "figures": (Figure(kind="number", value=2, unit="people", start=19, end=22),),
    "factuality": "happened",
    "factuality_cues": (span("met"),),
    "attribution": Attribution(entity="e1", name="Ida Holm", cue="said", quote=0),
    "mentions": (span("agree"),),
    "lead": True,
    "background": False,
    "salience": 0.8,
    "confidence": 0.7,
    "rule": "verb:meet",
}
ARTICLE_FIELDS: dict[str, object] = {
    "id": "a1",
    "url": "https://example.org/a1",
    "source": "example.org",
    "title": "Mayor meets ministers",
    "authors": ("Per Lund",),
    "published_at": NOON,
    "fetched_at": LATER,
    "version": 2,
    "language": "en",
    "language_confidence": 0.99,
    "text": TEXT,
    "sections": (Section(start=0, end=51, role="paragraph", raw_start=3, raw_end=54),),
    "removed": (RemovedPiece(role="credit", text="(AFP)", raw_start=80, raw_end=85),),
    "credits": ("AFP",),
    "duplicate": Duplicate(of="a0", kind="near", similarity=0.97),
    "published_exactly_at": LATER,
    "updated_at": LATER,
    "canonical_url": "https://example.org/a1",
    "site_name": "The Example",
    "section": "World",
    "keywords": ("oslo", "talks"),
    "images": ("https://example.org/a1.jpg",),
    "is_paywalled": False,
    "dateline": Dateline(place="OSLO", date="Jan 31", agency="AFP", end=19),
    "metadata": {"section": "world", "tags": ["oslo", None, 1, 2.5, True, {"deep": []}]},
}
INFO = PipelineInfo(version="0.1.0", model="en_core_web_sm 3.8.0", ontology="1")

MINIMAL: dict[str, object] = {
    "raw-article.v1": RawArticle(body="Rain fell."),
    "clean-article.v1": CleanArticle(id="a1", text="Rain fell.", received_at=NOON, fingerprint="f0"),
    "enriched-article.v1": EnrichedArticle(id="a1", text="Rain fell.", pipeline=PipelineInfo(version="0.1.0")),
    "event.v1": EventRecord(
        id="ev-1",
        type="DIPL.MEET",
        label="Meeting or talks",
        trigger=Trigger(start=0, end=3, text="met", lemma="meet"),
        sentence=Span(start=0, end=4, text="met."),
        factuality="possible",
        rule="verb:meet",
        article_id="a1",
    ),
    "story-features.v1": StoryFeatures(article_id="a1", version=1, language="en", received_at=NOON),
    "story.v1": StoryRecord(
        id="s1",
        title=None,
        language="en",
        first_seen=NOON,
        last_seen=NOON,
        version=1,
        articles=(StoryArticle(id="a1"),),
        article_count=1,
        source_count=0,
        independent_source_count=0,
    ),
    "assignment.v1": Assignment(article_id="a1", version=1, story_id="s1"),
    "dead-letter.v1": DeadLetter(
        reason="tombstone",
        detail="no value",
        stage="cleaner",
        failed_at=NOON,
        origin=Origin(),
        value_size=0,
        value_sha256="e3b0",
        pipeline=PipelineInfo(version="0.1.0"),
    ),
}
"""Every record with the fields that it must have, and no other."""

FULL: dict[str, object] = {
    "raw-article.v1": RawArticle(
        id="a1",
        url="https://example.org/a1",
        source="example.org",
        title="Mayor meets ministers",
        authors=("Per Lund",),
        published_at="2026-01-31",
        fetched_at="2026-01-31T12:00:00+01:00",
        language="en",
        body="<p>Rain fell.</p>",
        body_b64="UmFpbg==",
        body_format="html",
        content_type="text/html; charset=windows-1252",
        metadata={"section": "world"},
    ),
    "clean-article.v1": CleanArticle(**ARTICLE_FIELDS, received_at=LATER, fingerprint="f0"),
    "enriched-article.v1": EnrichedArticle(
        **ARTICLE_FIELDS,
        entities=(ENTITY,),
        dates=(TimeExpression(**place_of("Friday"), type="DATE", value="2026-01-30"),),
        quotes=(QUOTE,),
        events=(Event(**EVENT_FIELDS),),
        pipeline=INFO,
    ),
    "event.v1": EventRecord(
        **EVENT_FIELDS,
        article_id="a1",
        url="https://example.org/a1",
        source_name="example.org",
        published_at=NOON,
        article_version=2,
    ),
    "story-features.v1": StoryFeatures(
        article_id="a1",
        version=2,
        language="en",
        source="example.org",
        url="https://example.org/a1",
        title="Mayor meets ministers",
        published_at=NOON,
        received_at=LATER,
        credits=("AFP",),
        terms=("mayor", "ministers"),
        vector={"council": 2.4, "@ida holm": 3.0},
        entities=(FeatureEntity(name="Ida Holm", type="PERSON", country="NOR", salience=0.9),),
        events=(
            FeatureEvent(
                id="ev-1",
                type="DIPL.MEET",
                label="Meeting or talks",
                factuality="happened",
                source=("Ida Holm",),
                target=("two ministers",),
                place="Oslo",
                time="2026-01-30",
                lead=True,
                figures=(FeatureFigure(kind="number", value=2, unit="people"),),
            ),
        ),
        duplicate=Duplicate(of="a0", kind="exact", similarity=1.0),
    ),
    "story.v1": StoryRecord(
        id="s1",
        title="Mayor meets ministers",
        language="en",
        first_seen=NOON,
        last_seen=LATER,
        version=7,
        merged_into="s0",
        articles=(
            StoryArticle(
                id="a1",
                source="example.org",
                url="https://example.org/a1",
                title="Mayor meets ministers",
                published_at=NOON,
                credits=("AFP",),
                copy_of="a0",
            ),
        ),
        article_count=1,
        source_count=1,
        independent_source_count=1,
        entities=(StoryEntity(name="Ida Holm", type="PERSON", country="NOR"),),
        events=(
            StoryEvent(
                id="se1",
                type="DIPL.MEET",
                label="Meeting or talks",
                mentions=("ev-1",),
                sources=("example.org",),
                corroboration=1,
                first_report="a1",
                factuality="happened",
                history=(FactualityChange(at=NOON, was="planned", article_id="a0"),),
                source=("Ida Holm",),
                target=("ministers",),
                place="Oslo",
                time="2026-01-30",
                lead=True,
                figures=(StoryFigure(kind="number", value=2, unit="people", sources=("x",), first_report="a1"),),
                is_disputed=True,
                reports=(
                    EventReport(
                        event_id="ev-1",
                        article_id="a1",
                        source="example.org",
                        origin="example",
                        at=NOON,
                        factuality="happened",
                        novelty="first",
                        figures=(FeatureFigure(kind="number", value=2, unit="people"),),
                    ),
                ),
            ),
        ),
        changes=(StoryChange(kind="event", article_id="a1", event="se1", detail="Meeting or talks"),),
    ),
    "assignment.v1": Assignment(article_id="a1", version=2, story_id="s1"),
    "dead-letter.v1": DeadLetter(
        reason="undecodable",
        detail="not UTF-8 JSON",
        stage="cleaner",
        failed_at=LATER,
        attempts=2,
        origin=Origin(topic="news.articles.raw", partition=3, offset=17, file="a.jsonl", line=1),
        key_b64="YTE=",
        value_b64="eA==",
        value_size=1,
        value_sha256="2d71",
        value_truncated=True,
        pipeline=INFO,
    ),
}
"""Every record with every field set."""
