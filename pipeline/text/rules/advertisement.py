"""Marks of advertisements between paragraphs."""

from pipeline.text.lines import Role, Surroundings
from pipeline.text.rules.phrases import bare_phrase, phrases

MARKS = phrases("""
    Advertisement
    Advertisements
    Advertisement - scroll to continue
    Advertisement scroll to continue
    Article continues below advertisement
    Article continues after advertisement
    Continue reading below
    Story continues below advertisement
    Story continues below
    Story continues after advertisement
    Story continues
    Article continues below
    Article continues after this advertisement
    Scroll to continue
    Sponsored
    Sponsored content
    Paid content
    Promoted
    Promoted stories
    Ad
    Ads by Google
    Skip advertisement
    Publicité
    La suite après la publicité
    Anzeige
    Werbung
    Publicidad
    Publicidade
    Continua após a publicidade
    Pubblicità
    Реклама
    広告
    """)
MAX_CHARS = 60


def find_advertisement(surroundings: Surroundings) -> Role | None:
    """Find a line that only marks the place of an advertisement."""
    text = surroundings.line.text
    return "advertisement" if len(text) <= MAX_CHARS and bare_phrase(text) in MARKS else None
