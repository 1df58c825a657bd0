"""One form for characters that can be written in several."""

import unicodedata


def compose(text: str) -> str:
    """Write letters and their marks as one character where Unicode has it (NFC)."""
    return unicodedata.normalize("NFC", text)
