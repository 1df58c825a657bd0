"""From a body to clean text: one function a form, and the clean text that each of them makes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from pipeline.errors import InvalidRecordError
from pipeline.records.article import RemovedPiece, RemovedRole, Section, SectionRole
from pipeline.records.raw import BodyFormat
from pipeline.text.blocks import split_blocks
from pipeline.text.html import read_page
from pipeline.text.html_metadata import PageMetadata
from pipeline.text.labels import label_lines
from pipeline.text.lines import KEPT_ROLES, LabelledLine, Line
from pipeline.text.plain import read_plain_lines
from pipeline.text.rules.byline import read_byline
from pipeline.text.rules.credit import read_credits, read_dateline_credits

BLOCK_SEPARATOR = "\n\n"


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """What a raw article says about itself that bears on its text."""

    title: str | None
    """The headline."""
    url: str | None
    """Where it was found."""
    received_at: datetime
    """When it reached the pipeline."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CleanText:
    """Clean text with its blocks, and what was found on the way."""

    text: str
    """The blocks that were kept."""
    sections: tuple[Section, ...]
    """Their places and roles."""
    removed: tuple[RemovedPiece, ...] = ()
    """The blocks that were left out."""
    credits: tuple[str, ...] = ()
    """Agencies and desks that are credited."""
    authors: tuple[str, ...] = ()
    """Names of a byline that was left out."""
    title: str | None = None
    """A headline that was left out."""
    page: PageMetadata | None = None
    """What the page says, where it was one."""


TextReader = Callable[[str, Given], CleanText]


def keep_prepared(body: str, _given: Given) -> CleanText:
    """Take prepared text as it is, to the character."""
    sections = tuple(
        Section(start=start, end=end, role="paragraph", raw_start=start, raw_end=end)
        for start, end in split_blocks(body)
    )
    return CleanText(text=body, sections=sections)


def clean_plain(body: str, given: Given) -> CleanText:
    """Clean plain text as it was scraped."""
    return assemble(label_lines(read_plain_lines(body), title=given.title), page=None)


def clean_page(body: str, given: Given) -> CleanText:
    """Find the article of a page and clean it."""
    page = read_page(body, url=given.url, received_at=given.received_at)
    return assemble(label_lines(page.lines, title=given.title or page.metadata.title), page=page.metadata)


TEXT_READERS: Mapping[BodyFormat, TextReader] = {"html": clean_page, "text": clean_plain, "clean": keep_prepared}
"""How each form of body is read."""


def assemble(lines: Sequence[LabelledLine], *, page: PageMetadata | None) -> CleanText:
    """Join the lines that are kept and set the others aside.

    Raises:
        InvalidRecordError: Nothing was kept (`no_article`).
    """
    kept = [labelled for labelled in lines if labelled.role in KEPT_ROLES]
    left_out = [labelled for labelled in lines if labelled.role not in KEPT_ROLES]
    if not kept:
        raise InvalidRecordError("no_article", "no line of the body belongs to an article")
    return CleanText(
        text=BLOCK_SEPARATOR.join(labelled.line.text for labelled in kept),
        sections=_sections(kept),
        removed=tuple(_removed(labelled) for labelled in left_out),
        credits=_credits(kept[0].line, left_out),
        authors=next((read_byline(labelled.line.text) for labelled in left_out if labelled.role == "byline"), ()),
        title=next((labelled.line.text for labelled in left_out if labelled.role == "title"), None),
        page=page,
    )


def _sections(kept: Sequence[LabelledLine]) -> tuple[Section, ...]:
    sections, start = [], 0
    for labelled in kept:
        line = labelled.line
        sections.append(
            Section(
                start=start,
                end=start + len(line.text),
                role=cast("SectionRole", labelled.role),
                raw_start=line.raw_start,
                raw_end=line.raw_end,
            )
        )
        start += len(line.text) + len(BLOCK_SEPARATOR)
    return tuple(sections)


def _removed(labelled: LabelledLine) -> RemovedPiece:
    line = labelled.line
    role = cast("RemovedRole", labelled.role)
    return RemovedPiece(role=role, text=line.text, raw_start=line.raw_start, raw_end=line.raw_end)


def _credits(first: Line, left_out: Sequence[LabelledLine]) -> tuple[str, ...]:
    names = list(read_dateline_credits(first.text))
    for labelled in left_out:
        if labelled.role == "credit":
            names += read_credits(labelled.line.text)
    return tuple(dict.fromkeys(names))
