"""The event types: families, leaves, and what each is in PLOVER's and CAMEO's terms."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from pipeline.errors import SourceError
from pipeline.knowledge.tables import HERE, read_text
from pipeline.records.event import PloverCode, Quad

Shift = Literal["planned", "refused"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Leaf:
    """One event type."""

    id: str
    """Such as `DIPL.MEET`; kept for ever once published."""
    label: str
    """In words."""
    definition: str
    """What counts."""
    plover: str | None
    """PLOVER event type; null where there is no counterpart."""
    mode: str | None
    """PLOVER mode that every event of this type has."""
    cameo: str | None
    """CAMEO code or prefix."""
    quad: Quad | None
    """Verbal or material, cooperation or conflict."""


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
    """Type and mode; null where there is no counterpart."""
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
    shifts: Mapping[Shift, Mapping[str, str]]
    """PLOVER type under which it codes what is only planned, or refused."""
    families: tuple[Family, ...]
    """In the order of the file."""

    def leaves(self) -> dict[str, Leaf]:
        """Return the leaves by id, in the order of the file."""
        return {leaf.id: leaf for family in self.families for leaf in family.types}

    def coding(self, leaf: Leaf, *, mode: str | None = None, shift: Shift | None = None) -> Coding:
        """Look up what a leaf is in PLOVER's terms, as it happened, as a plan, or refused."""
        if leaf.plover is None:
            return Coding(plover=None, quad=leaf.quad, intensity=None)
        root = self.shifts[shift].get(leaf.plover, leaf.plover) if shift else leaf.plover
        kind = self.plover[root]
        fits = mode or leaf.mode
        chosen = fits if fits in kind.modes else None
        intensity = kind.modes[chosen] if chosen else kind.intensity
        return Coding(plover=PloverCode(type=root, mode=chosen), quad=kind.quad, intensity=intensity)


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
    for leaf in ontology.leaves().values():
        if leaf.plover is not None and leaf.plover not in ontology.plover:
            raise SourceError(f"{path.name}: {leaf.id} names the PLOVER type {leaf.plover!r}, which is not there")
    return ontology
