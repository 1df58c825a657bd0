"""Does a line end as a sentence does?"""

CLOSERS = "\"'”’»›)]}）」』】*_ \u00a0"
"""What may stand behind the mark that ends a sentence."""
TERMINATORS = ".!?…:;。！？｡．：；।॥؟۔።፧၊။"
"""Marks that end a sentence, or lead into what follows."""

SENTENCE_MIN_CHARS = 60
"""A line of at least this length that ends as a sentence does is a paragraph."""


def is_sentence_ended(text: str) -> bool:
    """Tell whether a line ends in a mark that ends a sentence."""
    bare = text.rstrip(CLOSERS)
    return bool(bare) and bare[-1] in TERMINATORS


def is_running_text(text: str) -> bool:
    """Tell whether a line is surely a paragraph: long enough, and ended as a sentence is."""
    return len(text) >= SENTENCE_MIN_CHARS and is_sentence_ended(text)
