"""Menus, buttons, page counts, and lines without a word."""

import re

from pipeline.text.lines import Role, Surroundings
from pipeline.text.rules.phrases import bare_phrase, phrases

MAX_CHARS = 80
MARKS = phrases("""
    Skip to content
    Skip to main content
    Home
    Menu
    Search
    Back
    Back to top
    Top
    Next
    Previous
    Next article
    Previous article
    Next story
    Next page
    Load more
    Show more
    See more
    View more
    View all
    See all
    Read full article
    Read the full article
    Read the full story
    Continue reading
    Read less
    Play
    Play video
    Watch now
    Listen
    Listen to this article
    Listen to article
    Close
    Loading
    Breadcrumb
    Breaking news
    Latest news
    Go to the homepage
    Table of contents
    Jump to section
    Oops!Something went wrong.Please try again later
    Something went wrong. Please try again later
    Enlarge image
    Image
    View gallery
    Open image in gallery
    Accueil
    Startseite
    Inicio
    Início
    Zurück
    Weiterlesen
    Lire la suite
    Leer más
    Leia mais
    """)
COUNT = re.compile(r"(?:page |image |photo |slide )?\d{1,4} ?(?:of|/|von|sur|de) ?\d{1,4}", re.IGNORECASE)
HAS_WORD = re.compile(r"\w")
RULE = re.compile(r"[\W_]+")
"""Nothing but marks, such as a row of underscores."""


def find_navigation(surroundings: Surroundings) -> Role | None:
    """Find a line that leads through the site, or says nothing at all."""
    text = surroundings.line.text
    if len(text) > MAX_CHARS:
        return "other" if not HAS_WORD.search(text) else None
    if RULE.fullmatch(text):
        return "other"
    return "navigation" if bare_phrase(text) in MARKS or COUNT.fullmatch(text) else None
