"""Sentences never cross the border of a section: the parser gets the borders before it starts."""

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.nlp.attributes import SECTIONS, article_of
from pipeline.records.article import Section

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
    kept_on = _closing_marks(doc, blanks)
    headings = {number for number, section in enumerate(sections) if section.role == "heading"}
    previous = None
    for position, is_blank in enumerate(blanks):
        if is_blank:
            doc[position].is_sent_start = position == 0
            if not sections and doc[position].text.count("\n") > 1:
                previous = None
            continue
        index = indexes[position]
        if index != previous:
            doc[position].is_sent_start = True
        elif index in headings or position in kept_on:
            doc[position].is_sent_start = False
        previous = index
    return doc


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
