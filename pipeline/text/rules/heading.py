"""Sub-headings of plain text."""

from pipeline.text.lines import Role, Surroundings
from pipeline.text.sentences import is_running_text, is_sentence_ended

MAX_CHARS = 80
MAX_WORDS = 9


def find_heading(surroundings: Surroundings) -> Role | None:
    """Find a short line without a full stop that stands above a paragraph and below other text."""
    line = surroundings.line
    if line.role != "paragraph" or surroundings.index == 0 or len(line.text) > MAX_CHARS:
        return None
    if len(line.text.split()) > MAX_WORDS or is_sentence_ended(line.text) or line.text[0].islower():
        return None
    return "heading" if is_running_text(surroundings.text_at(1)) else None
