"""Loads the patterns that tell what a line of an article is: `line_words.tsv`, `line_cues.tsv`, `line_wordings.tsv`.

Each row is a name and one alternative of its pattern, a regular expression without repeats of repeats. `@NAME@` in a
pattern stands for what `line_words.tsv` has under that name.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pipeline.knowledge.tables import HERE, read_rows

WORDS, CUES, WORDINGS = (HERE / f"line_{name}.tsv" for name in ("words", "cues", "wordings"))
PLACEHOLDER = re.compile(r"@([A-Z]{2,12})@")


@cache
def load_cues() -> Mapping[str, re.Pattern[str]]:
    """Read the cues: words and forms to be searched for in a line."""
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _patterns(CUES).items()}


@cache
def load_wordings() -> Mapping[str, re.Pattern[str]]:
    """Read the wordings by role, to be matched from a line's beginning; marks before it are passed over."""
    return {
        role: re.compile(rf"\W{{0,2}}?(?:{pattern})", re.IGNORECASE) for role, pattern in _patterns(WORDINGS).items()
    }


def _patterns(path: Path) -> dict[str, str]:
    words: dict[str, str] = {}
    for name, alternatives in _alternatives(WORDS).items():
        words[name] = _filled("|".join(alternatives), words)
    return {name: _filled("|".join(found), words) for name, found in _alternatives(path).items()}


def _alternatives(path: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in read_rows(path, columns=2):
        found.setdefault(row.columns[0], []).append(row.columns[1])
    return found


def _filled(pattern: str, words: Mapping[str, str]) -> str:
    return PLACEHOLDER.sub(lambda found: words[found[1]], pattern)
