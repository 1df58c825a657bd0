"""Sub-headings that extraction lost: where it gathers loose paragraphs, it leaves out what stands between them."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from lxml.etree import _Element

from pipeline.text.cleaners import clean_line
from pipeline.text.lines import Line

MAX_CHARS = 150
HEADINGS = ("h2", "h3", "h4")


def restore_headings(lines: Sequence[Line], tree: _Element) -> tuple[Line, ...]:
    """Put the page's sub-headings back between the paragraphs that they part, if no heading was found at all."""
    if not lines or any(line.role == "heading" for line in lines):
        return tuple(lines)
    headings = _headings_between(tree)
    restored = [lines[0]]
    for before, line in pairwise(lines):
        heading = headings.get((before.text, line.text))
        if heading and line.role == "paragraph":
            restored.append(Line(text=heading, role="heading", is_marked=True))
        restored.append(line)
    return tuple(restored)


def _headings_between(tree: _Element) -> Mapping[tuple[str, str], str]:
    """Find the sub-headings that stand right above a paragraph and below another, none of the three in a box."""
    found: dict[tuple[str, str], str] = {}
    for element in tree.iter(*HEADINGS):
        before, after = next(element.itersiblings("p", preceding=True), None), element.getnext()
        if before is None or after is None or after.tag != "p":
            continue
        heading = _text(element)
        if 0 < len(heading) <= MAX_CHARS:
            found[_text(before), _text(after)] = heading
    return found


def _text(element: _Element) -> str:
    return clean_line("".join(element.itertext()))
