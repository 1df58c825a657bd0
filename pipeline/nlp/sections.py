"""Sentences never cross the border of a section: the parser gets the borders before it starts."""

from collections.abc import Iterator

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.nlp.attributes import SECTIONS, article_of
from pipeline.records.article import Section

_STARTS, _GOES_ON, _OPEN = 1, -1, 0
_CLOSING = frozenset("\"”’»'")


@Language.component("newswire_sections", assigns=["token.is_sent_start", f"doc._.{SECTIONS}"])
def set_section_borders(doc: Doc) -> Doc:
    """Start a sentence with each section and keep a heading in one piece; the rest is left to the parser.

    It stands before the parser, which keeps the borders that it finds set.
    """
    article = article_of(doc)
    sections = article.sections if article else ()
    offsets = [int(offset) for offset in doc.to_array("IDX")]
    indexes = _section_indexes(offsets, sections)
    doc._.set(SECTIONS, indexes)
    blanks = [bool(is_space) for is_space in doc.to_array("IS_SPACE")]
    starts = np.array(list(_starts(doc, sections, indexes, blanks)), dtype="int64").astype("uint64")
    doc.from_array(["SENT_START"], starts)  # type: ignore[arg-type]  # the stub knows two-dimensional arrays only
    return doc


def _starts(doc: Doc, sections: tuple[Section, ...], indexes: list[int], blanks: list[bool]) -> Iterator[int]:
    """Yield for each token whether it starts a sentence, does not, or is left to the parser.

    They are set all at once: to set them one by one costs time that grows with the square of the text.
    """
    kept_on = _closing_marks(doc, blanks)
    headings = {number for number, section in enumerate(sections) if section.role == "heading"}
    previous = None
    for position, is_blank in enumerate(blanks):
        index = indexes[position]
        if is_blank:
            if not sections and doc[position].text.count("\n") > 1:
                previous = None
            yield _STARTS if position == 0 else _GOES_ON
        elif index != previous:
            previous = index
            yield _STARTS
        else:
            yield _GOES_ON if index in headings or position in kept_on else _OPEN


def _section_indexes(offsets: list[int], sections: tuple[Section, ...]) -> list[int]:
    """Return the index of the section of each token; -1 outside all sections."""
    indexes = []
    current = 0
    for offset in offsets:
        while current < len(sections) and sections[current].end <= offset:
            current += 1
        is_inside = current < len(sections) and sections[current].start <= offset
        indexes.append(current if is_inside else -1)
    return indexes


def _closing_marks(doc: Doc, blanks: list[bool]) -> frozenset[int]:
    """Return the marks that close a quotation: they stand right behind a word or stop."""
    orths = {doc.vocab.strings[mark] for mark in _CLOSING}
    marks = (position for position, orth in enumerate(doc.to_array("ORTH")) if int(orth) in orths and position > 0)
    return frozenset(mark for mark in marks if not blanks[mark - 1] and not doc[mark - 1].whitespace_)
