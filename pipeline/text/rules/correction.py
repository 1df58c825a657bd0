"""Notes of the desk on changes of the article."""

import re

from pipeline.text.lines import Role, Surroundings

MAX_CHARS = 500
NOTE = re.compile(
    r"(?:correction|corrections|clarification|editor['’]s note|editors['’] note)(?: \([^)]{1,40}\))? ?[:—–] ?\S.*|"
    r"(?:this|an earlier version of this) (?:article|story|report|piece|page) (?:was|has been) "
    r"(?:amended|corrected|updated|clarified|changed)\b.*|"
    r"an (?:earlier|previous) version of this (?:article|story|report|piece)\b.*",
    re.IGNORECASE,
)


def find_correction(surroundings: Surroundings) -> Role | None:
    """Find a line that only tells what was changed in the article."""
    text = surroundings.line.text
    return "correction" if len(text) <= MAX_CHARS and NOTE.fullmatch(text) else None
