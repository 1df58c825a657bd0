"""The blocks of an extracted article, as lines with the roles that its markup gives them."""

from lxml.etree import _Element, iterwalk

from pipeline.records.article import SectionRole
from pipeline.text.cleaners import clean_line
from pipeline.text.lines import Line

ROLE_OF: dict[str, SectionRole] = {
    "head": "heading",
    "item": "list_item",
    "quote": "quote",
    "row": "table",
}
"""Roles by trafilatura's element names; all others are paragraphs."""
BLOCKS = frozenset({"p", "head", "list", "item", "quote", "table", "row", "code", "div", "center", "body", "lb", "ab"})
"""Elements that begin a new line; the others stand within one."""
CELL_SEPARATOR = " | "


def read_lines(body: _Element) -> tuple[Line, ...]:
    """Read the blocks of an extracted article in their order."""
    lines: list[Line] = []
    roles: list[SectionRole] = ["paragraph"]
    pieces: list[str] = []

    def flush() -> None:
        text = clean_line("".join(pieces)).strip(CELL_SEPARATOR)
        if text:
            lines.append(Line(text=text, role=roles[-1], is_marked=True))
        pieces.clear()

    for event, element in iterwalk(body, events=("start", "end")):
        if event == "start":
            if element.tag in BLOCKS:
                flush()
                roles.append(ROLE_OF.get(element.tag, roles[-1]))
            pieces.append(element.text or "")
        else:
            if element.tag in BLOCKS:
                flush()
                roles.pop()
            if element.tag == "cell":
                pieces.append(CELL_SEPARATOR)
            pieces.append(element.tail or "" if element is not body else "")
    flush()
    return tuple(lines)
