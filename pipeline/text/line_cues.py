"""Words and forms that tell what a line is; none decides alone, the model weighs them all."""

from collections.abc import Iterator

from pipeline.knowledge.line_patterns import load_cues, load_wordings
from pipeline.text.rules.credit import AGENCY

SEEN_CHARS = 400
"""As much of a line as is looked at."""


def find_cues(text: str) -> Iterator[str]:
    """Name the cues that a line holds anywhere."""
    seen = text[:SEEN_CHARS]
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
