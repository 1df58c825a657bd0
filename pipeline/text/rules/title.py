"""The headline, repeated above the body."""

from pipeline.text.fingerprint import normalize_words
from pipeline.text.lines import Role, Surroundings
from pipeline.text.sentences import is_running_text, is_sentence_ended

TOP_LINES = 4
"""A headline is repeated within the first lines, or is none."""
MAX_CHARS = 200
MIN_WORDS = 4
"""Fewer words above a text may be anything."""


MIN_PARAGRAPHS = 2
"""So many of the next three lines are paragraphs under a headline; a byline may stand between."""


def find_title(surroundings: Surroundings) -> Role | None:
    """Find the line that says what the headline says; where there is no headline, a first line that looks like one."""
    text = surroundings.line.text
    if surroundings.index >= TOP_LINES or len(text) > MAX_CHARS:
        return None
    if surroundings.title:
        return "title" if normalize_words(text) == normalize_words(surroundings.title) else None
    return "title" if surroundings.index == 0 and is_headline(surroundings) else None


def is_headline(surroundings: Surroundings) -> bool:
    """Tell whether a first line stands above paragraphs and is no sentence itself."""
    text = surroundings.line.text
    return (
        surroundings.line.role in {"paragraph", "heading"}
        and surroundings.is_punctuated
        and len(text.split()) >= MIN_WORDS
        and not is_sentence_ended(text)
        and sum(is_running_text(surroundings.text_at(distance)) for distance in (1, 2, 3)) >= MIN_PARAGRAPHS
    )
