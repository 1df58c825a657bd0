"""What a picture shows, and who took it."""

import re

from pipeline.text.lines import Role, Surroundings

MAX_CHARS = 300
LABELLED = re.compile(
    r"(?:(?:file |stock )?(?:photos?|pictures?|images?|photographs?|illustrations?|graphics?|videos?|foto|fotos|"
    r"bild|bilder|imagen|immagine|imagem|crédit photo)(?: credit| source| caption| by| courtesy(?: of)?)?\s*[:©|]|"
    r"(?:photos?|images?|foto|immagine|imagem) (?:by|courtesy of|via|di|de|von) (?-i:[A-ZÀ-Þ])).{0,160}",
    re.IGNORECASE,
)
PICTURE_DESK = re.compile(
    r"(?:.{0,250}[(\[/|–—-] ?)?"
    r"(?:Getty Images|AP Photo|Shutterstock|iStock|Photo by (?-i:[A-ZÀ-Þ])\w*|File photo|picture alliance)\b"
    r"[^.!?]{0,60}[)\]]?|"
    r".{0,250}© ?[^\W\d_][^.!?]{0,50}|"
    r".{5,250}[.!?)(\[/|–—] ?(?:photo|picture|image|photograph|foto)s?(?: credit)? ?[:/] ?[^.!?]{2,60}[)\]]?\.?|"
    r".{5,250}[.!?)] ?(?-i:(?:[A-ZÀ-Þ][\w'’]{1,20} ){1,3})(?:photo|picture|image)s?\.?",
    re.IGNORECASE,
)


def find_caption(surroundings: Surroundings) -> Role | None:
    """Find a line that names a picture's content or maker."""
    line = surroundings.line
    if len(line.text) > MAX_CHARS or line.role not in {"paragraph", "list_item"}:
        return None
    if LABELLED.fullmatch(line.text) or PICTURE_DESK.fullmatch(line.text):
        return "caption"
    return None
