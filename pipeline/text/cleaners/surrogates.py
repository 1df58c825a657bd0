"""Halves of characters, which no encoding can carry."""

import re

SURROGATE = re.compile(r"[\ud800-\udfff]+")


def drop_surrogates(text: str) -> str:
    """Take out lone surrogates."""
    if has_surrogates(text):
        return SURROGATE.sub("", text)
    return text


def has_surrogates(text: str) -> bool:
    """Tell whether a text holds lone surrogates; a try to encode is much faster than a search."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False
