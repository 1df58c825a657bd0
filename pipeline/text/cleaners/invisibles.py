"""Characters that take no room and say nothing: they only split words for a program."""

import re

INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]+")
"""Soft hyphen, zero width space, word joiner, byte order mark. Joiners stay: some scripts need them."""


def drop_invisibles(text: str) -> str:
    """Take out invisible characters."""
    return INVISIBLE.sub("", text)
