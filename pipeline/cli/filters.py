"""`--filter EXPR`: which records are shown."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import click

_EXPRESSION = re.compile(r"(?P<path>[^=!~\s]+)\s*(?P<operator>!=|~=|=)\s*(?P<text>.*)", re.DOTALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class Filter:
    """One condition on a record."""

    path: tuple[str, ...]
    """Names of fields from the outermost inwards; a list on the way stands for each of its elements."""
    operator: str
    """`=`, `!=`, or `~=` (contains, in any case)."""
    text: str
    """What it is compared with."""

    def is_met(self, record: object) -> bool:
        """Tell whether a record is shown; `!=` asks that no element matches."""
        matches = MATCHERS[self.operator]
        found = any(matches(_written(value), self.text) for value in _values(record, self.path))
        return found != (self.operator == "!=")


def parse_filter(expression: str) -> Filter:
    """Read `field.field=value`, `!=` or `~=`.

    Raises:
        click.BadParameter: It is none of these.
    """
    match = _EXPRESSION.fullmatch(expression.strip())
    if match is None:
        raise click.BadParameter(
            f"{expression!r}: it takes FIELD=VALUE, FIELD!=VALUE or FIELD~=PART, such as factuality=happened"
        )
    return Filter(path=tuple(match["path"].split(".")), operator=match["operator"], text=match["text"])


def are_met(filters: Sequence[Filter], record: object) -> bool:
    """Tell whether a record meets every condition."""
    return all(one.is_met(record) for one in filters)


def _is_equal(value: str, text: str) -> bool:
    if value == text:
        return True
    try:
        return float(value) == float(text)
    except ValueError:
        return False


MATCHERS: Mapping[str, Callable[[str, str], bool]] = {
    "=": _is_equal,
    "!=": _is_equal,
    "~=": lambda value, text: text.casefold() in value.casefold(),
}
"""How each operator compares a value with the text; `!=` is the opposite of any match."""


def _values(value: object, path: tuple[str, ...]) -> Iterator[object]:
    if isinstance(value, list):
        for element in value:
            yield from _values(element, path)
    elif not path:
        yield value
    elif isinstance(value, dict):
        yield from _values(value.get(path[0]), path[1:])
    else:
        yield None


def _written(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
