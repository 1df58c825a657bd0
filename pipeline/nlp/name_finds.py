"""Names that the model passed over, where the words beside them leave no doubt."""

from spacy.tokens import Doc

from pipeline.knowledge.countries import load_countries
from pipeline.knowledge.gazetteer import load_gazetteer
from pipeline.knowledge.name_words import load_name_words
from pipeline.knowledge.regions import load_abbreviations
from pipeline.knowledge.roles import load_roles
from pipeline.nlp.name_spans import Name, without_overlaps
from pipeline.nlp.words import is_name_word

MOST_WORDS = 4
"""Most words of a name that is found by what stands before it."""
ACRONYM = range(2, 9)
"""Lengths of acronyms in brackets."""


def with_titled_persons(doc: Doc, names: list[Name]) -> list[Name]:
    """Find persons behind "Mr" and the like."""
    taken = _taken(names)
    honorifics = load_roles().honorifics
    found = [
        Name(first=token.i + 1, last=_end_of_run(doc, token.i + 1, taken), type="PERSON")
        for token in doc[:-1]
        if token.lower_ in honorifics and token.text[:1].isupper() and _is_free_name(doc, token.i + 1, taken)
    ]
    return without_overlaps(names + found)


def with_acronyms(doc: Doc, names: list[Name]) -> list[Name]:
    """Find the acronym in brackets behind a body's name: "Kuwait News Agency (KUNA)"."""
    taken = _taken(names)
    found = [
        Name(first=name.last + 2, last=name.last + 2, type="ORG")
        for name in names
        if name.type == "ORG" and name.last + 3 < len(doc) and _is_bracketed_acronym(doc, name.last + 1, taken)
    ]
    return without_overlaps(names + found)


def with_regions(doc: Doc, names: list[Name]) -> list[Name]:
    """Find the region or country behind a town: "Springfield, Ill."."""
    taken = _taken(names)
    found = []
    for name in names:
        comma = name.last + 1
        if name.type != "GPE" or comma + 1 >= len(doc) or doc[comma].text != "," or comma + 1 in taken:
            continue
        last = _region_at(doc, comma + 1)
        if last is not None:
            found.append(Name(first=comma + 1, last=last, type="GPE"))
    return without_overlaps(names + found)


def with_places(doc: Doc, names: list[Name], *, least: int = 15_000) -> list[Name]:
    """Find towns and regions behind "in" and the like, that the gazetteer knows and `least` people live in."""
    taken = _taken(names)
    where = load_name_words().where
    found = []
    for token in doc[:-1]:
        start = token.i + 1
        if token.lower_ in where and start not in taken and is_name_word(doc[start]) and doc[start].text[:1].isupper():
            last = _end_of_run(doc, start, taken)
            places = load_gazetteer().find(doc[start : last + 1].text)
            if places and places[0].population >= least:
                found.append(Name(first=start, last=last, type="GPE"))
    return without_overlaps(names + found)


def _taken(names: list[Name]) -> set[int]:
    return {index for name in names for index in range(name.first, name.last + 1)}


def _is_free_name(doc: Doc, index: int, taken: set[int]) -> bool:
    token = doc[index]
    return index not in taken and token.text[:1].isupper() and token.is_alpha and is_name_word(token)


def _end_of_run(doc: Doc, start: int, taken: set[int]) -> int:
    last = start
    while last + 1 < len(doc) and last - start < MOST_WORDS - 1 and _is_free_name(doc, last + 1, taken):
        last += 1
    return last


def _is_bracketed_acronym(doc: Doc, bracket: int, taken: set[int]) -> bool:
    opening, token, closing = doc[bracket], doc[bracket + 1], doc[bracket + 2]
    is_acronym = token.is_alpha and token.text.isupper() and len(token) in ACRONYM
    return opening.text == "(" and closing.text == ")" and is_acronym and token.i not in taken


def _region_at(doc: Doc, start: int) -> int | None:
    """Return the last token of a region's or country's name that begins at a token, or None."""
    known = load_abbreviations()
    for last in range(min(start + 2, len(doc) - 1), start - 1, -1):
        text = doc[start : last + 1].text
        if not text[:1].isupper():
            return None
        is_abbreviated = text in known.written or f"{text}." in known.written or text in known.postal
        is_region = any(entry.kind == "region" and not entry.canonical for entry in load_gazetteer().find(text))
        if is_abbreviated or is_region or text in load_countries().names:
            return last
    return None
