"""Which of the places of one name is meant."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.knowledge.countries import load_countries
from pipeline.knowledge.gazetteer import Entry
from pipeline.nlp.place_evidence import Surroundings, distance_km, lies_in

KINDS: Mapping[str, float] = {"country": 4.0, "continent": 4.0, "region": 1.5, "city": 0.5, "district": -1.0}
"""What a kind of place is worth beside the tenfold of people, which is worth 1."""
ALIAS = -1.5
"""A name that is not GeoNames' own."""
QUALIFIED = 8.0
"""Lies in the region that stands behind the name."""
SHARED_COUNTRY = 3.0
"""Lies in the country that alone is named; less where others are named too."""
SHARED_REGION = 4.0
"""Lies in the first-level region that alone is named; less where others are named too."""
CAPITAL = 3.0
"""A town whose name stands for its country: it seats the government."""
BIG = 1_000_000
"""People of a town that is meant rather than its region, and under any of its names."""
LEAST_SEAT = 100_000
"""People of a seat of government; smaller namesakes are none."""
HOME = 1.0
"""Lies in the country of the source."""
NEAR = 3.0
"""Lies within `NEAR_KM` of a settled place; none at ten times the distance."""
NEAR_KM = 50.0
MARGIN = 0.15
"""Two places in different countries that come nearer to each other are not told apart."""

SETTLED = 1.5
"""How far ahead of its rivals a place is that others are measured by."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """A place, or why there is none."""

    entry: Entry | None = None
    """The place."""
    lead: float = 0.0
    """How far it is ahead of the next one."""
    is_qualified: bool = False
    """The words behind the name tell it."""
    reason: str = ""
    """Why there is none, in words."""

    @property
    def is_clear(self) -> bool:
        """Tell whether others can be measured by it."""
        return self.is_qualified or self.lead > SETTLED


def choose(
    candidates: tuple[Entry, ...], surroundings: Surroundings, qualifiers: tuple[tuple[str, str], ...]
) -> Choice:
    """Choose a place by its kind, its people, the words behind its name and the document's other places."""
    ranked = sorted(
        ((_score(entry, surroundings, qualifiers), entry) for entry in _without_shadows(candidates)),
        key=lambda pair: (-pair[0], pair[1].geonameid),
    )
    if not ranked:
        return Choice(reason="no place of that name is in the gazetteer")
    (best, entry), *others = ranked
    rival = next((score for score, other in others if distance_km(entry, other) > NEAR_KM), None)
    lead = best - rival if rival is not None else math.inf
    if lead < MARGIN:
        return Choice(reason=f"{len(ranked)} places have that name and nothing in the text tells which is meant")
    return Choice(entry=entry, lead=lead, is_qualified=lies_in(entry, qualifiers))


def _score(entry: Entry, surroundings: Surroundings, qualifiers: tuple[tuple[str, str], ...]) -> float:
    score = KINDS.get(entry.kind, 0.0) + math.log10(entry.population + 1)
    score += QUALIFIED if lies_in(entry, qualifiers) else 0.0
    score += SHARED_COUNTRY * surroundings.share(entry.country)
    score += HOME if entry.country == surroundings.home else 0.0
    if entry.kind == "city":
        score += ALIAS if entry.canonical and entry.population < BIG else 0.0
        score += CAPITAL if _is_seat(entry) else 0.0
    if entry.kind != "country":
        score += SHARED_REGION * surroundings.share(entry.country, entry.admin1)
    return score + NEAR * _nearness(entry, surroundings.anchors)


def _is_seat(entry: Entry) -> bool:
    seats = load_countries().seats
    return entry.population >= LEAST_SEAT and entry.country in {seats.get(entry.name), seats.get(entry.title)}


def _without_shadows(candidates: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Leave out a region where a large town of the same name lies in it: New York."""
    towns = {(entry.country, entry.admin1) for entry in candidates if entry.kind == "city" and entry.population >= BIG}
    return tuple(entry for entry in candidates if entry.kind == "city" or (entry.country, entry.admin1) not in towns)


def _nearness(entry: Entry, anchors: list[Entry]) -> float:
    """Return 1 for a place within `NEAR_KM` of a settled one, falling to 0 at ten times that."""
    if entry.kind in {"country", "continent"}:
        return 0.0
    nearest = min((distance_km(entry, anchor) for anchor in anchors), default=math.inf)
    if nearest == math.inf:
        return 0.0
    return min(1.0, max(0.0, 1 - math.log10(max(nearest, 1.0) / NEAR_KM)))
