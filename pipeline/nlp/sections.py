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
    indexes = _section_indexes(doc, sections)
    doc._.set(SECTIONS, indexes)
    previous = None
    for token in doc:
        if token.is_space:
            token.is_sent_start = token.i == 0
            if not sections and token.text.count("\n") > 1:
                previous = None
            continue
        index = indexes[token.i]
        if index != previous:
            token.is_sent_start = True
        elif _is_heading(sections, index) or _is_closing_mark(doc, token.i):
            token.is_sent_start = False
        previous = index
    return doc


def _is_heading(sections: tuple[Section, ...], index: int) -> bool:
    return index >= 0 and sections[index].role == "heading"


def _section_indexes(doc: Doc, sections: tuple[Section, ...]) -> list[int]:
    indexes = []
    current = 0
    for token in doc:
        while current < len(sections) and sections[current].end <= token.idx:
            current += 1
        is_inside = current < len(sections) and sections[current].start <= token.idx
        indexes.append(current if is_inside else -1)
    return indexes


def _is_closing_mark(doc: Doc, index: int) -> bool:
    """Tell a mark that closes a quotation: it stands right behind a word or stop and before a blank."""
    token = doc[index]
    return token.text in _CLOSING and index > 0 and not doc[index - 1].whitespace_ and not doc[index - 1].is_space
