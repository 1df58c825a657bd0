"""What a document says about where it is: countries and regions that it names, and what stands behind a town's name."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.knowledge.countries import load_countries
from pipeline.knowledge.gazetteer import Entry, Gazetteer
from pipeline.knowledge.regions import load_abbreviations

QUALIFIER_WORDS = 3
"""Most words of a region or country behind a town: "Raleigh, North Carolina"."""
_AHEAD = 40
"""Code points behind a name among which a qualifier stands."""
_EARTH_KM = 6371.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted:
    """The country and region that a name tells, and how often it stands in the document."""

    country: str
    """ISO 3166 alpha-3."""
    region: str = ""
    """GeoNames code of the first-level region, or empty."""
    times: int = 1
    """Mentions."""


@dataclass(kw_only=True)
class Surroundings:
    """The places that a document names, as far as they are certain."""

    countries: Counter[str] = field(default_factory=Counter)
    """How often each country is named, by name, people or the qualifier of a town."""
    regions: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often each first-level region is named."""
    home: str | None = None
    """Country of the source, by the ending of its domain."""
    anchors: list[Entry] = field(default_factory=list)
    """Places that are settled."""

    own: Counted | None = None
    """What the name that is asked about has itself added to the counts: it is no evidence for itself."""

    def count(self, counted: Counted) -> None:
        """Add what a name tells."""
        self.countries[counted.country] += counted.times
        if counted.region:
            self.regions[counted.country, counted.region] += counted.times

    def share(self, country: str, region: str = "") -> float:
        """Return how large a part of the named countries, or first-level regions, one is, 0 to 1."""
        total = sum(self.regions.values()) if region else sum(self.countries.values())
        count = self.regions[country, region] if region else self.countries[country]
        if self.own is not None and (not region or self.own.region):
            total -= self.own.times
            is_own = self.own.country == country and region in {"", self.own.region}
            count -= self.own.times if is_own else 0
        return count / total if total > 0 else 0.0


def qualifiers_behind(text: str, end: int, gazetteer: Gazetteer) -> tuple[tuple[str, str], ...]:
    """Return the regions that the words behind a town may name, as pairs of country and first-level region.

    "Springfield, Ill.", "Raleigh, North Carolina", "Paris (France)", "Lyon in France": a country has an empty region.
    """
    behind = text[end : end + _AHEAD]
    for opening in (", ", " (", " in ", ",\n"):
        if behind.startswith(opening):
            words = behind[len(opening) :].split()[:QUALIFIER_WORDS]
            return _named_region(words, gazetteer, is_abbreviated=opening != " in ")
    return ()


def _named_region(words: list[str], gazetteer: Gazetteer, *, is_abbreviated: bool) -> tuple[tuple[str, str], ...]:
    for count in range(len(words), 0, -1):
        given = " ".join(words[:count])
        region = _abbreviated(given) if is_abbreviated else None
        if region:
            return (region,)
        bare = given.rstrip(".,;:)!?\"”'’")
        if not bare[:1].isupper():
            continue
        country = load_countries().names.get(bare)
        regions = tuple((entry.country, entry.admin1) for entry in gazetteer.find(bare) if entry.kind == "region")
        found = ((country, ""),) if country else ()
        if found or regions:
            return found + regions
    return ()


def _abbreviated(given: str) -> tuple[str, str] | None:
    known = load_abbreviations()
    bare = given.rstrip(",;:)")
    code = known.written.get(bare) or known.written.get(bare.removesuffix(".")) or known.postal.get(bare.rstrip("."))
    if code is None:
        return None
    country, _, region = code.partition(".")
    return country, region


def lies_in(entry: Entry, regions: Iterable[tuple[str, str]]) -> bool:
    """Tell whether a place lies in one of some regions or countries."""
    return any(
        entry.country == country and (not region or (entry.admin1 == region and entry.kind != "region"))
        for country, region in regions
    )


def distance_km(one: Entry, other: Entry) -> float:
    """Return the great-circle distance of two places (haversine formula, spherical Earth)."""
    lat, lon, other_lat, other_lon = map(math.radians, (one.lat, one.lon, other.lat, other.lon))
    half = (
        math.sin((other_lat - lat) / 2) ** 2
        + math.cos(lat) * math.cos(other_lat) * math.sin((other_lon - lon) / 2) ** 2
    )
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))
