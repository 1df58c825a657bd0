"""White space within a line."""


def collapse_whitespace(text: str) -> str:
    """Make every run of white space a single space, and none at the ends."""
    return " ".join(text.split())
