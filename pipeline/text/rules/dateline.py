"""When the article was published or changed, on a line of its own."""

import re

from pipeline.text.lines import Role, Surroundings

TOP_LINES = 6
MAX_CHARS = 100
STAMP = re.compile(
    r"(?:first )?(?:published|updated|last updated|last modified|modified|posted|issued|created|publié|mis à jour|"
    r"modifié|veröffentlicht|aktualisiert|stand|publicado|actualizado|atualizado|pubblicato|aggiornato)\b"
    r"[^.!?]{0,20}\d.{0,70}",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"(?<![ap]\.m)[.!?]$", re.IGNORECASE)
CLOCK = re.compile(
    r"(?:\w{3,9},? )?(?:\d{1,2}:\d\d ?(?:[ap]\.?m\.?)?(?: [A-Z]{2,4}T?)?,? )?"
    r"(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d\d-\d\d|\d{1,2}\.? \w{3,9}\.? \d{4}|\w{3,9}\.? \d{1,2},? \d{4})"
    r"(?:,? ?(?:at |- |\| )?\d{1,2}[:.]\d\d ?(?:[ap]\.?m\.?)?(?: [A-Z]{2,4}T?)?)?",
    re.IGNORECASE,
)
"""Nothing but a date, with or without a time of day."""
PLACE_AND_DAY = re.compile(r"[^\W\d_][\w .'’-]{1,40}, (?P<day>.{6,40})")
"""A place before the date, as over an agency's report."""
READING_TIME = re.compile(
    r"(?:reading time|tempo de leitura|temps de lecture|lesezeit|tiempo de lectura)\b.{0,30}|"
    r"\d{1,3}[ -]min(?:ute)?s?\.? read",
    re.IGNORECASE,
)


def find_dateline(surroundings: Surroundings) -> Role | None:
    """Find a line that only says when: of publication, of change, of reading."""
    text = surroundings.line.text
    if len(text) > MAX_CHARS or surroundings.line.role == "table":
        return None
    is_stamp = STAMP.fullmatch(text) and not SENTENCE_END.search(text)
    if is_stamp or READING_TIME.fullmatch(text):
        return "dateline_line"
    is_edge = surroundings.index < TOP_LINES or surroundings.index == len(surroundings.lines) - 1
    if not is_edge or surroundings.line.role != "paragraph":
        return None
    placed = PLACE_AND_DAY.fullmatch(text)
    return "dateline_line" if CLOCK.fullmatch(placed["day"] if placed else text) else None
