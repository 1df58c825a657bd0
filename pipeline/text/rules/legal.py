"""Notices about cookies, rights and terms."""

import re

from pipeline.text.lines import Role, Surroundings
from pipeline.text.rules.phrases import bare_phrase, phrases, starting

MAX_CHARS = 400
MARKS = phrases("""
    Accept all cookies
    Accept all
    Accept cookies
    Reject all
    Cookie settings
    Cookie policy
    Cookies policy
    Privacy policy
    Terms of use
    Terms of service
    Terms and conditions
    Terms & conditions
    Manage preferences
    All rights reserved
    Alle Rechte vorbehalten
    Tous droits réservés
    Todos los derechos reservados
    Todos os direitos reservados
    """)
COOKIE_NOTICE = starting(
    r"(?:we|this (?:web)?site|our (?:web)?site|this page) (?:and our partners )?uses? cookies",
    r"by (?:continuing|clicking|using|browsing)\b.{0,60}\b(?:you (?:agree|accept|consent))",
    r"(?:diese (?:web)?seite|wir) (?:verwendet|nutzt|verwenden|nutzen) cookies",
    r"(?:ce site|nous) (?:utilise|utilisons) des cookies",
    r"(?:este sitio|utilizamos|usamos) (?:web )?(?:utiliza )?cookies",
    r"to display this content from \w+, you must enable",
)
COPYRIGHT = re.compile(
    r"(?:copyright\b|\(c\)|©)\s{0,3}(?:©|\(c\))?\s{0,3}(?:\d{4}|by\b|the\b|[A-Z]).{0,200}|"
    r".{0,200}\ball rights reserved\b.{0,200}|"
    r".{0,100}\b(?:may|must) not be (?:published|reproduced|copied)\b.{0,200}",
    re.IGNORECASE,
)


def find_legal_notice(surroundings: Surroundings) -> Role | None:
    """Find a line about cookies, copyright or terms of use of the site."""
    text = surroundings.line.text
    if len(text) > MAX_CHARS:
        return None
    if bare_phrase(text) in MARKS or COOKIE_NOTICE.match(text) or COPYRIGHT.fullmatch(text):
        return "cookie_legal"
    return None
