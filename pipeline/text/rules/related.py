"""Headlines of other articles between the paragraphs of this one."""

import re

from pipeline.text.lines import Role, Surroundings
from pipeline.text.rules.phrases import bare_phrase, phrases, starting
from pipeline.text.sentences import is_running_text, is_sentence_ended

MAX_CHARS = 160
MIN_WORDS, MAX_WORDS = 8, 20
"""A line of fewer words without a full stop is rather a sub-heading; one of more is a paragraph cut short."""
MARKS = phrases("""
    Related
    Related articles
    Related article
    Related stories
    Related story
    Related content
    Related news
    Related topics
    Related links
    Related posts
    Related video
    Recommended
    Recommended for you
    Recommended stories
    Recommended reading
    You may also like
    You might also like
    More from
    More on this story
    More on this topic
    More stories
    More news
    Most read
    Most popular
    Most viewed
    Trending
    Trending now
    Read more
    Read next
    Read also
    Also read
    See also
    Up next
    What to read next
    Editor's picks
    Editors' picks
    Don't miss
    In case you missed it
    Lire aussi
    À lire aussi
    Sur le même sujet
    Lesen Sie auch
    Mehr zum Thema
    Das könnte Sie auch interessieren
    Te puede interesar
    Lea también
    Lea además
    Más noticias
    Leia também
    Leia mais
    Veja também
    Leggi anche
    Читайте также
    """)
OPENING = starting(
    r"read more ?:", r"read (?:also|next|our|the full)\b[^.]{0,20}:", r"also read ?:?", r"related(?: \w+)? ?:",
    r"see also ?:", r"see more ?:", r"also ?: \w", r"more ?: \w", r"must[- ]read ?:", r"recommended ?:", r"up next ?:",
    r"don['’]t miss ?:", r"read more (?:on|about|from)\b", r"more on this\b", r"lire aussi ?:", r"à lire aussi ?:",
    r"lesen sie auch ?:", r"lesen sie (?:mehr|hier)", r"lea también ?:", r"leia também ?:", r"leia mais ?:",
    r"leggi anche ?:", r"читайте также ?:",
)  # fmt: skip


LABELLED = re.compile(
    r"(?:in pictures|in pics|pictures|watch|listen|gallery|video|podcast|quiz|live|explained|explainer|analysis|"
    r"opinion|comment|profile|timeline|factbox|fact check|player ratings|match report|you (?:may|might) also like|read|"
    r"more|next|trending|popular|from the archive|editor['’]s pick|en images|à voir|vidéo|im video|"
    r"bildergalerie|galería|vea|veja|vídeo) ?[:|] ?\S.*",
    re.IGNORECASE,
)
"""What a desk puts before the headlines of its other pieces."""


def find_related_link(surroundings: Surroundings) -> Role | None:
    """Find a line that leads to another article, and the items of a list under such a line."""
    line = surroundings.line
    if len(line.text) > MAX_CHARS:
        return None
    if bare_phrase(line.text) in MARKS or OPENING.match(line.text):
        return "related_link"
    if LABELLED.fullmatch(line.text) and (line.text.endswith("?") or not is_sentence_ended(line.text)):
        return "related_link"
    if line.role == "list_item" and surroundings.role_before == "related_link":
        return "related_link"
    return "related_link" if is_foreign_headline(surroundings) else None


def is_foreign_headline(surroundings: Surroundings) -> bool:
    """Tell whether a line stands alone among paragraphs: no sentence, and too long for a sub-heading."""
    text = surroundings.line.text
    return (
        surroundings.is_punctuated
        and surroundings.line.role == "paragraph"
        and MIN_WORDS <= len(text.split()) <= MAX_WORDS
        and text[0].isupper()
        and not is_sentence_ended(text)
        and is_running_text(surroundings.text_at(-1))
        and (is_running_text(surroundings.text_at(1)) or is_running_text(surroundings.text_at(2)))
    )
