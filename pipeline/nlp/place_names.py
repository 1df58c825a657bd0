"""Under which names a place is looked up, and which places the name of a body holds."""

from collections.abc import Iterator, Mapping, Sequence

from pipeline.knowledge.countries import load_countries
from pipeline.knowledge.gazetteer import Entry, Gazetteer
from pipeline.knowledge.regions import load_abbreviations, load_place_words

MOST_WORDS = 8
"""Most words of a body's name that are looked through."""
LONGEST = 4
"""Most words of a place inside the name of a body."""
WELL_KNOWN = 100_000
"""Least people of a town that a body is taken to be named after where the document does not name the town itself."""


def candidates_for(name: str, gazetteer: Gazetteer) -> tuple[Entry, ...]:
    """Return the places that a name may mean: by country, as it stands, else without "northern" or "province"."""
    if name.lower() in load_place_words().vague:
        return ()
    country = load_countries().names.get(name)
    region = load_abbreviations().written.get(name) or load_abbreviations().written.get(f"{name}.")
    found = gazetteer.find(region) if region else gazetteer.find(name)
    if country is not None:
        entry = gazetteer.country(country)
        same = tuple(other for other in found if other.kind in {"region", "city"})
        return (*((entry,) if entry else ()), *same)
    return found or next((places for bare in _bare_names(name) if (places := gazetteer.find(bare))), ())


def _bare_names(name: str) -> Iterator[str]:
    lower = name.lower()
    for word in load_place_words().before:
        if lower.startswith(f"{word} "):
            yield name[len(word) + 1 :]
    for word in load_place_words().behind:
        if lower.endswith(f" {word}"):
            yield name[: -len(word) - 1]


def names_inside(name: str, known: Mapping[str, Entry], gazetteer: Gazetteer) -> Iterator[tuple[Entry, ...]]:
    """Yield what the places that stand inside the name of a body may be, the longest first; never the whole name.

    Countries and peoples, the places that the document names itself (`known`), large towns, and whatever town stands
    at the head of an institution's name ("Berea Police Department").
    """
    place_words = load_place_words()
    words = name.split()[:MOST_WORDS]
    for length in range(min(len(words) - 1, LONGEST), 0, -1):
        for start in range(len(words) - length + 1):
            inside = " ".join(words[start : start + length]).rstrip(",").removesuffix("'s").removesuffix("’s")
            is_head = start == 0 and not place_words.institutions.isdisjoint(
                word.lower().rstrip(",") for word in words[length:]
            )
            found = _inside(inside, known, gazetteer, is_head=is_head) if inside[:1].isupper() else ()
            if found:
                yield tuple(found)


def _inside(inside: str, known: Mapping[str, Entry], gazetteer: Gazetteer, *, is_head: bool) -> Sequence[Entry]:
    countries = load_countries()
    country = countries.names.get(inside) or countries.peoples.get(inside)
    entry = gazetteer.country(country) if country else known.get(inside)
    if entry is not None:
        return [entry, *(other for other in gazetteer.find(inside) if other.kind == "region" and not other.canonical)]
    if inside.lower() in load_place_words().vague:
        return ()
    found = load_abbreviations().written.get(inside)
    places = gazetteer.find(found or inside)
    if is_head:
        return [entry for entry in places if not entry.canonical or found]
    return [
        entry
        for entry in places
        if (entry.kind == "region" or entry.population >= WELL_KNOWN) and (not entry.canonical or found)
    ]
