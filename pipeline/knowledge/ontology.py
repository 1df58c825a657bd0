"""The event types: families, leaves, and what each is in PLOVER's and CAMEO's terms."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from pipeline.errors import SourceError
from pipeline.knowledge.tables import HERE, read_text
from pipeline.records.event import PloverCode, Quad

Shift = Literal["planned", "refused", "demanded", "threatened"]
LEAST_EXAMPLES = 2
"""Examples, and near-misses, that a leaf needs."""

_ID = re.compile(r"[A-Z]{2,8}\.[A-Z][A-Z0-9_]{0,30}")
_CAMEO = re.compile(r"(?:0[1-9]|1[0-9]|20)[0-9]{0,2}")
_IPTC = re.compile(r"[0-9]{8}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Leaf:
    """One event type."""

    id: str
    """Such as `DIPL.MEET`; kept for ever once published."""
    label: str
    """In words."""
    definition: str
    """What counts."""
    examples: tuple[str, ...]
    """Sentences that tell one, at least two."""
    near_misses: tuple[str, ...]
    """What looks like one and is none, at least two, with what it is instead."""
    roles: tuple[str, ...] = ()
    """What belongs to such an event; `[]` for several."""
    plover: str | None = None
    """PLOVER event type; null where there is no counterpart."""
    mode: str | None = None
    """PLOVER mode that every event of this type has."""
    contexts: tuple[str, ...] = ()
    """PLOVER contexts that every event of this type has."""
    cameo: str | None = None
    """CAMEO code or prefix."""
    cameo_codes: tuple[str, ...] = ()
    """All CAMEO codes and prefixes that it holds."""
    quad: Quad | None = None
    """Verbal or material, cooperation or conflict."""
    iptc: str | None = None
    """IPTC Media Topic (medtop) that holds it; null where none surely does."""
    wider: str | None = None
    """Leaf that would hold the event if this one were not used."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PloverRoot:
    """One of PLOVER's sixteen event types."""

    quad: Quad
    """Its quad class."""
    intensity: float
    """Its score."""
    modes: Mapping[str, float]
    """Score of each of its modes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Family:
    """Leaves that belong together."""

    id: str
    """Such as `DIPL`."""
    label: str
    """In words."""
    types: tuple[Leaf, ...]
    """Its leaves."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Coding:
    """An event in PLOVER's terms."""

    plover: PloverCode | None
    """Type, mode and contexts; null where there is no counterpart."""
    quad: Quad | None
    """Quad class."""
    intensity: float | None
    """Score of type and mode."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ontology:
    """All event types."""

    name: str
    """Name of the scheme."""
    version: str
    """Rises with every change of ids or mappings."""
    about: tuple[str, ...]
    """Where it comes from."""
    plover: Mapping[str, PloverRoot]
    """PLOVER event types by name."""
    contexts: tuple[str, ...]
    """PLOVER contexts."""
    shifts: Mapping[Shift, Mapping[str, str]]
    """PLOVER type under which it codes what is only planned, refused, demanded or threatened."""
    families: tuple[Family, ...]
    """In the order of the file."""

    def leaves(self) -> dict[str, Leaf]:
        """Return the leaves by id, in the order of the file."""
        return {leaf.id: leaf for family in self.families for leaf in family.types}

    def coding(
        self,
        leaf: Leaf,
        *,
        mode: str | None = None,
        shift: Shift | None = None,
        root: str | None = None,
        contexts: tuple[str, ...] = (),
    ) -> Coding:
        """Look up what a leaf is in PLOVER's terms, happened or shifted; `root` stands in for its own type."""
        if leaf.plover is None:
            return Coding(plover=None, quad=leaf.quad, intensity=None)
        own = root or leaf.plover
        name = self.shifts[shift].get(own, own) if shift else own
        kind = self.plover[name]
        fits = mode or leaf.mode
        chosen = fits if fits in kind.modes else None
        intensity = kind.modes[chosen] if chosen else kind.intensity
        code = PloverCode(type=name, mode=chosen, contexts=contexts or leaf.contexts)
        return Coding(plover=code, quad=kind.quad, intensity=intensity)


@cache
def load_ontology(path: Path = HERE / "ontology.json") -> Ontology:
    """Read the event types.

    Raises:
        SourceError: The file cannot be read or does not have the form that it needs.
    """
    try:
        ontology = msgspec.json.decode(read_text(path), type=Ontology)
    except msgspec.MsgspecError as error:
        raise SourceError(f"{path.name}: {error}") from error
    for fault in faults_of(ontology):
        raise SourceError(f"{path.name}: {fault}")
    return ontology


def faults_of(ontology: Ontology) -> Iterator[str]:
    """Say what is wrong with an ontology."""
    ids = [leaf.id for family in ontology.families for leaf in family.types]
    for twice in sorted({name for name in ids if ids.count(name) > 1}):
        yield f"{twice} is there twice"
    for family in ontology.families:
        for leaf in family.types:
            if not leaf.id.startswith(f"{family.id}."):
                yield f"{leaf.id} stands in the family {family.id}"
            yield from faults_of_leaf(leaf, ontology, known=frozenset(ids))


def faults_of_leaf(leaf: Leaf, ontology: Ontology, *, known: frozenset[str]) -> Iterator[str]:
    """Say what is wrong with a leaf; `known` are the ids that there are."""
    for check in (_faults_of_words, _faults_of_plover, _faults_of_codes):
        yield from (f"{leaf.id} {fault}" for fault in check(leaf, ontology))
    if leaf.wider is not None and (leaf.wider not in known or leaf.wider == leaf.id):
        yield f"{leaf.id} names the wider type {leaf.wider!r}, which is not there"


def _faults_of_words(leaf: Leaf, ontology: Ontology) -> Iterator[str]:  # noqa: ARG001 - checks share one shape
    if not _ID.fullmatch(leaf.id):
        yield "is no id; it takes a family and a name in capitals, such as DIPL.MEET"
    for name in ("label", "definition"):
        if not getattr(leaf, name).strip():
            yield f"has no {name}"
    for name in ("examples", "near_misses"):
        if len(set(getattr(leaf, name))) < LEAST_EXAMPLES:
            yield f"has fewer than {LEAST_EXAMPLES} {name}"


def _faults_of_plover(leaf: Leaf, ontology: Ontology) -> Iterator[str]:
    root = ontology.plover.get(leaf.plover or "")
    if leaf.plover is not None and root is None:
        yield f"names the PLOVER type {leaf.plover!r}, which is not there"
    if leaf.mode is not None and (root is None or leaf.mode not in root.modes):
        yield f"names the mode {leaf.mode!r}, which {leaf.plover} does not have"
    for context in leaf.contexts:
        if context not in ontology.contexts:
            yield f"names the context {context!r}, which is not there"


def _faults_of_codes(leaf: Leaf, ontology: Ontology) -> Iterator[str]:  # noqa: ARG001 - checks share one shape
    for code in (*leaf.cameo_codes, *((leaf.cameo,) if leaf.cameo else ())):
        if not _CAMEO.fullmatch(code):
            yield f"names the CAMEO code {code!r}; it takes two to four digits from 01 to 20"
    if leaf.iptc is not None and not _IPTC.fullmatch(leaf.iptc):
        yield f"names the IPTC topic {leaf.iptc!r}; it takes eight digits"
