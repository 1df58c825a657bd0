"""Buttons and prompts of social networks, and the signatures of embedded posts."""

import re

from pipeline.text.lines import Role, Surroundings
from pipeline.text.rules.phrases import bare_phrase, phrases, starting

MAX_CHARS = 200
MARKS = phrases("""
    Share
    Share this
    Share this article
    Share this story
    Share this post
    Share article
    Share on Facebook
    Share on Twitter
    Share on X
    Share on LinkedIn
    Share on WhatsApp
    Share via email
    Share full article
    Share your thoughts
    Tweet
    Tweet this
    Facebook
    Twitter
    WhatsApp
    LinkedIn
    Instagram
    Telegram
    Reddit
    Pinterest
    Email
    E-mail
    Print
    Copy link
    Link copied
    Like this
    Follow us
    Follow
    Comment
    Comments
    Leave a comment
    Leave a reply
    View comments
    Show comments
    Join the conversation
    View this post on Instagram
    View on Instagram
    Partager
    Partager sur Facebook
    Teilen
    Compartir
    Compartilhar
    Compartilhe
    Condividi
    """)
NETWORK = (
    r"(?:facebook|twitter|instagram|tiktok|youtube|whatsapp|telegram|linkedin|threads|bluesky|snapchat|social media|"
    r"\bX\b)"
)
PROMPT = re.compile(
    r"\W{0,3}(?:follow|like|find|connect with|join|watch) (?:us|me|him|her|them|[\w'’. ]{2,40}) (?:on|at|via) .{0,60}"
    rf"{NETWORK}.{{0,80}}",
    re.IGNORECASE,
)
FOLLOW_US = re.compile(r"follow (?:us|our) [^.!?]{0,80}", re.IGNORECASE)
SHARE_ON = starting(rf"share (?:this )?(?:\w+ )?(?:on|via) {NETWORK}")
POST_SIGNATURE = re.compile(r"[—–-]{1,2} ?.{1,60}\(@\w{1,30}\).{0,40}")
POST_LINK = re.compile(r"(?:https?://)?(?:pic\.twitter\.com|t\.co)/\w{4,20}")


def find_social_prompt(surroundings: Surroundings) -> Role | None:
    """Find a line that belongs to a social network rather than to the article."""
    text = surroundings.line.text
    if len(text) > MAX_CHARS:
        return None
    if bare_phrase(text) in MARKS or POST_SIGNATURE.fullmatch(text) or POST_LINK.fullmatch(text):
        return "social"
    return "social" if PROMPT.fullmatch(text) or FOLLOW_US.fullmatch(text) or SHARE_ON.match(text) else None
