"""Is this text a page or plain text?"""

import re
from typing import Literal

TextForm = Literal["html", "text"]

HTML_TYPES = ("text/html", "application/xhtml")
TEXT_TYPES = ("text/plain", "text/markdown")
SNIFFED_CHARS = 5_000
ROOT = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,1000}>\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE
)
NAMES = r"(?:p|div|article|section|main|h[1-6]|ul|ol|li|table|span|a|strong|em|figure|img|br|blockquote)"
TAG = re.compile(rf"</?{NAMES}(?:\s[^<>]{{0,500}})?/?>", re.IGNORECASE)
FIRST_TAG = re.compile(rf"\s*<{NAMES}[\s/>]", re.IGNORECASE)
MIN_TAGS = 3
"""A plain text may speak of a tag or two."""


def sniff_form(text: str, *, content_type: str | None) -> TextForm:
    """Tell HTML from plain text: by the declared media type, else by the first characters."""
    declared = (content_type or "").strip().lower()
    if declared.startswith(HTML_TYPES):
        return "html"
    if declared.startswith(TEXT_TYPES):
        return "text"
    head = text[:SNIFFED_CHARS].lstrip("\ufeff")
    if ROOT.match(head):
        return "html"
    tags = len(TAG.findall(head))
    return "html" if tags >= MIN_TAGS or (tags and FIRST_TAG.match(head)) else "text"
