"""Names: what the model's NER gives, trimmed, corrected by the rest of the document, and grouped into entities."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import get_args

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.knowledge.countries import load_countries, load_peoples
from pipeline.knowledge.entries import Knowledge, load_knowledge
from pipeline.knowledge.name_words import load_name_words
from pipeline.nlp.attributes import ENTITIES, NAMED, declare_attributes, is_in_heading, words_of
from pipeline.nlp.findings import NamedSpan
from pipeline.nlp.name_aliases import is_place
from pipeline.nlp.name_evidence import described
from pipeline.nlp.name_finds import (
    state_start,
    with_acronyms,
    with_datelines,
    with_known_bodies,
    with_ministries,
    with_platforms,
    with_regions,
    with_titled_persons,
)
from pipeline.nlp.name_groups import Group, group_names
from pipeline.nlp.name_knowledge import with_knowledge
from pipeline.nlp.name_repairs import (
    with_first_names,
    with_known_persons,
    with_whole_words,
    without_brackets,
    without_common_words,
    without_lists,
    without_peoples,
    without_tails,
)
from pipeline.nlp.name_spans import Name, trimmed, without_overlaps
from pipeline.nlp.name_types import with_evident_types
from pipeline.nlp.words import is_name_word
from pipeline.records.annotation import Entity, EntityType

Pass = Callable[[Doc, list[Name]], list[Name]]

_TYPES: dict[str, EntityType] = {kind: kind for kind in get_args(EntityType)}
_PROJECTED: frozenset[EntityType] = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC"})
_PARTICLES = frozenset(
    [
        "von",
        "van",
        "der",
        "den",
        "de",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "bin",
        "ibn",
        "ben",
        "al",
        "el",
        "la",
        "le",
        "zu",
        "ter",
        "ten",
    ]
)


@Language.factory(
    "newswire_names",
    assigns=[f"doc._.{ENTITIES}", f"doc._.{NAMED}"],
    requires=["doc.ents", "token.tag", "token.dep"],
    default_config={"is_projecting": True, "knowledge": ""},
)
def build_names(nlp: Language, name: str, *, is_projecting: bool, knowledge: str) -> "Names":
    """Make the component.

    Args:
        nlp: The pipeline.
        name: The component's name in it.
        is_projecting: Also find the names that the model saw elsewhere in the document only.
        knowledge: Path of the user's knowledge file, or empty.

    Raises:
        SourceError: The knowledge file cannot be read.
    """
    del nlp, name  # spaCy hands them to every factory
    declare_attributes()
    known = load_knowledge(Path(knowledge)) if knowledge else Knowledge()
    return Names(PASSES if is_projecting else PASSES[:-1], known)


class Names:
    """Runs the passes over the names of a document, then groups what is left."""

    def __init__(self, passes: tuple[Pass, ...], knowledge: Knowledge | None = None) -> None:
        self._passes = passes
        self._knowledge = knowledge or Knowledge()

    def __call__(self, doc: Doc) -> Doc:
        """Set the entities of a doc, and the name that each token is part of."""
        names: list[Name] = []
        for run in self._passes:
            names = run(doc, names)
        groups = group_names(doc, names)
        pairs = [
            (group, with_knowledge(doc, described(doc, group, number), self._knowledge))
            for number, group in enumerate(groups, start=1)
        ]
        doc._.set(ENTITIES, tuple(entity for _, entity in pairs))
        doc._.set(NAMED, dict(_spans(doc, pairs)))
        return doc


def found_by_model(doc: Doc, names: list[Name]) -> list[Name]:
    """Take the model's spans of the types that are published, cut at line breaks and trimmed."""
    pieces = (
        piece
        for ent in doc.ents
        if ent.label_ in _TYPES
        for piece in _lines(doc, _name(ent.start, ent.end, ent.label_))
    )
    return names + [name for piece in pieces if (name := trimmed(doc, piece)) is not None]


def with_particles(doc: Doc, names: list[Name]) -> list[Name]:
    """Join what stands around "von der" and the like to one person, and around "of" to one name."""
    joined = []
    for name in names:
        last = _end_of_particles(doc, name) if name.type == "PERSON" else _end_behind_of(doc, name)
        joined.append(Name(first=name.first, last=last, type=name.type))
    return without_overlaps(joined)


def without_lone_headings(doc: Doc, names: list[Name]) -> list[Name]:
    """Drop what is a name in a heading only: words in capitals mislead the model there."""
    told = {name.text(doc) for name in names if not is_in_heading(doc[name.first])}
    return [name for name in names if name.text(doc) in told or not is_in_heading(doc[name.first])]


def with_known_countries(doc: Doc, names: list[Name]) -> list[Name]:
    """Give countries and peoples their type, whatever the model took them for."""
    return [_retyped(name, _country_type(name.text(doc))) for name in names]


def with_known_surnames(doc: Doc, names: list[Name]) -> list[Name]:
    """Make a lone surname a person where the document has that person's full name."""
    texts = words_of(doc).texts
    surnames = {texts[name.last] for name in names if name.type == "PERSON" and name.last > name.first}
    return [_retyped(name, "PERSON" if _is_surname(name, name.text(doc), surnames) else None) for name in names]


def with_projections(doc: Doc, names: list[Name]) -> list[Name]:
    """Find the names again where the model passed over them."""
    known = _known_words(doc, names)
    taken = {index for name in names for index in range(name.first, name.last + 1)}
    found = list(names)
    for position, word in enumerate(words_of(doc).texts):
        if word not in known or position in taken:
            continue
        match = _longest_match(doc, position, known[word], taken)
        if match is not None:
            found.append(match)
            taken.update(range(match.first, match.last + 1))
    return without_overlaps(found)


PASSES: tuple[Pass, ...] = (
    found_by_model,
    without_brackets,
    without_tails,
    without_peoples,
    with_particles,
    with_whole_words,
    with_first_names,
    with_acronyms,
    with_regions,
    with_titled_persons,
    with_datelines,
    without_lists,
    with_known_persons,
    without_common_words,
    without_lone_headings,
    with_known_countries,
    with_evident_types,
    with_known_bodies,
    with_platforms,
    with_ministries,
    with_known_surnames,
    with_projections,
)
"""In this order; projection comes last, on names that are corrected."""


def _name(start: int, end: int, label: str) -> Name:
    return Name(first=start, last=end - 1, type=_TYPES[label])


def _lines(doc: Doc, name: Name) -> Iterator[Name]:
    """Cut a name at line breaks."""
    texts = words_of(doc).texts
    if not any("\n" in text for text in texts[name.first : name.last + 1]):
        yield name
        return
    first = name.first
    for index in range(name.first, name.last + 2):
        is_break = index > name.last or (texts[index].isspace() and "\n" in texts[index])
        if is_break and index > first:
            yield Name(first=first, last=index - 1, type=name.type)
        if is_break:
            first = index + 1


def _end_of_particles(doc: Doc, name: Name) -> int:
    """Return the last token of a name that goes on after particles: "Ursula von" + "der Leyen"."""
    words = words_of(doc)
    texts = words.texts
    index = name.last if words.lowers[name.last] in _PARTICLES and name.last > name.first else name.last + 1
    start = index
    while index < len(texts) and texts[index] in _PARTICLES:
        index += 1
    is_name = index > start and index < len(texts) and texts[index][:1].isupper() and not doc[index].is_sent_start
    return index if is_name else name.last


def _end_behind_of(doc: Doc, name: Name) -> int:
    """Return the last token of a name that breaks off at "of": "Bay of" + "Biscay"."""
    following = name.last + 1
    if words_of(doc).lowers[name.last] != "of" or following >= len(doc) or doc[following].is_sent_start:
        return name.last
    return following if doc[following].text[:1].isupper() else name.last


def _country_type(text: str) -> EntityType | None:
    countries = load_countries()
    if text in countries.names:
        return "GPE"
    return "NORP" if text in countries.peoples or text in load_peoples() else None


def _retyped(name: Name, kind: EntityType | None) -> Name:
    return name if kind is None or kind == name.type else Name(first=name.first, last=name.last, type=kind)


def _is_surname(name: Name, text: str, surnames: set[str]) -> bool:
    is_country = name.type in {"GPE", "NORP"} and load_countries().code(text) is not None
    return name.first == name.last and text in surnames and not is_country


def _known_words(doc: Doc, names: list[Name]) -> dict[str, list[tuple[tuple[str, ...], EntityType]]]:
    """Return the names to look for, by their first word: as they stand and in capitals, and shorter forms of them."""
    texts = words_of(doc).texts
    votes: dict[tuple[str, ...], Counter[EntityType]] = {}
    for name in names:
        if name.type in _PROJECTED:
            words = tuple(texts[name.first : name.last + 1])
            for form in (words, _short_form(name, words)):
                if form:
                    votes.setdefault(form, Counter())[name.type] += 1
                    votes.setdefault(tuple(word.upper() for word in form), Counter())[name.type] += 1
    known: dict[str, list[tuple[tuple[str, ...], EntityType]]] = {}
    for words, counts in votes.items():
        known.setdefault(words[0], []).append((words, counts.most_common(1)[0][0]))
    return {first: sorted(found, key=lambda pair: -len(pair[0])) for first, found in known.items()}


def _short_form(name: Name, words: tuple[str, ...]) -> tuple[str, ...]:
    """Return a person's surname, or a body's name without the town before it: "Pistons"."""
    if name.type == "PERSON" and len(words) > 1:
        return words[-1:]
    is_team = (
        name.type == "ORG"
        and len(words) > 1
        and words[-1].endswith("s")
        and words[-1].lower() not in load_name_words().bodies
    )
    return words[-1:] if is_team and is_place(" ".join(words[:-1])) else ()


def _longest_match(
    doc: Doc, first: int, known: list[tuple[tuple[str, ...], EntityType]], taken: set[int]
) -> Name | None:
    texts = words_of(doc).texts
    for words, kind in known:
        end = first + len(words)
        if tuple(texts[first:end]) != words or not taken.isdisjoint(range(first, end)):
            continue
        if len(words) > 1 or is_name_word(doc[first]) or doc[first].ent_type_:
            return Name(first=first, last=end - 1, type=kind)
    return None


def _spans(doc: Doc, pairs: list[tuple[Group, Entity]]) -> Iterator[tuple[int, NamedSpan]]:
    """Yield each token of a name with the name; a ministry in small letters is named from its state on."""
    for group, entity in pairs:
        for name in group.names:
            first = state_start(doc, name.first) if name.text(doc).islower() else None
            span = NamedSpan(
                first=name.first if first is None else first, last=name.last, type=name.type, entity=entity
            )
            yield from ((index, span) for index in range(name.first, name.last + 1))
