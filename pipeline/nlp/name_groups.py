"""Mentions of the same person, body or place, put together by their words alone."""

from bisect import bisect_left
from dataclasses import dataclass, field
from operator import itemgetter

from spacy.tokens import Doc

from pipeline.knowledge.bodies import load_bodies
from pipeline.knowledge.countries import load_countries
from pipeline.knowledge.gazetteer import load_gazetteer
from pipeline.knowledge.regions import load_abbreviations
from pipeline.nlp.attributes import words_of
from pipeline.nlp.name_aliases import full_names
from pipeline.nlp.name_spans import Name

MAX_NAMESAKES = 20
"""Most full names with one surname that are compared with one another."""

_PLACES = frozenset({"GPE", "LOC", "FAC", "ORG"})


@dataclass(kw_only=True)
class Group:
    """Mentions of one entity, in order of the text."""

    names: list[Name] = field(default_factory=list)
    """Its mentions."""


def group_names(doc: Doc, names: list[Name]) -> list[Group]:
    """Group mentions into entities, in order of their first mention."""
    keys = _keys(doc, names)
    groups: dict[tuple[str, str], Group] = {}
    for name, key in zip(names, keys, strict=True):
        groups.setdefault(key, Group()).names.append(name)
    return sorted(groups.values(), key=lambda group: group.names[0].first)


def _keys(doc: Doc, names: list[Name]) -> list[tuple[str, str]]:
    persons = _persons(doc, names)
    texts = dict.fromkeys(name.text(doc) for name in names if name.type in _PLACES)
    bodies = dict.fromkeys(name.text(doc) for name in names if name.type == "ORG")
    aliases = full_names(tuple(texts), tuple(bodies))
    return [
        persons.get(index) or _nominal_key(doc, name) or _other_key(name, aliases.get(name.text(doc), name.text(doc)))
        for index, name in enumerate(names)
    ]


def _nominal_key(doc: Doc, name: Name) -> tuple[str, str] | None:
    """Keep the foreign ministries of two states apart: in small letters they are named by the state before them."""
    text = name.text(doc)
    if not text.islower():
        return None
    texts = words_of(doc).texts[max(0, name.first - 2) : name.first]
    before = [load_countries().code(word) for word in texts]
    return "nominal", f"{text} {next((code for code in before if code), '')}"


def _other_key(name: Name, text: str) -> tuple[str, str]:
    countries = load_countries()
    code = countries.names.get(text) or countries.names.get(text.removesuffix("."))
    if name.type in _PLACES and code:
        return "country", code
    if name.type == "NORP" and text in countries.peoples:
        return "people", countries.peoples[text]
    if name.type in _PLACES and text in load_bodies():
        return "body", load_bodies()[text].names[0]
    region = load_abbreviations().written.get(text) or load_abbreviations().written.get(f"{text}.")
    if name.type in _PLACES and region:
        found = load_gazetteer().find(region)
        text = found[0].title if found else text
    return "place" if name.type in _PLACES else name.type, text.replace(".", "").casefold()


@dataclass(kw_only=True)
class _FullNames:
    """The full names of a document, by their last and by their first word, with the index of their mention."""

    by_last: dict[str, list[tuple[int, tuple[str, ...]]]] = field(default_factory=dict)
    by_first: dict[str, list[tuple[int, tuple[str, ...]]]] = field(default_factory=dict)

    def key(self, index: int, words: tuple[str, ...]) -> tuple[str, ...]:
        """Return the first full name of the same person, or these words, and remember them."""
        known = self.by_last.setdefault(words[-1].casefold(), [])
        key = next((name for _, name in known[:MAX_NAMESAKES] if _is_same_person(name, words)), words)
        known.append((index, key))
        self.by_first.setdefault(key[0].casefold(), []).append((index, key))
        return key

    def meant(self, word: str, index: int) -> tuple[str, ...] | None:
        """Return whom a lone name means: by surname, then by first name, the latest before it, else the next."""
        for fitting in (self.by_last.get(word.casefold()), self.by_first.get(word.casefold())):
            if fitting:
                at = bisect_left(fitting, index, key=itemgetter(0))
                return fitting[at - 1][1] if at else fitting[0][1]
        return None


def _persons(doc: Doc, names: list[Name]) -> dict[int, tuple[str, str]]:
    """Return the key of each person: the words of the first full name that fits."""
    words = {index: tuple(name.text(doc).split()) for index, name in enumerate(names) if name.type == "PERSON"}
    full = _FullNames()
    keys = {index: full.key(index, name) for index, name in words.items() if len(name) > 1}
    lone = {index: full.meant(name[0], index) or name for index, name in words.items() if len(name) == 1}
    return {index: ("person", " ".join(key).casefold()) for index, key in (keys | lone).items()}


def _is_same_person(known: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Tell whether two full names fit: same surname, and the first names equal, cut to initials, or left out."""
    if known[-1].casefold() != words[-1].casefold():
        return False
    shorter, longer = sorted((known[:-1], words[:-1]), key=len)
    return all(any(_is_same_first(word, other) for other in longer) for word in shorter)


def _is_same_first(word: str, other: str) -> bool:
    if word.casefold() == other.casefold():
        return True
    bare, other_bare = word.rstrip("."), other.rstrip(".")
    return min(len(bare), len(other_bare)) == 1 and bare[:1] == other_bare[:1]
