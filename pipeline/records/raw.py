"""The record that users feed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

BodyFormat = Literal["html", "text", "clean"]


@dataclass(frozen=True, kw_only=True, slots=True)
class RawArticle:
    """One article as it was found. Only a body is required; unknown fields are kept in `metadata`."""

    id: str | None = None
    """Any stable name; where absent it is derived from `url`, else from the content."""
    url: str | None = None
    """Where the article was found."""
    source: str | None = None
    """Who published it, as a domain name: `example.org`; where absent it is the host of `url`."""
    title: str | None = None
    """The headline, without the site's name."""
    authors: tuple[str, ...] | None = None
    """Persons only, in the order of the byline."""
    published_at: str | None = None
    """RFC 3339; a date alone means midnight UTC. What cannot be read as a time is kept in `metadata`."""
    fetched_at: str | None = None
    """RFC 3339: when the article was collected."""
    language: str | None = None
    """ISO 639-1; where absent it is guessed from title and lead."""
    body: str | None = None
    """The article, in the form that `body_format` names."""
    body_b64: str | None = None
    """Instead of `body`: the bytes as fetched, encoding undeclared, in Base64."""
    body_format: BodyFormat | None = None
    """`html`: a page; `text`: plain text as scraped; `clean`: prepared text that comes back untouched.
    Where absent it is told from the first characters: `html` or `text`."""
    content_type: str | None = None
    """The media type that came with the bytes, such as `text/html; charset=windows-1252`."""
    metadata: Mapping[str, object] = field(default_factory=dict)
    """Anything else that the producer knows: passed through to the enriched article."""
