"""Names whose ends the model got wrong: cut at brackets and numbers, completed to whole words and full names."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from spacy.tokens import Doc, Token

from pipeline.knowledge.bodies import load_bodies, load_unnamed
from pipeline.knowledge.countries import load_countries
from pipeline.knowledge.name_words import load_name_words
from pipeline.knowledge.roles import load_roles
from pipeline.nlp.attributes import text_of, words_of
from pipeline.nlp.name_aliases import is_place
from pipeline.nlp.name_spans import Name, title_at, trimmed, without_overlaps
from pipeline.nlp.words import is_name_word

MOST_FIRST_NAMES = 3
"""Most words that a person's name is completed by at its front."""

_BRACKETS = frozenset("()[]{}/|")
_DASHES = frozenset({"-", "--", "–", "—", "…", ":", ";"})
_WORD = re.compile(r"[^\W\d_]+")
LEAST_CAPITALS = 0.01
"""Share of words with a capital under which a text is written without any, so that their lack says nothing."""
_CHECKED = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC"})
_PARTICIPLES = ("ed", "led", "born", "style", "like", "wide", "era", "run", "held", "free", "based")
_HYPHENS = frozenset({"-", "‐", "‑"})


def without_brackets(doc: Doc, names: list[Name]) -> list[Name]:
    """Cut names at brackets, slashes and dashes between blanks; what stands on either side is a name of its own."""
    pieces = (piece for name in names for piece in _pieces(doc, name))
    return [kept for piece in pieces if (kept := trimmed(doc, piece)) is not None]


def without_tails(doc: Doc, names: list[Name]) -> list[Name]:
    """Leave out numbers at the end of names that run on into a table or a telephone number, and "-led" and the like."""
    cut = (_without_participle(doc, _without_numbers(doc, name)) for name in names)
    return [kept for name in cut if (kept := trimmed(doc, name)) is not None]


def _without_participle(doc: Doc, name: Name) -> Name:
    """Cut "Biden-led" before its hyphen."""
    last = name.last
    is_compound = last - name.first > 1 and words_of(doc).texts[last - 1] in _HYPHENS and doc[last].is_lower
    return replace(name, last=last - 2) if is_compound and doc[last].lower_.endswith(_PARTICIPLES) else name


def without_peoples(doc: Doc, names: list[Name]) -> list[Name]:
    """Part a people's name from a body of its state: "Iraqi" + "Ministry of Finance"; "French Football" stays whole."""
    return [part for name in names for part in _parted(doc, name)]


def with_whole_words(doc: Doc, names: list[Name]) -> list[Name]:
    """Complete persons' names that end inside a hyphenated word: "Yoon Suk" + "-yeol"."""
    ends = [_end_of_word(doc, name) for name in names]
    return without_overlaps([_ending(name, last) for name, last in zip(names, ends, strict=True)])


def with_first_names(doc: Doc, names: list[Name]) -> list[Name]:
    """Complete persons' names at the front by the name words before them: "Roxana" + "García Pedraza"."""
    taken = {index for name in names for index in range(name.first, name.last + 1)}
    return [_beginning(name, _first_of_person(doc, name, taken)) for name in names]


def without_common_words(doc: Doc, names: list[Name]) -> list[Name]:
    """Drop what no letter or tag shows to be a name, and lone words that the document also has in small letters."""
    words = _WORD.findall(text_of(doc))
    small = {word for word in words if word.islower()}
    if sum(not word.islower() for word in words) < LEAST_CAPITALS * len(words):
        return [name for name in names if name.type not in _CHECKED or _is_tagged(doc, name)]
    return [name for name in names if name.type not in _CHECKED or _is_shown(doc, name, small)]


def _is_tagged(doc: Doc, name: Name) -> bool:
    return any(is_name_word(token) for token in doc[name.first : name.last + 1])


def _is_shown(doc: Doc, name: Name, small: set[str]) -> bool:
    tokens = doc[name.first : name.last + 1]
    if tokens.text.lower() == tokens.text and tokens.text.upper() != tokens.text:
        return False
    if name.first == name.last and tokens.text in load_unnamed():
        return False
    is_common = name.first == name.last and tokens[0].lower_ in small and not tokens.text.isupper()
    return not is_common and any(is_name_word(token) or token.tag_ == "FW" for token in tokens)


def with_known_persons(doc: Doc, names: list[Name]) -> list[Name]:
    """Cut a first word off a person's name that opens a sentence, where the rest is a name of the document."""
    known = {name.text(doc) for name in names if name.type == "PERSON" and name.last > name.first}
    return [_beginning(name, _first_known(doc, name, known)) for name in names]


def _beginning(name: Name, first: int) -> Name:
    return name if first == name.first else replace(name, first=first)


def _ending(name: Name, last: int) -> Name:
    return name if last == name.last else replace(name, last=last)


def _first_known(doc: Doc, name: Name, known: set[str]) -> int:
    if name.type != "PERSON":
        return name.first
    opening = doc[name.first]
    if not opening.is_sent_start or opening.text in load_name_words().given:
        return name.first
    rest = replace(name, first=min(name.first + 1, name.last))
    return rest.first if rest.text(doc) in known else name.first


def without_lists(doc: Doc, names: list[Name]) -> list[Name]:
    """Cut names at commas where what stands on either side is a name of the document or a place: "Hornsey, Enfield"."""
    known = {name.text(doc) for name in names}
    texts = words_of(doc).texts
    known |= {texts[name.last] for name in names if name.type == "PERSON"}
    pieces = (piece for name in names for piece in _listed(doc, name, known))
    return [kept for piece in pieces if (kept := trimmed(doc, piece)) is not None]


def _listed(doc: Doc, name: Name, known: set[str]) -> Iterator[Name]:
    parts = _parts(doc, name, {","})
    if len(parts) > 1 and any(part.text(doc) in known or is_place(part.text(doc)) for part in parts):
        yield from parts
        return
    parts = _parts(doc, name, {"and", "&"})
    is_list = len(parts) > 1 and all(part.text(doc) in known or part.text(doc) in load_bodies() for part in parts)
    yield from parts if is_list else [name]


def _parts(doc: Doc, name: Name, marks: set[str]) -> list[Name]:
    texts = words_of(doc).texts
    cuts = [index for index in range(name.first + 1, name.last) if texts[index] in marks]
    if not cuts:
        return [name]
    bounds = pairwise([name.first - 1, *cuts, name.last + 1])
    return [replace(name, first=start + 1, last=end - 1) for start, end in bounds if end - start > 1]


def _pieces(doc: Doc, name: Name) -> Iterator[Name]:
    texts = words_of(doc).texts[name.first : name.last + 1]
    if _BRACKETS.isdisjoint(texts) and _DASHES.isdisjoint(texts):
        yield name
        return
    first = name.first
    for index in range(name.first, name.last + 2):
        is_cut = index > name.last or _is_cut(doc[index])
        if is_cut and index > first:
            yield replace(name, first=first, last=index - 1)
        if is_cut:
            first = index + 1


def _is_cut(token: Token) -> bool:
    if token.text in _BRACKETS:
        return True
    is_apart = token.i > 0 and bool(token.doc[token.i - 1].whitespace_) and bool(token.whitespace_)
    return token.text in _DASHES and is_apart


def _without_numbers(doc: Doc, name: Name) -> Name:
    texts = words_of(doc).texts
    last = name.last
    while last > name.first and _is_numeric(texts[last]):
        last -= 1
    is_long = name.last - last > 1 or (last < name.last and not texts[name.last].isdigit())
    return replace(name, last=last) if is_long else name


def _is_numeric(text: str) -> bool:
    return not text.isalpha() and not any(char.isalpha() for char in text)


def _parted(doc: Doc, name: Name) -> Iterator[Name]:
    if name.type not in {"ORG", "GPE"} or name.last == name.first:
        yield name
        return
    words = load_name_words()
    for count in (2, 1):
        rest = name.first + count
        if rest > name.last or doc[name.first : rest].text not in load_countries().peoples:
            continue
        head = doc[rest : name.last + 1].text.lower()
        if head in words.states or doc[name.last].lower_ in words.states or head.partition(" of ")[0] in words.states:
            yield Name(first=name.first, last=rest - 1, type="NORP")
            yield Name(first=rest, last=name.last, type="ORG")
            return
    yield name


def _end_of_word(doc: Doc, name: Name) -> int:
    last = name.last
    texts = words_of(doc).texts
    while (
        name.type == "PERSON"
        and last + 2 < len(texts)
        and texts[last + 1] in _HYPHENS
        and not doc[last].whitespace_
        and not doc[last + 1].whitespace_
        and doc[last + 2].is_alpha
        and _is_name_part(doc[last + 2])
    ):
        last += 2
    return last


def _is_name_part(token: Token) -> bool:
    """Tell "Suk-yeol" from "Biden-led": what is no name part is a verb form or a word of the lexicon."""
    return token.text[:1].isupper() or (len(token) <= 5 and not token.lower_.endswith("ed") and not token.is_stop)  # noqa: PLR2004 - syllables


def _first_of_person(doc: Doc, name: Name, taken: set[int]) -> int:
    first = name.first
    if name.type != "PERSON":
        return first
    while first > 0 and name.first - first < MOST_FIRST_NAMES and _is_first_name(doc, first - 1, taken):
        first -= 1
    return first


def _is_first_name(doc: Doc, index: int, taken: set[int]) -> bool:
    token = doc[index]
    if index in taken or not token.whitespace_ or not token.text.istitle() or not token.is_alpha:
        return False
    roles = load_roles()
    known = load_countries().code(token.text) is not None or token.lower_ in roles.honorifics
    is_office = title_at(doc, index + 1) > 0 or token.lower_ in roles.groups or token.lower_ in load_name_words().bodies
    if known or is_office or token.is_stop:
        return False
    if token.text in load_name_words().given:
        return True
    return is_name_word(token) and not token.is_sent_start and not token.ent_type_
