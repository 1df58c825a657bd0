"""Names that the model passed over, where the words beside them leave no doubt."""

from collections.abc import Iterator, Mapping
from functools import cache

from spacy.tokens import Doc, Token

from pipeline.knowledge.bodies import load_bodies
from pipeline.knowledge.countries import load_countries
from pipeline.knowledge.gazetteer import load_gazetteer
from pipeline.knowledge.regions import load_abbreviations
from pipeline.knowledge.roles import load_roles
from pipeline.nlp.attributes import words_of
from pipeline.nlp.name_spans import Name, without_overlaps
from pipeline.nlp.words import is_name_word, lemma_of

MOST_WORDS = 4
"""Most words of a name that is found by what stands before it."""
SHORTEST_TOWN = 4
"""Code points of the shortest town in a dateline; what is shorter is mostly an acronym."""
ACRONYM = range(2, 9)
"""Lengths of acronyms in brackets."""

_POSTING = frozenset(
    {"write", "post", "say", "message", "statement", "account", "announce", "add", "share", "comment", "tweet"}
)
_CLOSING = frozenset({",", "(", "-", "--", "–", "—", "/"})


def with_titled_persons(doc: Doc, names: list[Name]) -> list[Name]:
    """Find persons behind "Mr" and the like."""
    taken = _taken(names)
    words = words_of(doc)
    honorifics = load_roles().honorifics
    behind = [at + 1 for at, word in enumerate(words.lowers[:-1]) if word in honorifics]
    found = [
        Name(first=first, last=_end_of_run(doc, first, taken), type="PERSON")
        for first in behind
        if words.texts[first - 1][:1].isupper() and _is_free_name(doc, first, taken)
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


def with_known_bodies(doc: Doc, names: list[Name]) -> list[Name]:
    """Find the bodies of the knowledge file, whatever the model took them for; a longer name that holds one stays."""
    starts = _starts_of_bodies()
    found = []
    texts = words_of(doc).texts
    for position, text in enumerate(texts):
        for words in starts.get(text, ()):
            if tuple(texts[position : position + len(words)]) == words:
                found.append(Name(first=position, last=position + len(words) - 1, type="ORG"))
                break
    spans = {(name.first, name.last) for name in found}
    kept = [name for name in names if (name.first, name.last) not in spans]
    return without_overlaps(kept + found)


@cache
def _starts_of_bodies() -> Mapping[str, list[tuple[str, ...]]]:
    """Return the names of bodies as words, the longest first, by their first word."""
    starts: dict[str, list[tuple[str, ...]]] = {}
    for name, body in load_bodies().items():
        if body.kind != "weak" and name[:4].lower() != "the ":
            words = tuple(name.split(" "))
            starts.setdefault(words[0], []).append(words)
    return {key: sorted(found, key=len, reverse=True) for key, found in starts.items()}


def with_ministries(doc: Doc, names: list[Name]) -> list[Name]:
    """Find the ministry of a state that is named in small letters: "Russia's foreign ministry"."""
    taken = _taken(names)
    found = [
        Name(first=at - 1, last=at, type="ORG")
        for at in words_of(doc).places("ministry")
        if at > 1 and at - 1 not in taken and _state_before(doc, at - 1)
    ]
    return without_overlaps(names + found)


def _state_before(doc: Doc, index: int) -> bool:
    return doc[index].is_alpha and doc[index].is_lower and state_start(doc, index) is not None


def state_start(doc: Doc, index: int) -> int | None:
    """Return the first token of the state's or people's name that stands before a token, possessive or not, or None."""
    before = index - 2 if doc[index - 1].lower_ in {"'s", "’s"} and index > 1 else index - 1
    countries = load_countries()
    starts = (start for start in (before - 1, before) if start >= 0)
    return next((start for start in starts if countries.code(doc[start : before + 1].text) is not None), None)


def with_platforms(doc: Doc, names: list[Name]) -> list[Name]:
    """Find X, the platform, where something is written, posted or said on it."""
    words = words_of(doc)
    taken = _taken(names)
    found = [
        Name(first=at, last=at, type="ORG")
        for at in words.places("x")
        if at > 0 and words.texts[at] == "X" and at not in taken and _is_posted_on(doc[at - 1])
    ]
    return without_overlaps(names + found)


def _is_posted_on(token: Token) -> bool:
    return token.lower_ in {"on", "to"} and (lemma_of(token.head) in _POSTING or lemma_of(token.head.head) in _POSTING)


def with_regions(doc: Doc, names: list[Name]) -> list[Name]:
    """Find the region or country behind a town: "Springfield, Ill."."""
    taken = _taken(names)
    texts = words_of(doc).texts
    found = []
    for name in names:
        comma = name.last + 1
        if name.type != "GPE" or comma + 1 >= len(doc) or texts[comma] != "," or comma + 1 in taken:
            continue
        last = _region_at(doc, comma + 1)
        if last is not None:
            found.append(Name(first=comma + 1, last=last, type="GPE"))
    return without_overlaps(names + found)


def with_datelines(doc: Doc, names: list[Name]) -> list[Name]:
    """Find the town in capitals that opens a paragraph: "HOUSTON, Texas (AP) —"."""
    found = [
        Name(first=start, last=last, type="GPE")
        for start in _paragraph_starts(doc)
        if (last := _end_of_capitals(doc, start)) is not None and load_gazetteer().find(doc[start : last + 1].text)
    ]
    starts = {name.first for name in found}
    return without_overlaps([name for name in names if name.first not in starts] + found)


def _paragraph_starts(doc: Doc) -> Iterator[int]:
    is_start = True
    for position, is_space in enumerate(doc.to_array("IS_SPACE")):
        if is_space:
            is_start = is_start or "\n" in doc[position].text
        elif is_start:
            yield position
            is_start = False


def _end_of_capitals(doc: Doc, start: int) -> int | None:
    """Return the last token of a run in capitals that a comma, bracket or dash closes; None for any other start."""
    texts = words_of(doc).texts
    last = start
    while last < len(texts) and last - start < MOST_WORDS and texts[last].isupper() and texts[last].isalpha():
        last += 1
    is_run = last > start and len(doc[start:last].text) >= SHORTEST_TOWN
    return last - 1 if is_run and last < len(texts) and texts[last] in _CLOSING else None


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
