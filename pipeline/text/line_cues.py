"""Words and forms that tell what a line is; none decides alone, the model weighs them all."""

from collections.abc import Iterator

from pipeline.knowledge.line_patterns import load_cues, load_wordings
from pipeline.text.rules.credit import AGENCY
from pipeline.text.sentences import is_running_text

SEEN_CHARS = 400
"""As much of a line as is looked at for wordings."""
LONG_CHARS = 300
"""Longer running text is a paragraph, whatever words it holds."""
HEAD_CHARS, TAIL_CHARS = 160, 80
"""As much of either end of a line as is searched for cues: the middle of a paragraph tells nothing, and costs time."""


def find_cues(text: str) -> Iterator[str]:
    """Name the cues that a line holds anywhere."""
    if len(text) > LONG_CHARS and is_running_text(text):
        return
    seen = text if len(text) <= HEAD_CHARS + TAIL_CHARS else f"{text[:HEAD_CHARS]} {text[-TAIL_CHARS:]}"
    for name, pattern in load_cues().items():
        if pattern.search(seen):
            yield name
    if AGENCY.search(seen):
        yield "agency"


def find_wordings(text: str) -> Iterator[str]:
    """Name the roles whose wordings fit a line from its beginning."""
    seen = text[:SEEN_CHARS]
    for role, pattern in load_wordings().items():
        if pattern.match(seen):
            yield f"worded:{role}"
