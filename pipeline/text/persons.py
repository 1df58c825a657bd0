"""Names of persons among what pages and feeds give as authors."""

import re
from collections.abc import Iterable, Sequence

from pipeline.text.cleaners import clean_line
from pipeline.text.wordlists import words

MAX_NAMES = 20
MAX_CHARS = 80
OPENING = re.compile(
    r"(?:by|written by|von|par|por|di|texte?|text|veröffentlicht(?: von)?)\s*:?\s+(?=\S)", re.IGNORECASE
)
BODY_WORDS = words("""
    admin administrator agencies agences agency agenturen associated author authors bureau com contributor contributors
    correspondent correspondents de desk editor editorial editors gazette guest magazine media net network news newsroom
    nast noticias online org press publisher redaccion redacción redaction rédaction redaktion redazione reporter
    reporters board chief director founder manager of officer president service staff team university times today
    tribune unknown web webmaster wire wires www
    """)
"""Words of newsrooms, agencies and accounts. `de` counts only at the end: `tagesschau de`."""
PARTICLES = frozenset({"de"})
DEGREE = re.compile(
    r"(?:[A-Z]\.?){2,6}|"
    r"(?:Ph\.?D|M\.?D|R\.?N|M\.?A|B\.?A|M\.?Sc|Esq|Jr|Sr|PharmD|PsyD|DipION|MPhil)\.?(?:-\w{1,3})?"
)
"""What stands behind a name and is none."""
DEGREES = re.compile(r"(?: (?:MS|MD|RD|RDN|LD|RN|MPH|MBA|JD|DO|DDS|CPA|PhD|Ph\.D\.?|M\.D\.?|Link Copied))+$")
BAR = re.compile(r"\s?[|•·]\s?|\s[–—]\s")
PARTED = re.compile(r"\s?[,;&]\s?|\s(?:and|und|et|with|im Gespräch mit)\s")
WORD = re.compile(r"[\w'’]+")
LEADING = " |•·–—,;&"
"""Marks before a name that part it from nothing."""


def keep_persons(names: Iterable[str], *, site_names: Sequence[str]) -> tuple[str, ...]:
    """Keep what looks like persons' names, in order, each once.

    Where some have a first and a last name, single words are accounts or post-nominals, and go.
    """
    sites = {"".join(WORD.findall(name.casefold())) for name in site_names}
    kept: dict[str, str] = {}
    for part in (part for name in names for part in _parts(name)):
        person = OPENING.sub("", part, count=1).strip(" ,;|-–—")
        if is_person(person) and "".join(WORD.findall(person.casefold())) not in sites:
            kept.setdefault(" ".join(WORD.findall(person.casefold())), person)
    full = [person for person in kept.values() if len(WORD.findall(person)) > 1]
    return tuple(full or kept.values())[:MAX_NAMES]


def _parts(name: str) -> list[str]:
    """Part names that were given as one, and take off degrees and what follows a bar."""
    line = clean_line(name)[: 10 * MAX_CHARS].lstrip(LEADING)
    if "http" in line or "@" in line.split("|")[0]:
        return []
    parts = [DEGREES.sub("", part.strip()) for part in PARTED.split(BAR.split(line, maxsplit=1)[0])]
    whole = [part for part in parts if part and not DEGREE.fullmatch(part)]
    return whole or [line]


def is_person(name: str) -> bool:
    """Tell whether a name can be a person's: letters, no word of a newsroom or an address."""
    parts = [word.casefold() for word in WORD.findall(name)]
    if not parts or len(name) > MAX_CHARS or "@" in name or "/" in name or not any(map(str.isalpha, name)):
        return False
    inner = parts[:-1]
    return parts[-1] not in BODY_WORDS and not any(word in BODY_WORDS - PARTICLES for word in inner)
