"""Codes of countries in other schemes: ISO alpha-2, FIPS 10-4 (GDELT's places), Correlates of War (POLECAT)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.knowledge.tables import HERE, read_rows


@dataclass(frozen=True, kw_only=True, slots=True)
class CountryCodes:
    """One country; a scheme that does not have it is None."""

    alpha_2: str | None
    """ISO 3166-1 alpha-2."""
    fips: str | None
    """FIPS 10-4."""
    cow: str | None
    """Correlates of War state number."""
    name: str
    """In English."""


@cache
def load_country_codes(path: Path = HERE / "country_codes.tsv") -> Mapping[str, CountryCodes]:
    """Read the codes by ISO 3166-1 alpha-3.

    Raises:
        SourceError: The file cannot be read or a line is wrong.
    """
    codes: dict[str, CountryCodes] = {}
    for row in read_rows(path, columns=5):
        alpha_3, alpha_2, fips, cow, name = row.columns
        codes[alpha_3] = CountryCodes(alpha_2=alpha_2 or None, fips=fips or None, cow=cow or None, name=name)
    return codes
