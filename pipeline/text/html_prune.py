"""Parts of a page that are named after what they are, such as comments: they go before the article is looked for."""

import re

from lxml.etree import _Element

NAMED = re.compile(
    r"(?:^|[\s_-])(?:(?:[a-z]{2,12}[_-])?comments?(?:[_-](?:list|widget|section|area|thread|container|wrapper|content|body|block))|"
    r"comments|disqus_thread|respond|commentlist|comment-respond|(?:c-)?global(?:modal|disclosure)\w{0,20}|modal(?:[_-]\w{1,20})?|popup|pop-up|lightbox|overlay|"
    r"print-(?:header|footer)|promo(?:tion|-item|s|-box|-block|-container)?|pushdown-promo|popular(?:-posts|-stories|posts)?|most-?(?:read|popular|viewed)|"
    r"related(?:-(?:articles?|posts?|stories|content|links|news|items|topics))?|relatedarticles|relatedposts|recommend(?:ed|ations?)(?:-\w{1,12})?|"
    r"newsletter(?:-\w{1,16}){0,2}|subscribe(?:-\w{1,12})?|sign-?up(?:-\w{1,12})?|paywall-\w{1,12}|cookie(?:-\w{1,12}){0,2}|social-?share|share-?(?:bar|buttons|tools|links)|"
    r"sharedaddy|author-?(?:bio|box|card|info)|taboola\w{0,20}|outbrain\w{0,20}|ad-(?:slot|unit|container|wrapper)|breadcrumbs?|site-(?:header|footer)|skip-link)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Names of classes and ids, as they are common over sites."""
MIN_CHARS = 500
"""Where the paragraphs hold less, the text of the page stands elsewhere."""
MAX_SHARE = 0.4
"""A part that holds more of the text in the page's paragraphs is the article."""
MAX_MARK_CHARS = 300


def prune_named_parts(tree: _Element) -> None:
    """Take out, in place, the parts of a page that say by their names that they are no article."""
    whole = _chars(tree)
    if whole < MIN_CHARS:
        return
    for element in list(
        tree.iter("div", "section", "aside", "ul", "ol", "form", "footer", "nav", "header", "li", "dialog")
    ):
        mark = f"{element.get('class') or ''} {element.get('id') or ''}"[:MAX_MARK_CHARS]
        if not NAMED.search(mark) or element.getparent() is None or _holds_article(element):
            continue
        if _chars(element) <= MAX_SHARE * whole:
            _drop(element)


def _holds_article(element: _Element) -> bool:
    return next(element.iter("h1", "article", "main"), None) is not None


def _drop(element: _Element) -> None:
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _chars(element: _Element) -> int:
    return sum(len(text) for paragraph in element.iter("p") for text in paragraph.itertext())
