"""Gives every line of an article its role."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.text.line_features import read_features
from pipeline.text.line_model import ROLES, load_line_model, role_shares
from pipeline.text.lines import KEPT_ROLES, LabelledLine, Line, Role, Surroundings
from pipeline.text.rules import LINE_RULES, LineRule
from pipeline.text.sentences import is_running_text, is_sentence_ended

LONG_LINE_WORDS = 12
"""Lines of at least this many words are paragraphs more often than not."""
PUNCTUATED_SHARE = 0.7
"""Where fewer of the long lines end as sentences do, punctuation tells nothing in this article."""
MIN_LINES = 3
"""Of fewer lines, layout tells nothing: the rules decide alone."""
MAX_LINES = 3_000
"""Of more lines, the rules decide alone: no article has them, and time is bounded."""
MAX_ROUNDS = 8
"""How often a plain text is looked at again."""
SURE = 0.9
"""How likely it has to be that a line is no part of the text before it is left out."""
NOT_RULED_OUT = 0.5
"""The same where a rule leaves it out: so much is enough."""
WORD_RULES = frozenset({"credit", "cookie_legal", "advertisement", "subscription", "social", "caption", "correction"})
"""What rules tell by exact words."""
TOLD_BY_WORDS = 0.01
"""The same where such a rule leaves it out."""
SURE_OF_MARKED = 0.9
"""The same where markup was there, and extraction has already left out the most."""
KEPT = tuple(role in KEPT_ROLES for role in ROLES)


def label_lines(
    lines: Sequence[Line], *, title: str | None, rules: tuple[LineRule, ...] = LINE_RULES
) -> tuple[LabelledLine, ...]:
    """Tell what each line is: by the rules, and by a model that weighs them with wording, layout and context.

    Plain text is looked at again without what was left out, until nothing more is: cleaning twice is cleaning once.
    Where words have no letter case, or no line ends as a sentence does, the rules decide alone.
    """
    roles = _label_once(lines, title, rules)
    for _ in range(MAX_ROUNDS):
        kept = [index for index, role in enumerate(roles) if role in KEPT_ROLES]
        if len(kept) in {0, len(lines)} or any(line.is_marked for line in lines):
            break
        again = _label_once([lines[index] for index in kept], title, rules)
        for index, role in zip(kept, again, strict=True):
            roles[index] = role
        if all(role in KEPT_ROLES for role in again):
            break
    return tuple(LabelledLine(line=line, role=role) for line, role in zip(lines, roles, strict=True))


def _label_once(lines: Sequence[Line], title: str | None, rules: tuple[LineRule, ...]) -> list[Role]:
    ruled = rule_lines(lines, title=title, rules=rules)
    if not MIN_LINES <= len(lines) <= MAX_LINES or not _is_weighable(lines):
        return [role or line.role for role, line in zip(ruled, lines, strict=True)]
    return _weighed(lines, title, ruled)


def _is_weighable(lines: Sequence[Line]) -> bool:
    """Tell whether a text is of the kind that the model knows: letters have case, some lines are sentences, not all."""
    cased = sum(line.text[:1].upper() != line.text[:1].lower() for line in lines)
    is_mixed = not all(map(_is_long_sentence, lines)) and any(is_running_text(line.text) for line in lines)
    return is_mixed and 2 * cased >= len(lines)


def _is_long_sentence(line: Line) -> bool:
    return is_sentence_ended(line.text) and line.text.count(" ") >= LONG_LINE_WORDS - 1 and "?" not in line.text


def _weighed(lines: Sequence[Line], title: str | None, ruled: Sequence[Role | None]) -> list[Role]:
    plain = [replace(line, role="paragraph") for line in lines]
    shares = role_shares(load_line_model(), read_features(plain, title=title, ruled=ruled))
    return [_choose(line, rule, share) for line, rule, share in zip(lines, ruled, shares, strict=True)]


def _choose(line: Line, rule: Role | None, share: Sequence[float]) -> Role:
    """Choose a role: what is not surely left out is kept, and what markup says of a kept line stands."""
    likely = dict(zip(ROLES, share, strict=True))
    body = sum(value for value, kept in zip(share, KEPT, strict=True) if kept)
    if rule is not None and rule not in KEPT_ROLES:
        needed = TOLD_BY_WORDS if rule in WORD_RULES else NOT_RULED_OUT
    else:
        needed = SURE_OF_MARKED if line.is_marked else SURE
    if 1 - body >= needed:
        return max((role for role in ROLES if role not in KEPT_ROLES), key=lambda role: likely[role])
    if line.role != "paragraph":
        return line.role
    out = {"heading"} if _is_long_sentence(line) else set()
    return max((role for role in ROLES if role in KEPT_ROLES and role not in out), key=lambda role: likely[role])


def rule_lines(
    lines: Sequence[Line], *, title: str | None, rules: tuple[LineRule, ...] = LINE_RULES
) -> tuple[Role | None, ...]:
    """Tell what the rules say of each line, asked in their order; None where none answers."""
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
