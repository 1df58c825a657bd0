"""What a name names, person, body or place, by all that its document and the knowledge files tell of it."""

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from spacy.tokens import Doc, Token

from pipeline.knowledge.countries import load_countries
from pipeline.knowledge.cues import load_speech_verbs
from pipeline.knowledge.gazetteer import load_gazetteer
from pipeline.knowledge.name_words import load_name_words
from pipeline.knowledge.roles import load_roles
from pipeline.nlp.attributes import text_of, words_of
from pipeline.nlp.name_spans import Name, title_at
from pipeline.nlp.place_evidence import qualifiers_behind
from pipeline.nlp.words import is_verb, known_lemma
from pipeline.records.annotation import EntityType

Sort = Literal["person", "body", "place"]
Weight = tuple[Sort, float]

MODEL = 1.0
"""What the model's own opinion is worth, all mentions together. The weights below are against it."""
MARGIN = 1.0
"""How far another sort must be ahead of the model's."""

_SORTS: dict[EntityType, Sort] = {
    "PERSON": "person",
    "ORG": "body",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
}
_AT = frozenset({"in", "at", "near", "across", "outside", "around", "throughout", "inside"})
_AGE = re.compile(r", [0-9]{1,2}[,.]")
_ACRONYM = range(2, 7)
"""Lengths of acronyms."""


def with_evident_types(doc: Doc, names: list[Name]) -> list[Name]:
    """Give all mentions of one name the type that the evidence shows, where it outweighs the model's."""
    surfaces: dict[str, list[Name]] = {}
    for name in names:
        surfaces.setdefault(name.text(doc), []).append(name)
    texts = words_of(doc).texts
    surnames = {texts[name.last] for name in names if name.type == "PERSON" and name.last > name.first}
    types = {text: _evident(doc, text, found, surnames) for text, found in surfaces.items()}
    return [_typed(name, types[name.text(doc)]) for name in names]


def _typed(name: Name, kind: EntityType | None) -> Name:
    return name if kind is None or kind == name.type else replace(name, type=kind)


def _evident(doc: Doc, text: str, names: list[Name], surnames: set[str]) -> EntityType | None:
    """Return the type of a name by its evidence, or None where the model's stands."""
    countries = load_countries()
    if text in countries.names or text in countries.peoples:
        return None
    scores = _scores(doc, text, names, surnames)
    votes = Counter(_SORTS.get(name.type, "other") for name in names)
    model = votes.most_common(1)[0][0]
    best = max(("person", "body", "place"), key=lambda sort: scores[sort])
    if best == model and len(votes) == 1:
        return None
    if best != model and scores[best] < scores[model] + MARGIN:
        return None
    return _type(best, text, names)


def _scores(doc: Doc, text: str, names: list[Name], surnames: set[str]) -> dict[str, float]:
    """Add up what the model, the words beside the mentions, and the name's own words say."""
    scores = dict.fromkeys(("person", "body", "place", "other"), 0.0)
    for name in names:
        scores[_SORTS.get(name.type, "other")] += MODEL / len(names)
        for sort, weight in _beside(doc, name):
            scores[sort] += weight / len(names)
    for sort, weight in _inside(text, surnames):
        scores[sort] += weight
    return scores


def _type(sort: str, text: str, names: list[Name]) -> EntityType:
    if sort != "place":
        return "PERSON" if sort == "person" else "ORG"
    given = Counter(name.type for name in names if _SORTS.get(name.type) == "place")
    if given:
        return given.most_common(1)[0][0]
    return "GPE" if load_gazetteer().find(text) else "LOC"


def _beside(doc: Doc, name: Name) -> Iterator[Weight]:
    """Weigh the words before and behind a mention."""
    before = doc[name.first - 1] if name.first else None
    behind = doc[name.last + 1] if name.last + 1 < len(doc) else None
    if before is not None:
        yield from _before(before, is_titled=title_at(doc, name.first) > 0)
    if behind is not None and behind.lower_ in load_name_words().folk:
        yield "place", 1.5
    if qualifiers_behind(text_of(doc), name.end(doc), load_gazetteer()):
        yield "place", 2.0
    if any(token is not None and _is_speech(token) for token in (before, behind)):
        yield "person", 1.0
        yield "place", -1.0
    if _has_age(doc, name):
        yield "person", 2.0


def _before(token: Token, *, is_titled: bool) -> Iterator[Weight]:
    if token.lower_ in load_name_words().where:
        yield "place", 1.5 if token.lower_ in _AT else 0.5
    if token.lower_ == "the":
        yield "person", -1.5
        yield "body", 0.5
    if is_titled or token.lower_ in load_roles().honorifics:
        yield "person", 2.0


def _is_speech(token: Token) -> bool:
    return is_verb(token) and known_lemma(token, load_speech_verbs()) is not None


def _has_age(doc: Doc, name: Name) -> bool:
    """Tell whether an age stands behind a name: "Chiquita Henry, 19,"."""
    behind = doc[name.last + 1 : name.last + 4].text
    return _AGE.match(behind) is not None


def _inside(text: str, surnames: set[str]) -> Iterator[Weight]:
    """Weigh the words of a name itself."""
    words = load_name_words()
    parts = text.split()
    heads = {parts[-1].lower(), text.lower().partition(" of ")[0].rpartition(" ")[2] if " of " in text else ""}
    if not heads.isdisjoint(words.bodies):
        yield "body", 3.0
    elif not heads.isdisjoint(words.places) and len(parts) > 1:
        yield "place", 3.0
    if len(parts) > 1 and parts[0] in words.given:
        yield "person", 2.5
    if len(parts) == 1 and text in surnames:
        yield "person", 2.0
    if len(parts) == 1 and text in words.given:
        yield "person", 1.5
    places = load_gazetteer().find(text)
    if places and not (len(parts) == 1 and text in words.given):
        yield "place", min(2.5, max(0.0, math.log10(places[0].population + 1) - 3))
    is_acronym = len(parts) == 1 and text.isalpha() and text.isupper() and len(text) in _ACRONYM
    if is_acronym and not places:
        yield "body", 2.0
