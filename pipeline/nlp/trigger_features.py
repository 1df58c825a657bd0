"""What the classifier of triggers sees of a word: itself, what depends on it and what it depends on, its neighbours.

Names are masked by their type, and nouns for people and groups stand beside their sector, so that what is learnt of
"troops entered" holds for any army and any town.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache

from spacy.tokens import Doc, Token

from pipeline.knowledge.inflection import WordClass, lemma_candidates
from pipeline.knowledge.lexicon import TriggerSense
from pipeline.knowledge.roles import load_roles
from pipeline.knowledge.topics import topic_of
from pipeline.nlp.attributes import named_at, words_of
from pipeline.nlp.findings import NamedSpan
from pipeline.nlp.syntax import children, is_passive, objects, subjects
from pipeline.nlp.words import word_class

WINDOW = 6
"""Words to either side whose lemmas and topics are seen."""
NEAR = 2
"""Words to either side that are seen with their distance."""

_CONTENT = frozenset({"NN", "NNS", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "JJ"})
_SILENT = frozenset({"det", "punct", "aux", "auxpass", "cc", "case"})
_TIES = frozenset({"prep", "agent", "prt", "advmod"})
_CLASSES: dict[str, WordClass] = {"VB": "verb", "NN": "noun"}
_DETERMINERS = frozenset({"a", "an", "the", "no", "this", "that", "its", "his", "her", "their"})


class Reading:
    """How the words of a doc are seen; each is looked at once, however many triggers stand near it."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self._words = words_of(doc)
        self._tags: list[int] = doc.to_array("TAG").tolist()
        self._marks: list[int] = doc.to_array("IS_PUNCT").tolist()
        self._masked: dict[int, str] = {}
        self._near: dict[int, tuple[str, ...]] = {}

    @cached_property
    def named(self) -> Mapping[int, NamedSpan]:
        """Return the names of the doc."""
        return named_at(self.doc)

    def masked(self, index: int) -> str:
        """Return the dictionary form of a word, by its index; of a name or number only its type."""
        found = self._masked.get(index)
        if found is None:
            found = self._masked[index] = self._mask(index)
        return found

    def seen(self, index: int) -> tuple[str, ...]:
        """Return the ways in which a word is seen: masked, by its sector and by its topics."""
        return _ways(self.masked(index))

    def near(self, index: int) -> tuple[str, ...]:
        """Return what a word says of any trigger near it; a function word says nothing."""
        found = self._near.get(index)
        if found is None:
            found = _near(self.masked(index)) if self._tag(index) in _CONTENT else ()
            self._near[index] = found
        return found

    def neighbours(self, token: Token) -> Iterator[tuple[int, int]]:
        """Yield the words of the sentence beside a word, with how far behind it they stand."""
        sentence, at = token.sent, token.i
        for index in range(max(sentence.start, at - WINDOW), min(sentence.end, at + WINDOW + 1)):
            if index != at and not self._marks[index]:
                yield index, index - at

    def _mask(self, index: int) -> str:
        named = self.named.get(index)
        if named is not None:
            return f"<{named.type}>"
        tag = self._tag(index)
        return "<NUMBER>" if tag == "CD" else _lemma(self._words.texts[index], _CLASSES.get(tag[:2]))

    def _tag(self, index: int) -> str:
        key = self._tags[index]
        return self.doc.vocab.strings[key] if key else ""


def features_of(
    token: Token, senses: tuple[TriggerSense, ...], fitting: TriggerSense | None, *, reading: Reading | None = None
) -> list[str]:
    """Describe a word by names of features; `senses` are its lines in the lexicon, `fitting` the one that holds."""
    view = reading or Reading(token.doc)
    kind = word_class(token)
    lemma = lemma_candidates(token.text, kind)[0] if kind else token.lower_
    found = [*word_features(lemma, kind or "other", senses, fitting), f"tag={token.tag_}"]
    found.extend(_of_dependents(view, token, lemma))
    found.extend(_of_head(view, token))
    found.extend(_of_neighbours(view, token, lemma))
    return found


def word_features(
    lemma: str, kind: str, senses: tuple[TriggerSense, ...], fitting: TriggerSense | None
) -> tuple[str, ...]:
    """Describe a word out of its sentence: its form, and what the lexicon says."""
    found = [f"w={lemma}|{kind}", f"w={lemma}", f"end={lemma[-4:]}|{kind}"]
    if fitting is None:
        found.append("fits=none" if senses else "fits=unlisted")
    else:
        leaf = fitting.leaf
        found += [f"fits={leaf}", f"fits={leaf}|{bool(fitting.conditions)}", f"fits={leaf}|{lemma}"]
    return (*found, *(f"can={leaf}" for leaf in sorted({sense.leaf for sense in senses})))


def _of_dependents(view: Reading, token: Token, lemma: str) -> Iterator[str]:
    if word_class(token) == "verb":
        yield from _of_sides(view, token, lemma)
    for child in token.children:
        label, word = child.dep_, child.lower_
        if label in _SILENT:
            if word in _DETERMINERS:
                yield f"det={word}"
            continue
        yield f"has={label}"
        yield from (f"{label}={seen}" for seen in view.seen(child.i))
        if label in _TIES:
            yield f"tie={word}"
            yield f"tie={lemma}|{word}"
        if label in {"prep", "agent"}:
            nouns = children(child, "pobj", "pcomp")
            yield from (f"at={word}|{seen}" for noun in nouns for seen in view.seen(noun.i))


def _of_sides(view: Reading, verb: Token, lemma: str) -> Iterator[str]:
    yield f"passive={is_passive(verb)}"
    for role, words in (("subject", subjects(verb)[:3]), ("object", objects(verb)[:3])):
        for word in words:
            yield from (f"{role}={seen}" for seen in view.seen(word.i))
            yield f"{role}={lemma}|{view.masked(word.i)}"
        if not words:
            yield f"{role}=none"


def _of_head(view: Reading, token: Token) -> Iterator[str]:
    head, label = token.head, token.dep_
    yield f"dep={label}"
    if head.i == token.i:
        return
    yield from (f"under={label}|{seen}" for seen in view.seen(head.i))
    if head.dep_ in {"prep", "agent"} or head.tag_ == "IN":
        word = head.lower_
        yield from (f"over={word}|{seen}" for seen in view.seen(head.head.i))


def _of_neighbours(view: Reading, token: Token, lemma: str) -> Iterator[str]:
    for other, distance in view.neighbours(token):
        if -NEAR <= distance <= NEAR:
            yield f"{distance}={view.masked(other)}"
            if distance in {-1, 1}:
                yield f"{distance}={lemma}|{view.masked(other)}"
        yield from view.near(other)


@lru_cache(maxsize=32_768)
def _ways(masked: str) -> tuple[str, ...]:
    sector = load_roles().groups.get(masked)
    topics = tuple(f"#{topic}" for topic in topic_of(masked))
    return (masked, f"@{sector}", *topics) if sector else (masked, *topics)


@lru_cache(maxsize=32_768)
def _near(masked: str) -> tuple[str, ...]:
    return (f"near={masked}", *(f"near#{topic}" for topic in topic_of(masked)))


@lru_cache(maxsize=32_768)
def _lemma(text: str, kind: WordClass | None) -> str:
    return lemma_candidates(text, kind)[0] if kind else text.lower()
