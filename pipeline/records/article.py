"""Articles on their way: cleaned, judged for copies, enriched."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from pipeline.records.annotation import Entity, Quote, TimeExpression
from pipeline.records.event import Event

SectionRole = Literal["paragraph", "heading", "list_item", "quote", "table"]
RemovedRole = Literal[
    "title",
    "byline",
    "dateline_line",
    "credit",
    "caption",
    "related_link",
    "navigation",
    "social",
    "subscription",
    "advertisement",
    "cookie_legal",
    "author_bio",
    "correction",
    "other",
]
CopyKind = Literal["exact", "near", "contained"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """One block of the clean text. Offsets count code points, end exclusive."""

    start: int
    """Into `text`."""
    end: int
    """Into `text`."""
    role: SectionRole
    """What the block is; headings are never parsed as sentences."""
    raw_start: int | None = None
    """Into the raw body, where that is possible."""
    raw_end: int | None = None
    """Into the raw body, where that is possible."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RemovedPiece:
    """One block of the raw body that is not part of the article's text."""

    role: RemovedRole
    """Why it was removed."""
    text: str
    """The block as it stood."""
    raw_start: int | None = None
    """Into the raw body, where that is possible."""
    raw_end: int | None = None
    """Into the raw body, where that is possible."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Duplicate:
    """The verdict that an article repeats another."""

    of: str
    """Id of the original article."""
    kind: CopyKind
    """`exact` after normalisation, `near` (rewritten, reordered), `contained` (cut or extended)."""
    similarity: float
    """Share of the smaller article that is found in the other, 0 to 1."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Dateline:
    """What stands before the dash of an agency's report: "PARIS, Sept 4 (Reuters) - "."""

    place: str
    """As written: `PARIS`, `KOTA KINABALU, Malaysia`."""
    date: str | None = None
    """As written: `Sept 4`."""
    agency: str | None = None
    """As written, without brackets."""
    end: int
    """Into `text`: where the report itself begins."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Article:
    """What a clean and an enriched article have in common. Offsets count code points of `text`, end exclusive."""

    id: str
    """Stable name: as fed, else derived from the URL, else from the content."""
    url: str | None = None
    """Where the article was found."""
    source: str | None = None
    """Who published it."""
    title: str | None = None
    """The headline."""
    authors: tuple[str, ...] = ()
    """Persons only."""
    published_at: datetime | None = None
    """When it was published, where known."""
    fetched_at: datetime | None = None
    """When it was collected, where known."""
    version: int = 1
    """1 for the first content seen under this id, one more for every changed content."""
    language: str = "und"
    """ISO 639-1, or `und` where it could not be told."""
    language_confidence: float | None = None
    """0 to 1, null where the language was given."""
    text: str
    """Clean text, paragraphs parted by a blank line; prepared bodies come back untouched."""
    sections: tuple[Section, ...] = ()
    """The blocks of `text`, in order."""
    removed: tuple[RemovedPiece, ...] = ()
    """The blocks of the raw body that were left out, in order."""
    credits: tuple[str, ...] = ()
    """Agencies and desks that the article credits, such as `AFP`."""
    duplicate: Duplicate | None = None
    """Set when the article repeats an earlier one."""
    metadata: Mapping[str, object] = field(default_factory=dict)
    """What the producer added, passed through."""
    published_exactly_at: datetime | None = None
    """The instant of publication that a page declares, where it lies in another day in UTC than the publisher wrote."""
    updated_at: datetime | None = None
    """When the page says that it was last changed, where that is after its publication."""
    canonical_url: str | None = None
    """The address without tracking parameters, and without the marks of mobile and AMP forms."""
    site_name: str | None = None
    """What the site calls itself."""
    section: str | None = None
    """The part of the site that the article stands in."""
    keywords: tuple[str, ...] = ()
    """What the page is tagged with."""
    images: tuple[str, ...] = ()
    """Addresses of the main pictures."""
    is_paywalled: bool | None = None
    """The page says that it is for subscribers; null where it does not say."""
    dateline: Dateline | None = None
    """Place, date and agency that open the text."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CleanArticle(Article):
    """An article with its body found; `duplicate` and `version` are decided on `news.articles.unique`."""

    schema: str = "newswire.clean-article.v1"
    """Name and version of this record's schema."""
    received_at: datetime
    """When the raw article reached the pipeline: the time of its message."""
    fingerprint: str
    """Hash of the normalised text: equal for exact copies."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PipelineInfo:
    """What made a record."""

    version: str
    """Version of this program."""
    model: str | None = None
    """Name and version of the spaCy pipeline; null where the article was not annotated."""
    ontology: str | None = None
    """Version of the event ontology; null where the article was not annotated."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EnrichedArticle(Article):
    """An article with everything that was found in it."""

    schema: str = "newswire.enriched-article.v1"
    """Name and version of this record's schema."""
    entities: tuple[Entity, ...] = ()
    """Who and what is named, one entry an entity."""
    dates: tuple[TimeExpression, ...] = ()
    """Time expressions with their TIMEX3 values."""
    quotes: tuple[Quote, ...] = ()
    """Who said what."""
    events: tuple[Event, ...] = ()
    """What happened: lead first, then by position in the text."""
    pipeline: PipelineInfo
    """What made this record."""
