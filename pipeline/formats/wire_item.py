"""What news agencies say of an item besides its text: version, status, and what becomes of one that is withdrawn.

A correction is the same id with another text, and the pipeline numbers it as a new version. A withdrawal is that too:
its text is a line that says so, so that every event of earlier versions is withdrawn downstream, and the article stays
as its own tombstone with `metadata.status`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.records.raw import BodyFormat, RawArticle
from pipeline.text.persons import keep_persons

MAX_AUTHOR_CHARS = 500

WITHDRAWN_STATUSES = frozenset({"canceled", "cancelled", "withheld", "killed", "recalled"})
"""Statuses by which a publisher takes an item out of public view: IPTC's `pubStatus` (canceled, withheld) and what
older formats write for it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class WireItem:
    """An item as an agency sends it."""

    id: str | None = None
    """Its id, the same in all versions."""
    version: str | None = None
    """The publisher's number of the version."""
    status: str | None = None
    """`usable`, `canceled`, `withheld` or another word."""
    url: str | None = None
    """Where it is to be read."""
    source: str | None = None
    """Who publishes it, as a domain name."""
    title: str | None = None
    """The headline."""
    authors: Sequence[str] = ()
    """Persons, as the byline has them."""
    published_at: str | None = None
    """When it was first published, or when this version was made where that is all that is known."""
    language: str | None = None
    """Its language tag."""
    body: str | None = None
    """The text."""
    body_format: BodyFormat = "html"
    """What the body is."""
    more: Mapping[str, object] = field(default_factory=dict)
    """What else is known: what is empty is left out."""


def raw_article_of(item: WireItem, *, format_name: str) -> RawArticle:
    """Make a raw article of an item; of a withdrawn one, a line that says so under the same id."""
    status = (item.status or "").strip().lower().rpartition(":")[2]
    is_withdrawn = status in WITHDRAWN_STATUSES and bool(item.id)
    body, body_format = item.body, item.body_format
    if is_withdrawn:
        body, body_format = f"Withdrawn: {item.id}", "clean"
    known = {"version": item.version, "status": "withdrawn" if is_withdrawn else status, **item.more}
    metadata = {name: value for name, value in known.items() if value not in (None, "", [], (), {})}
    authors = keep_persons((author[:MAX_AUTHOR_CHARS] for author in item.authors), site_names=())
    return RawArticle(
        id=item.id or None,
        url=item.url or None,
        source=item.source or None,
        title=item.title or None,
        authors=authors or None,
        published_at=item.published_at or None,
        language=_language(item.language),
        body=body or "",
        body_format=body_format,
        metadata={"format": format_name, **metadata},
    )


def _language(tag: str | None) -> str | None:
    """Give the language of a tag such as `en-US`; the pipeline judges whether it is one."""
    return (tag or "").replace("_", "-").partition("-")[0].strip().lower() or None
