"""Event types and triggers of the user's own: a TOML file that adds to the ontology and to the lexicon.

    [[types]]
    id = "PORT.CALL"
    label = "Port call"
    definition = "A ship berths, anchors or sails."
    examples = ["The ferry berthed at Pier 4.", "A tanker sailed from Ras Tanura."]
    near_misses = ["a port wine (thing)", "a phone call (DIPL.MEET)"]

    [[triggers]]
    lemma = "berth"
    class = "verb"
    type = "PORT.CALL"
    options = "target=at"

A type takes the fields of a leaf of `ontology.json`, a trigger those of a line of `triggers.tsv`.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from pipeline.errors import SourceError
from pipeline.knowledge.lexicon import Lexicon, TriggerSense, load_lexicon, sense_of, sorted_senses
from pipeline.knowledge.ontology import Family, Leaf, Ontology, faults_of_leaf, load_ontology
from pipeline.knowledge.tables import Row, read_text

_HEADER = re.compile(r"^[ \t]{0,8}\[\[[ \t]{0,8}(types|triggers)[ \t]{0,8}\]\]", re.MULTILINE)
_TRIGGER_FIELDS = ("lemma", "class", "type", "options")


@dataclass(frozen=True, kw_only=True)
class OwnTypes:
    """What a file adds, together with what it adds to."""

    ontology: Ontology
    """All types."""
    lexicon: Lexicon
    """All triggers; those of the file come first and are settled."""
    added: frozenset[str] = frozenset()
    """Ids of the types of the file."""


@cache
def load_event_types(path: str = "") -> OwnTypes:
    """Return the event types and triggers of this package, and those that a file adds to them.

    Raises:
        SourceError: The file cannot be read, or something in it is wrong; the message names the line and the reason.
    """
    if not path:
        return OwnTypes(ontology=load_ontology(), lexicon=load_lexicon())
    text = read_text(Path(path))
    name = Path(path).name
    held = _parsed(text, name)
    places = _places(text, name)
    own = tuple(_leaf(entry, place) for entry, place in _entries(held, places, "types"))
    ontology = _extended(load_ontology(), own, text)
    for leaf, (_, place) in zip(own, _entries(held, places, "types"), strict=True):
        _refuse_faults(leaf, ontology, place)
    senses = tuple(_trigger(entry, place, ontology) for entry, place in _entries(held, places, "triggers"))
    return OwnTypes(ontology=ontology, lexicon=_joined(senses), added=frozenset(leaf.id for leaf in own))


def _parsed(text: str, name: str) -> Mapping[str, Any]:
    try:
        held = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line ([0-9]{1,9})", str(error))
        raise SourceError(f"{name}:{line[1] if line else 'end'}: {error}") from error
    for key, entries in held.items():
        if key not in {"types", "triggers"} or not isinstance(entries, list):
            raise SourceError(f"{name}: {key!r}; it takes [[types]] and [[triggers]]")
    return held


def _places(text: str, name: str) -> dict[str, list[str]]:
    """Return file and line of each header; an entry that is written in another way has the file alone."""
    places: dict[str, list[str]] = {"types": [], "triggers": []}
    for header in _HEADER.finditer(text):
        places[header[1]].append(f"{name}:{text.count(chr(10), 0, header.start(1)) + 1}")
    return places


def _entries(held: Mapping[str, Any], places: Mapping[str, list[str]], key: str) -> Iterator[tuple[Any, str]]:
    for number, entry in enumerate(held.get(key, ())):
        known = places[key]
        yield entry, known[number] if number < len(known) else f"{key}[{number}]"


def _leaf(entry: Any, place: str) -> Leaf:
    unknown = sorted(set(entry) - set(Leaf.__dataclass_fields__)) if isinstance(entry, dict) else []
    if unknown:
        raise SourceError(f"{place}: there is no field {unknown[0]!r}")
    try:
        return msgspec.convert(entry, Leaf)
    except msgspec.ValidationError as error:
        raise SourceError(f"{place}: {error}") from error


def _refuse_faults(leaf: Leaf, ontology: Ontology, place: str) -> None:
    ids = [known.id for family in ontology.families for known in family.types]
    if ids.count(leaf.id) > 1:
        raise SourceError(f"{place}: the type {leaf.id} is there already")
    for fault in faults_of_leaf(leaf, ontology, known=frozenset(ids)):
        raise SourceError(f"{place}: {fault}")


def _extended(ontology: Ontology, own: tuple[Leaf, ...], text: str) -> Ontology:
    """Add leaves to their families, new ones at the end; a type of PLOVER's brings its quad class."""
    added: dict[str, tuple[Leaf, ...]] = {}
    for leaf in own:
        root = ontology.plover.get(leaf.plover or "")
        whole = replace(leaf, quad=root.quad) if root and leaf.quad is None else leaf
        family = leaf.id.partition(".")[0]
        added[family] = (*added.get(family, ()), whole)
    known = tuple(replace(family, types=family.types + added.pop(family.id, ())) for family in ontology.families)
    new = tuple(Family(id=name, label=name, types=leaves) for name, leaves in added.items())
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return replace(ontology, version=f"{ontology.version}+{digest}", families=known + new)


def _trigger(entry: Any, place: str, ontology: Ontology) -> TriggerSense:
    if not isinstance(entry, dict) or not all(isinstance(value, str) for value in entry.values()):
        raise SourceError(f"{place}: a trigger takes {', '.join(_TRIGGER_FIELDS)}, each a text")
    for name in _TRIGGER_FIELDS[:3]:
        if not entry.get(name, "").strip():
            raise SourceError(f"{place}: the trigger has no {name}")
    for name in entry:
        if name not in _TRIGGER_FIELDS:
            raise SourceError(f"{place}: there is no field {name!r}")
    columns = tuple(entry.get(name, "") for name in _TRIGGER_FIELDS)
    return replace(sense_of(Row(place=place, columns=columns), ontology), settled=True)


def _joined(own: tuple[TriggerSense, ...]) -> Lexicon:
    """Put lines of the user's own before those of this package, whatever their conditions."""
    words = dict(load_lexicon())
    for word in {(sense.lemma, sense.word_class) for sense in own}:
        mine = [sense for sense in own if (sense.lemma, sense.word_class) == word]
        words[word] = (*sorted_senses(mine), *words.get(word, ()))
    return words
