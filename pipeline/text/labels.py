"""Gives every line of an article its role."""

from collections.abc import Sequence

from pipeline.text.lines import LabelledLine, Line, Role, Surroundings
from pipeline.text.rules import LINE_RULES, LineRule
from pipeline.text.sentences import is_sentence_ended

LONG_LINE_WORDS = 12
"""Lines of at least this many words are paragraphs more often than not."""
PUNCTUATED_SHARE = 0.7
"""Where fewer of the long lines end as sentences do, punctuation tells nothing in this article."""


def label_lines(
    lines: Sequence[Line], *, title: str | None, rules: tuple[LineRule, ...] = LINE_RULES
) -> tuple[LabelledLine, ...]:
    """Ask the rules in their order what each line is; where none answers, it stays what the markup says."""
    roles: list[Role] = []
    is_punctuated = has_punctuated_paragraphs(lines)
    for index in range(len(lines)):
        surroundings = Surroundings(lines=lines, index=index, roles=roles, title=title, is_punctuated=is_punctuated)
        roles.append(_judge(surroundings, rules))
    return tuple(LabelledLine(line=line, role=role) for line, role in zip(lines, roles, strict=True))


def rule_lines(
    lines: Sequence[Line], *, title: str | None, rules: tuple[LineRule, ...] = LINE_RULES
) -> tuple[Role | None, ...]:
    """Tell what the rules say of each line; None where none answers."""
    roles: list[Role] = []
    answers: list[Role | None] = []
    is_punctuated = has_punctuated_paragraphs(lines)
    for index, line in enumerate(lines):
        surroundings = Surroundings(lines=lines, index=index, roles=roles, title=title, is_punctuated=is_punctuated)
        answers.append(next((role for rule in rules if (role := rule(surroundings)) is not None), None))
        roles.append(answers[-1] or line.role)
    return tuple(answers)


def has_punctuated_paragraphs(lines: Sequence[Line]) -> bool:
    """Tell whether the long lines of an article end as sentences do."""
    long_lines = [line.text for line in lines if line.text.count(" ") >= LONG_LINE_WORDS - 1]
    ended = sum(map(is_sentence_ended, long_lines))
    return bool(long_lines) and ended >= PUNCTUATED_SHARE * len(long_lines)


def _judge(surroundings: Surroundings, rules: tuple[LineRule, ...]) -> Role:
    for rule in rules:
        role = rule(surroundings)
        if role is not None:
            return role
    return surroundings.line.role
