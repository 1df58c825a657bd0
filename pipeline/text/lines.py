"""The lines of an article before and after they are labelled."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from pipeline.records.article import RemovedRole, SectionRole

Role = SectionRole | RemovedRole
"""What a line is: part of the article's text, or something that is left out of it."""

KEPT_ROLES: frozenset[str] = frozenset(get_args(SectionRole))


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One block of an article: a paragraph, a heading, an item, as the page or the text has it."""

    text: str
    """The words, cleaned."""
    role: SectionRole = "paragraph"
    """What the markup says; always a paragraph in plain text."""
    is_marked: bool = False
    """The line comes from markup, which was already rid of links to other articles."""
    raw_start: int | None = None
    """Into the raw body, where that is possible."""
    raw_end: int | None = None
    """Into the raw body, where that is possible."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LabelledLine:
    """A line with its final role."""

    line: Line
    """The line."""
    role: Role
    """What it is."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Surroundings:
    """A line as a rule sees it: with its neighbours, the roles decided before it, and the headline."""

    lines: Sequence[Line]
    """All lines of the article."""
    index: int
    """Which one is judged."""
    roles: Sequence[Role]
    """Roles of the lines before it."""
    title: str | None
    """The headline, where it is known."""
    is_punctuated: bool
    """The paragraphs of this article end as sentences do."""

    @property
    def line(self) -> Line:
        """The line that is judged."""
        return self.lines[self.index]

    def text_at(self, distance: int) -> str:
        """Return the words so many lines further (or, if negative, before); empty beyond the ends."""
        index = self.index + distance
        return self.lines[index].text if 0 <= index < len(self.lines) else ""

    @property
    def role_before(self) -> Role | None:
        """Role of the line before; None at the top."""
        return self.roles[self.index - 1] if self.index else None
