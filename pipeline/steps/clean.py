"""Raw article in, clean article out: body found, lines labelled, metadata, language, id and fingerprint settled."""

from collections.abc import Mapping
from datetime import datetime

from pipeline.errors import InvalidRecordError
from pipeline.records.article import CleanArticle, Dateline
from pipeline.records.raw import RawArticle
from pipeline.steps.clean_body import read_body
from pipeline.steps.clean_text import TEXT_READERS, CleanText, Given
from pipeline.text.cleaners import clean_line
from pipeline.text.datelines import parse_dateline
from pipeline.text.fingerprint import fingerprint, normalize_words, short_id
from pipeline.text.iso639 import normalize_language
from pipeline.text.language import LanguageGuess, guess_language
from pipeline.text.times import parse_time
from pipeline.text.urls import canonical_url, folded_url, site_of

TIME_FIELDS = ("published_at", "fetched_at")


def clean_article(raw: RawArticle, *, received_at: datetime, min_chars: int) -> CleanArticle:
    """Keep the text of an article and drop everything else; what the raw article says wins over what its page says.

    Raises:
        InvalidRecordError: There is no body, no article in it, or less than `min_chars` of one (`too_short`); or the
            body is hostile, too large, or no text.
    """
    body = read_body(raw)
    title, url = _tidy(raw.title), _tidy(raw.url)
    clean = TEXT_READERS[body.format](body.text, Given(title=title, url=url, received_at=received_at))
    if len(clean.text) < min_chars:
        raise InvalidRecordError("too_short", f"{len(clean.text)} characters of clean text, fewer than {min_chars}")
    page = clean.page
    title = title or (page.title if page else None) or clean.title
    url = url or (page.url if page else None)
    language = _language(raw, clean, title)
    return CleanArticle(
        id=raw.id or _derived_id(url, clean.text),
        url=url,
        source=_tidy(raw.source) or (site_of(url) if url else None),
        title=title,
        authors=_authors(raw, clean),
        published_at=_time(raw.published_at) or (page.published_at if page else None),
        fetched_at=_time(raw.fetched_at),
        language=language.code,
        language_confidence=language.confidence,
        text=clean.text,
        sections=clean.sections,
        removed=clean.removed,
        credits=clean.credits,
        metadata=_metadata(raw),
        published_exactly_at=page.published_exactly_at if page and raw.published_at is None else None,
        updated_at=page.updated_at if page else None,
        canonical_url=folded_url((page.url if page else None) or url or ""),
        site_name=page.site_name if page else None,
        section=page.section if page else None,
        keywords=page.keywords if page else (),
        images=page.images if page else (),
        is_paywalled=page.is_paywalled if page else None,
        dateline=_dateline(clean),
        received_at=received_at,
        fingerprint=fingerprint(clean.text),
    )


def _dateline(clean: CleanText) -> Dateline | None:
    """Read the dateline of the first paragraph."""
    first = next((section for section in clean.sections if section.role == "paragraph"), None)
    parts = parse_dateline(clean.text[first.start : first.end]) if first else None
    if first is None or parts is None:
        return None
    return Dateline(place=parts.place, date=parts.date, agency=parts.agency, end=first.start + parts.end)


def _tidy(text: str | None) -> str | None:
    return clean_line(text) or None if text else None


def _time(text: str | None) -> datetime | None:
    return parse_time(text) if text else None


def _authors(raw: RawArticle, clean: CleanText) -> tuple[str, ...]:
    if raw.authors is not None:
        return tuple(name for name in map(clean_line, raw.authors) if name)
    return (clean.page.authors if clean.page else ()) or clean.authors


def _language(raw: RawArticle, clean: CleanText, title: str | None) -> LanguageGuess:
    given = normalize_language(raw.language) if raw.language else None
    if given:
        return LanguageGuess(code=given, confidence=None)
    declared = clean.page.language if clean.page else None
    return guess_language(f"{title}\n{clean.text}" if title else clean.text, declared=declared)


def _derived_id(url: str | None, text: str) -> str:
    address = canonical_url(url) if url else None
    if address:
        return short_id(kind="url", name=address)
    return short_id(kind="text", name=normalize_words(text) or text)


def _metadata(raw: RawArticle) -> Mapping[str, object]:
    """Keep, beside what the producer added, the times that could not be read."""
    unread = {
        f"{name}_as_given": given for name in TIME_FIELDS if (given := getattr(raw, name)) and parse_time(given) is None
    }
    return {**raw.metadata, **unread}
