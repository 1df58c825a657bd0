"""Files of the user's own that the components read."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnFiles:
    """Paths; empty where there is no such file."""

    event_types: str = ""
    """Event types and triggers: TOML, see `own_types`."""
    knowledge: str = ""
    """Persons, bodies and their countries: JSON lines, see `entries`."""


NO_FILES = OwnFiles()
