"""What the classifier of triggers sees of a word: itself, what depends on it and what it depends on, its neighbours.

Names are masked by their type, and nouns for people and groups stand beside their sector, so that what is learnt of
"troops entered" holds for any army and any town.
"""

from collections.abc import Iterator
from functools import lru_cache

from spacy.tokens import Token

from pipeline.knowledge.inflection import lemma_candidates
from pipeline.knowledge.lexicon import TriggerSense
from pipeline.knowledge.roles import load_roles
from pipeline.knowledge.topics import topic_of
from pipeline.nlp.attributes import named_at
from pipeline.nlp.syntax import children, is_passive, objects, subjects
from pipeline.nlp.words import word_class

WINDOW = 8
"""Words to either side whose lemmas and topics are seen."""
NEAR = 2
"""Words to either side that are seen with their distance."""

_CONTENT = frozenset({"NN", "NNS", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "JJ"})
_SILENT = frozenset({"det", "punct", "aux", "auxpass", "cc", "case"})
_DETERMINERS = frozenset({"a", "an", "the", "no", "this", "that", "its", "his", "her", "their"})


def features_of(token: Token, senses: tuple[TriggerSense, ...], fitting: TriggerSense | None) -> list[str]:
    """Describe a word by names of features; `senses` are its lines in the lexicon, `fitting` the one that holds."""
    kind = word_class(token) or "other"
    lemma = lemma_candidates(token.text, kind)[0] if kind != "other" else token.lower_
    found = [f"w={lemma}|{kind}", f"w={lemma}", f"end={lemma[-4:]}|{kind}", f"start={lemma[:5]}", f"tag={token.tag_}"]
    found.extend(_of_lexicon(senses, fitting, lemma))
    found.extend(_of_dependents(token, lemma))
    found.extend(_of_head(token))
    found.extend(_of_neighbours(token, lemma))
    return found


def _of_lexicon(senses: tuple[TriggerSense, ...], fitting: TriggerSense | None, lemma: str) -> Iterator[str]:
    if fitting is None:
        yield "fits=none" if senses else "fits=unlisted"
    else:
        yield f"fits={fitting.leaf}"
        yield f"fits={fitting.leaf}|{bool(fitting.conditions)}"
        yield f"fits={fitting.leaf}|{lemma}"
    for leaf in {sense.leaf for sense in senses}:
        yield f"can={leaf}"


def _of_dependents(token: Token, lemma: str) -> Iterator[str]:
    if word_class(token) == "verb":
        yield f"passive={is_passive(token)}"
        for role, words in (("subject", subjects(token)[:3]), ("object", objects(token)[:3])):
            yield from (f"{role}={seen}" for word in words for seen in (*_seen(word), f"{lemma}|{_masked(word)}"))
            if not words:
                yield f"{role}=none"
    for child in token.children:
        if child.dep_ in _SILENT:
            if child.lower_ in _DETERMINERS:
                yield f"det={child.lower_}"
            continue
        yield f"has={child.dep_}"
        yield from (f"{child.dep_}={seen}" for seen in _seen(child))
        if child.dep_ in {"prep", "agent", "prt", "advmod"}:
            yield f"tie={child.lower_}"
            yield f"tie={lemma}|{child.lower_}"
        if child.dep_ in {"prep", "agent"}:
            nouns = children(child, "pobj", "pcomp")
            yield from (f"at={child.lower_}|{seen}" for noun in nouns for seen in _seen(noun))


def _of_head(token: Token) -> Iterator[str]:
    head = token.head
    yield f"dep={token.dep_}"
    if head.i == token.i:
        return
    yield from (f"under={token.dep_}|{seen}" for seen in _seen(head))
    if head.dep_ in {"prep", "agent"} or head.tag_ == "IN":
        yield from (f"over={head.lower_}|{seen}" for seen in _seen(head.head))


def _of_neighbours(token: Token, lemma: str) -> Iterator[str]:
    doc, sentence = token.doc, token.sent
    first, last = max(sentence.start, token.i - WINDOW), min(sentence.end, token.i + WINDOW + 1)
    for other in doc[first:last]:
        distance = other.i - token.i
        if distance == 0 or other.is_punct:
            continue
        masked = _masked(other)
        if abs(distance) <= NEAR:
            yield f"{distance}={masked}"
        if abs(distance) == 1:
            yield f"{distance}={lemma}|{masked}"
        if other.tag_ in _CONTENT:
            yield f"near={masked}"
            yield from (f"near#{topic}" for topic in topic_of(masked))


def _seen(token: Token) -> tuple[str, ...]:
    """Return the ways in which a word is seen: masked, by its sector and by its topics."""
    masked = _masked(token)
    sector = load_roles().groups.get(masked)
    topics = tuple(f"#{topic}" for topic in topic_of(masked))
    return (masked, f"@{sector}", *topics) if sector else (masked, *topics)


def _masked(token: Token) -> str:
    named = named_at(token.doc).get(token.i)
    if named is not None:
        return f"<{named.type}>"
    if token.tag_ == "CD":
        return "<NUMBER>"
    return _lemma(token.text, word_class(token))


@lru_cache(maxsize=32_768)
def _lemma(text: str, kind: str | None) -> str:
    if kind == "verb" or kind == "noun":  # noqa: PLR1714 - tells the type checker which it is
        return lemma_candidates(text, kind)[0]
    return text.lower()
