"""Control characters."""

import re

AS_SPACE = re.compile(r"[\t-\r\x1c-\x1f\x85\u2028\u2029]+")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufffe\uffff]+")


def drop_controls(text: str) -> str:
    """Take out control characters; tabs and line breaks become a space."""
    return CONTROL.sub("", AS_SPACE.sub(" ", text))
