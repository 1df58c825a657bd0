"""CAMEO codes as GDELT writes them, and what follows from them: quad class, Goldstein's scale, codes of actors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.knowledge.country_codes import load_country_codes
from pipeline.records.event import Actor

ROOT_DIGITS = 2
BASE_DIGITS = 3
LAST_OF_QUAD = ((5, 1), (8, 2), (13, 3), (20, 4))
"""Last root of each of GDELT's quad classes: verbal and material cooperation, verbal and material conflict."""

GOLDSTEIN: Mapping[str, float] = {
    "01": 0.0, "014": 0.0, "016": -2.0, "02": 3.0, "03": 4.0, "04": 1.0, "05": 3.5, "06": 6.0, "07": 7.0, "08": 5.0,
    "083": 5.0, "084": 7.0, "085": 7.0, "086": 9.0, "087": 9.0, "09": -2.0, "10": -5.0, "11": -2.0, "115": -2.0,
    "116": -2.0, "12": -4.0, "13": -6.0, "14": -6.5, "143": -6.5, "144": -7.5, "145": -7.5, "15": -7.2, "16": -4.0,
    "161": -4.0, "162": -5.6, "163": -8.0, "164": -7.0, "17": -7.0, "171": -9.2, "172": -5.0, "173": -5.0, "174": -5.0,
    "175": -9.0, "18": -9.0, "181": -9.0, "182": -9.5, "183": -10.0, "184": -8.0, "185": -8.0, "186": -10.0,
    "19": -10.0, "191": -9.5, "192": -9.5, "193": -10.0, "194": -10.0, "195": -10.0, "196": -9.5, "20": -10.0,
}  # fmt: skip
"""Goldstein's scale of conflict and cooperation by CAMEO code, as GDELT uses it; the longest prefix counts."""
TYPES = frozenset({
    "AGR", "BUS", "COP", "CRM", "CVL", "EDU", "ENV", "GOV", "HLH", "IGO", "JUD", "LAB", "LEG", "MED", "MIL", "MNC",
    "NGO", "OPP", "REB", "REF", "SPY", "UAF",
})  # fmt: skip
"""PLOVER sectors that are CAMEO types of actors too."""
TYPE_OF_SECTOR: Mapping[str, str] = {"JRN": "MED", "UNO": "IGO", "EUR": "IGO"}
"""CAMEO type where it is called otherwise."""
GROUP_OF_SECTOR: Mapping[str, str] = {"UNO": "UNO", "EUR": "EEC"}
"""CAMEO's known group, by our sector."""
CAMEO_COUNTRIES: Mapping[str, str] = {"ROU": "ROM", "TLS": "TMP"}
"""Where CAMEO's code of a country is not that of ISO 3166."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EventCode:
    """An event's CAMEO code in GDELT's three columns; strings, for zeros lead them."""

    code: str
    """As exact as it is known: `190`."""
    base: str
    """Its second level."""
    root: str
    """Its first level: `19`."""
    quad: int
    """GDELT's quad class, 1 to 4."""
    goldstein: float
    """Goldstein's scale, −10 to 10."""


def event_code(cameo: str) -> EventCode:
    """Write out a code; one of the first level becomes CAMEO's "not specified below" (`04` is `040`)."""
    code = cameo if len(cameo) > ROOT_DIGITS else cameo + "0"
    root = code[:ROOT_DIGITS]
    lengths = range(len(code), ROOT_DIGITS - 1, -1)
    goldstein = next(GOLDSTEIN[code[:length]] for length in lengths if code[:length] in GOLDSTEIN)
    quad = next(number for last, number in LAST_OF_QUAD if int(root) <= last)
    return EventCode(code=code, base=code[:BASE_DIGITS], root=root, quad=quad, goldstein=goldstein)


def actor_cells(actors: Sequence[Actor]) -> list[str]:
    """Fill GDELT's ten columns of an actor with the first of a side: what CAMEO has no code for stays empty."""
    if not actors:
        return [""] * 10
    actor = actors[0]
    sector = actor.sector or ""
    country = cameo_country(actor.country)
    kind = sector if sector in TYPES else TYPE_OF_SECTOR.get(sector, "")
    group = GROUP_OF_SECTOR.get(sector, "")
    code = (kind + group) if group else country + kind
    name = (actor.name or actor.text).upper()
    return [code, name, country, group, "", "", "", kind, "", ""]


def cameo_country(country: str | None) -> str:
    """Give CAMEO's code of a country, given by ISO 3166 alpha-3."""
    if country is None or country not in load_country_codes():
        return ""
    return CAMEO_COUNTRIES.get(country, country)
