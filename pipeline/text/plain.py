"""Plain text in, lines with their places in the raw body out."""

from pipeline.text.blocks import split_blocks
from pipeline.text.cleaners import clean_line
from pipeline.text.lines import Line


def read_plain_lines(body: str) -> tuple[Line, ...]:
    """Split a plain text into its lines, cleaned, each with its place in the body as it came.

    Raises:
        InvalidRecordError: There are more lines than an article has (`too_large`).
    """
    lines = []
    for start, end in split_blocks(body):
        text = clean_line(body[start:end])
        if text:
            lines.append(Line(text=text, raw_start=start, raw_end=end))
    return tuple(lines)
