"""Lines that say which agency, desk or reporter an article comes from."""

import re

from pipeline.text.lines import Role, Surroundings
from pipeline.text.wordlists import words

MAX_CHARS = 300
AGENCIES = (
    "Agence France-Presse", "Associated Press", "Press Association", "PA Media", "Reuters",
    "Thomson Reuters", "Bloomberg", "Bloomberg News", "AFP", "AP", "UPI", "dpa", "APA", "EFE", "Europa Press", "ANSA",
    "Lusa", "Belga", "ANP", "TT", "NTB", "Ritzau", "STT", "PAP", "CTK", "TASR", "MTI", "TASS", "Interfax",
    "RIA Novosti", "Ukrinform", "Anadolu", "AA", "Xinhua",
    "Kyodo", "Kyodo News", "Jiji Press", "Jiji", "Yonhap", "PTI", "ANI", "IANS",
    "UNI", "AAP", "Canadian Press", "Notimex", "Agência Brasil", "Prensa Latina", "SAPA", "PANA",
    "NAN", "APS", "MAP", "WAFA", "IRNA", "SPA", "MENA", "VOA", "RFE/RL", "RFI", "DW", "newswires", "newswire", "wires",
    "agencies", "agences", "Agenturen", "agencias", "agenzie",
)  # fmt: skip
"""Names of news agencies, and the words that stand for several."""

NAME = "|".join(re.escape(name) for name in sorted(AGENCIES, key=len, reverse=True))
AGENCY = re.compile(rf"(?<![\w/])(?:{NAME})(?![\w/])")
NAMES = rf"(?:{NAME})(?:\s?(?:,|/|&|;|\+|-|–|and|et|und|y|e|with)\s?(?:the )?(?:{NAME}))*"
WHOLE_LINE = re.compile(
    rf"[(\[–—©-]*\s?(?i:(?:additional reporting )?(?:with|from|by|source|sources|avec|mit|con|com|par)\b ?:? ?)?"
    rf"(?i:the )?{NAMES}\s?[)\].]*"
)
"""Nothing but agencies: "(AFP)", "with Reuters and AP", "© AFP"."""
WITH_LINE = re.compile(r"\((?:with|avec|mit|con|com) (?P<names>[^().!?]{2,60})\)", re.IGNORECASE)
SIGN_OFF = re.compile(
    r"[(\[]?(?:(?:additional |further )?(?:reporting|writing|editing|words|graphics?|production|translation)"
    r"(?: and (?:reporting|writing|editing))?(?: by|:) |compiled (?:by|from) |contributing: )"
    r"(?P<names>.+)",
    re.IGNORECASE,
)
CONTRIBUTED = re.compile(
    r".{3,200}\bcontributed (?:to this (?:report|story|article|piece)|reporting)\b.{0,20}", re.IGNORECASE
)
SOURCE_LINE = re.compile(
    r"(?:sources?|quellen?|fuentes?|fonti?|crédits?|credits?)\s?: ?(?P<names>[^.!?:]{2,80})\.?", re.IGNORECASE
)
FIRST_PUBLISHED = re.compile(
    r"[(\[]?this (?:article|story|piece|essay|column) (?:was )?(?:also |originally |first )*"
    r"(?:(?:appeared|appears|ran|published) (?:in|on|by|at)|produced (?:by|in partnership))\b.{0,150}",
    re.IGNORECASE,
)
FILES_FROM = re.compile(r"[(\[]?with files from [^.!?]{2,80}[)\].]*", re.IGNORECASE)
DATELINE = re.compile(rf"[^()]{{2,60}}\((?P<names>{NAMES})\)\s?[-–—:]")
"""The opening of an agency's report: "PARIS, Sept 4 (Reuters) - "."""
DATELINE_CHARS = 120
SEPARATOR = re.compile(r"\s*(?:,|;|/|&|\band\b|\bet\b|\bund\b|\by\b)\s*")
WORD = re.compile(r"[^\W\d_][\w'’.-]*")
SIGN_OFF_WORDS = words("additional and by editing from further in our pictures reporting the words writing")
NAMES_SHARE = 0.6
"""Where fewer of the words begin with a capital, a sentence of the article begins like a sign-off."""


def find_credit(surroundings: Surroundings) -> Role | None:
    """Find a line that only says where the article comes from."""
    return "credit" if is_credit(surroundings.line.text) else None


def is_credit(text: str) -> bool:
    """Tell whether a line is a credit and nothing else."""
    if len(text) > MAX_CHARS:
        return False
    whole = (WHOLE_LINE, WITH_LINE, FILES_FROM, CONTRIBUTED, SOURCE_LINE, FIRST_PUBLISHED)
    return is_sign_off(text) or any(pattern.fullmatch(text) for pattern in whole)


def is_sign_off(text: str) -> bool:
    """Tell whether a line names reporters and editors, as agencies do under a report."""
    found = SIGN_OFF.fullmatch(text)
    if not found:
        return False
    telling = [word for word in WORD.findall(found["names"]) if word.lower() not in SIGN_OFF_WORDS]
    capitals = sum(1 for word in telling if word[0].isupper())
    return capitals >= NAMES_SHARE * len(telling)


def read_credits(text: str) -> tuple[str, ...]:
    """Read the agencies and desks that a credit line names; persons are left out."""
    named = WITH_LINE.fullmatch(text) or SOURCE_LINE.fullmatch(text)
    if named:
        names = (name.strip(" ()") for name in SEPARATOR.split(named["names"]))
        return tuple(dict.fromkeys(name for name in names if name))
    return _agencies(text[:MAX_CHARS])


def read_dateline_credits(text: str) -> tuple[str, ...]:
    """Read the agencies that the opening of a paragraph names before its dash."""
    opening = DATELINE.match(text[:DATELINE_CHARS])
    return _agencies(opening["names"]) if opening else ()


def _agencies(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found[0] for found in AGENCY.finditer(text)))
