"""Names of persons among what pages and feeds give as authors."""

import re
from collections.abc import Iterable, Sequence

from pipeline.text.cleaners import clean_line
from pipeline.text.wordlists import words

MAX_NAMES = 20
MAX_CHARS = 80
OPENING = re.compile(r"(?:by|written by|von|par|por|di|texte?|text)\s*:?\s+(?=\S)", re.IGNORECASE)
BODY_WORDS = words("""
    admin administrator agencies agences agency agenturen associated author authors bureau com contributor contributors
    correspondent correspondents de desk editor editorial editors gazette guest magazine media net network news newsroom
    nast noticias online org press publisher redaccion redacción redaction rédaction redaktion redazione reporter
    reporters service staff team times today tribune unknown web webmaster wire wires www
    """)
"""Words of newsrooms, agencies and accounts. `de` counts only at the end: `tagesschau de`."""
PARTICLES = frozenset({"de"})
WORD = re.compile(r"[\w'’]+")


def keep_persons(names: Iterable[str], *, site_names: Sequence[str]) -> tuple[str, ...]:
    """Keep what looks like persons' names, in order, each once.

    Where some have a first and a last name, single words are accounts or post-nominals, and go.
    """
    sites = {"".join(WORD.findall(name.casefold())) for name in site_names}
    kept: dict[str, str] = {}
    for name in names:
        person = OPENING.sub("", clean_line(name), count=1).strip(" ,;|-–—")
        if is_person(person) and "".join(WORD.findall(person.casefold())) not in sites:
            kept.setdefault(" ".join(WORD.findall(person.casefold())), person)
    full = [person for person in kept.values() if len(WORD.findall(person)) > 1]
    return tuple(full or kept.values())[:MAX_NAMES]


def is_person(name: str) -> bool:
    """Tell whether a name can be a person's: letters, no word of a newsroom or an address."""
    parts = [word.casefold() for word in WORD.findall(name)]
    if not parts or len(name) > MAX_CHARS or "@" in name or "/" in name or not any(map(str.isalpha, name)):
        return False
    inner = parts[:-1]
    return parts[-1] not in BODY_WORDS and not any(word in BODY_WORDS - PARTICLES for word in inner)
