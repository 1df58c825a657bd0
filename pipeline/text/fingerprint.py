"""Hashes that name content: equal where only case, spacing or punctuation differ."""

import hashlib
import re
import unicodedata

WORD = re.compile(r"\w+")
ID_HEX_DIGITS = 32


def normalize_words(text: str) -> str:
    """Reduce a text to its words, compatibility forms and case folded, parted by single spaces."""
    if text.isascii():
        # Folding changes nothing else there, and most of the cost of a copy's sketch is saved.
        return " ".join(WORD.findall(text.lower()))
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(WORD.findall(folded))


def fingerprint(text: str) -> str:
    """Hash the words of a text (SHA-256, hex); a text without any word is hashed as it stands."""
    return _sha256(normalize_words(text) or " ".join(text.split()))


def short_id(*, kind: str, name: str) -> str:
    """Derive a stable id from a name; different kinds of names never share one by design."""
    return _sha256(f"{kind}\0{name}")[:ID_HEX_DIGITS]


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
