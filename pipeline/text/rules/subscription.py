"""Offers of newsletters, subscriptions and accounts."""

import re

from pipeline.text.lines import Role, Surroundings
from pipeline.text.rules.phrases import bare_phrase, phrases, starting

MAX_CHARS = 250
MARKS = phrases("""
    Subscribe
    Subscribe now
    Subscribe today
    Sign up
    Sign up now
    Sign up here
    Log in
    Sign in
    Register
    Register now
    Create account
    Create a free account
    Already a subscriber
    Already have an account
    Already a member
    Newsletter
    Newsletters
    Get our newsletter
    Stay connected
    Stay informed
    Stay up to date
    Become a member
    Support our journalism
    Subscriber only
    Subscribers only
    Premium
    S'abonner
    Abonnez-vous
    Je m'abonne
    Jetzt abonnieren
    Abonnieren
    Suscríbete
    Assine
    Assine já
    Abbonati
    """)
OPENING = starting(
    r"sign up (?:here |now |today |free )?(?:for|to|and)", r"subscribe (?:here |now |today )?(?:for|to|and)", r"get",
    r"want (?:more|to)", r"join (?:our|us|the|now)", r"register (?:for|to|now)", r"receive", r"stay", r"don['’]t miss",
    r"never miss", r"keep up", r"already a (?:subscriber|member)", r"this (?:article|content|story) is (?:only )?for",
    r"to (?:continue|keep) reading", r"you have (?:reached|read)", r"click here to", r"inscrivez-vous", r"abonnez-vous",
    r"recevez", r"melden sie sich", r"abonnieren sie", r"suscríbete", r"suscríbase", r"recibe", r"assine",
    r"cadastre-se", r"receba", r"iscriviti",
)  # fmt: skip
OFFER = re.compile(
    r"newsletters?\b|\binbox\b|\bsubscri|\bemail alerts?\b|\bfree trial\b|\bour (?:app|forums)\b|[.?!–—:] ?sign up\b|"
    r"\bby signing up\b|\bnewslettern?\b|\binfolettre|\babonn|\bboletín|\bsuscri|\bassin(?:e|ant)|"
    r"\b(?:breaking news )?alerts? (?:on|for|about)\b",
    re.IGNORECASE,
)


WALL = starting(
    r"(?:create|open) (?:a|an|your) (?:free )?account (?:to|and|for)",
    r"(?:log|sign) ?in (?:to|or) (?:continue|read|subscribe)",
    r"(?:subscribe|register|sign up) (?:now )?to (?:continue|keep|go on|read)",
    r"this (?:article|story) is for subscribers",
)


def find_subscription_offer(surroundings: Surroundings) -> Role | None:
    """Find a line that asks the reader to subscribe, register or sign in."""
    text = surroundings.line.text
    if len(text) > MAX_CHARS:
        return None
    if bare_phrase(text) in MARKS or WALL.match(text) or (OPENING.match(text) and OFFER.search(text)):
        return "subscription"
    return None
