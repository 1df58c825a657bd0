"""Small operations on one line of text. Another one is a file here and a line in `CLEANERS`."""

from collections.abc import Callable

from pipeline.text.cleaners.composition import compose
from pipeline.text.cleaners.controls import drop_controls
from pipeline.text.cleaners.invisibles import drop_invisibles
from pipeline.text.cleaners.surrogates import drop_surrogates
from pipeline.text.cleaners.whitespace import collapse_whitespace

Cleaner = Callable[[str], str]

CLEANERS: tuple[Cleaner, ...] = (
    drop_surrogates,
    drop_controls,
    drop_invisibles,
    compose,
    collapse_whitespace,
)
"""In the order in which they are applied."""


def clean_line(text: str) -> str:
    """Apply every cleaner."""
    for cleaner in CLEANERS:
        text = cleaner(text)
    return text
