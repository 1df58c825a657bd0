"""Other names of the same body or place within a document: acronyms, and names that leave a part out."""

from collections.abc import Iterator, Mapping

from pipeline.knowledge.countries import load_countries
from pipeline.knowledge.gazetteer import load_gazetteer

LEAST_PEOPLE = 50_000
"""People of a town after which a body is named that is also called by the rest of its name: "Detroit Pistons"."""
MOST_NAMES = 400
"""Most names that are compared with one another; a longer list is no article."""

_CONTINUING = frozenset({"of", "for", "in", "on", "and"})
_WHOLE = ("state of ", "city of ", "town of ", "republic of ", "kingdom of ", "province of ", "county of ")


def full_names(texts: tuple[str, ...], bodies: tuple[str, ...]) -> Mapping[str, str]:
    """Return the fuller name of each name that has one.

    Args:
        texts: All names of bodies and places, in order of the text.
        bodies: Those of bodies among them.
    """
    full = _acronyms(texts)
    for short, long in _shortened(bodies[:MOST_NAMES]):
        full.setdefault(short, long)
    for text in texts:
        for bare in _bare(text):
            if bare in texts:
                full.setdefault(text, bare)
    return {short: _last(full, short) for short in full}


def _last(full: Mapping[str, str], name: str) -> str:
    """Follow a chain of fuller names to its end."""
    seen = {name}
    while name in full and full[name] not in seen:
        name = full[name]
        seen.add(name)
    return name


def _acronyms(texts: tuple[str, ...]) -> dict[str, str]:
    """Return the full name of each acronym whose letters begin the words of another name: EU, European Union."""
    short = {text.replace(".", ""): text for text in texts if text.replace(".", "").isupper() and len(text) > 1}
    full: dict[str, str] = {}
    for text in texts:
        letters = "".join(word[0] for word in text.replace("-", " ").split() if word[:1].isupper())
        if len(letters) > 1 and letters in short and text != short[letters]:
            full.setdefault(short[letters], text)
    return full


def _shortened(bodies: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield names of bodies that leave out the place before them, or what follows "of" or "for", with the full name."""
    known = set(bodies)
    for long in bodies:
        words = long.split()
        for cut in range(1, len(words)):
            rest, head = " ".join(words[cut:]), " ".join(words[:cut])
            if rest in known and rest != long and is_place(head):
                yield rest, long
            if head in known and cut > 1 and words[cut] in _CONTINUING:
                yield head, long


def is_place(text: str) -> bool:
    """Tell whether words name a country, a people, a region or a large town."""
    countries = load_countries()
    if text in countries.names or text in countries.peoples:
        return True
    found = load_gazetteer().find(text)
    return bool(found) and (found[0].kind == "region" or found[0].population >= LEAST_PEOPLE)


def _bare(text: str) -> Iterator[str]:
    lower = text.lower()
    for words in _WHOLE:
        if lower.startswith(words):
            yield text[len(words) :]
    if lower.endswith(" city"):
        yield text[:-5]
