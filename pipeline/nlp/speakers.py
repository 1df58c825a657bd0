"""Who said it: a verb of saying next to the marks, and its subject."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from pipeline.knowledge.cues import load_speech_verbs
from pipeline.nlp.attributes import named_at, text_of
from pipeline.nlp.pronouns import apposed_name, name_at
from pipeline.nlp.quote_marks import Marked
from pipeline.nlp.spans import span_of, span_of_tokens
from pipeline.nlp.syntax import children, noun_phrase, subjects
from pipeline.nlp.words import is_noun, is_verb, known_lemma
from pipeline.records.annotation import Span

REACH = 140
"""Most code points between the marks and the verb of saying."""
BESIDE = 8
"""Most tokens between a verb of saying and a name beside it, where the parse gives no subject."""

_PRONOUNS = frozenset({"he", "she", "they", "it", "i", "we"})
_ENDINGS = frozenset(".!?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Speaker:
    """Who said something, as the words beside the marks have it."""

    mention: Span
    """The words that name the speaker."""
    entity: str | None
    """Entity id."""
    cue: Span | None
    """The verb of saying; None where the speaker is taken over from the quotation before."""
    addressee: str | None = None
    """Entity id of who was told."""


def speaker_of(doc: Doc, stretch: Marked, inside: frozenset[int], bounds: tuple[int, int]) -> Speaker | None:
    """Return who said what stands between marks, or None.

    Args:
        doc: The document.
        stretch: What stands between marks.
        inside: Indexes of tokens that stand between any marks: nobody is named there.
        bounds: The paragraph: offsets of its start and end.
    """
    verbs = sorted(_verbs_near(doc, stretch, inside, bounds), key=lambda pair: pair[0])
    for _, verb in verbs:
        noun = _who(verb, inside)
        if noun is not None:
            return _speaker(verb, noun)
    return None


def speaker_by(cue: Token, inside: frozenset[int]) -> Speaker | None:
    """Return who is the subject of a verb of saying, or the "according to" of a report; None where nobody is named."""
    noun = _who(cue, inside)
    return None if noun is None else _speaker(cue, noun)


def speaker_of_noun(cue: Token) -> Speaker | None:
    """Return whose claim, report or refusal a noun tells of: "Macron's claim that …"."""
    owner = next((noun for noun in children(cue, "poss") if noun.tag_ != "PRP$" or name_at(noun)), None)
    return None if owner is None else _speaker(cue, owner)


def _verbs_near(
    doc: Doc, stretch: Marked, inside: frozenset[int], bounds: tuple[int, int]
) -> Iterator[tuple[int, Token]]:
    start, end = max(bounds[0], stretch.start - REACH), min(bounds[1], stretch.end + REACH)
    window = doc.char_span(start, end, alignment_mode="contract")
    for token in window if window is not None else ():
        if token.i in inside or not _is_cue(token, stretch):
            continue
        is_behind = token.idx >= stretch.end
        if is_behind and not _has_sentence_end(doc, stretch.end + 2, token.idx):
            yield token.idx - stretch.end, token
        elif not is_behind and not _has_sentence_end(doc, token.idx, stretch.start):
            yield stretch.start - token.idx + 10, token


def _is_cue(token: Token, stretch: Marked) -> bool:
    """Tell whether a word can bring in a quotation: a verb of saying anywhere near, any verb right beside the marks."""
    if token.lower_ == "according":
        return True
    if not is_verb(token):
        return False
    return known_lemma(token, load_speech_verbs()) is not None or _is_beside_marks(token, stretch)


def _is_beside_marks(verb: Token, stretch: Marked) -> bool:
    """Tell whether a verb and its subject stand right behind what is said, or right before it with a colon or comma."""
    text = text_of(verb.doc)
    subject = next(children(verb, "nsubj"), None)
    if subject is None or verb.tag_ not in {"VBD", "VBZ", "VBP"}:
        return False
    if verb.idx >= stretch.end:
        first = min(subject.left_edge.idx, verb.idx)
        is_open = text[stretch.end - 1] in ",?!" or text[stretch.end : stretch.end + 3].rstrip(" “”\"'’»")[-1:] == ","
        return is_open and not text[stretch.end : first].strip(" ,“”\"'’»\n")
    between = text[verb.idx + len(verb) : stretch.start].rstrip(" “\"'‘«„\n")
    return between in {":", ","}


def _has_sentence_end(doc: Doc, start: int, end: int) -> bool:
    """Tell whether a sentence ends between the marks and the verb; a dot that belongs to a word ends none."""
    tokens = doc.char_span(start, end, alignment_mode="contract") if start < end else None
    return tokens is not None and any(token.text in _ENDINGS for token in tokens)


def _who(verb: Token, inside: frozenset[int]) -> Token | None:
    if verb.lower_ == "according":
        found = [noun for to in children(verb, "prep") for noun in children(to, "pobj")]
        return found[0] if found else None
    for noun in subjects(verb):
        if noun.i not in inside and (is_noun(noun) or noun.lower_ in _PRONOUNS) and noun.sent == verb.sent:
            return noun
    return _beside(verb, inside)


def _beside(verb: Token, inside: frozenset[int]) -> Token | None:
    """Return a pronoun or name next to a verb of saying: right before it, or behind it ("said … Emmanuel Macron")."""
    doc, named = verb.doc, named_at(verb.doc)
    before = doc[verb.i - 1] if verb.i > 0 else None
    if before is not None and before.i not in inside and (before.lower_ in _PRONOUNS or before.i in named):
        return before
    apart = _before_comma(verb, inside)
    if apart is not None:
        return apart
    for index in range(verb.i + 1, min(len(doc), verb.i + BESIDE)):
        token = doc[index]
        if index in inside or token.text in _ENDINGS:
            return None
        if token.lower_ in _PRONOUNS or (index in named and named[index].type in {"PERSON", "ORG"}):
            return doc[named[index].last] if index in named else token
    return None


def _before_comma(verb: Token, inside: frozenset[int]) -> Token | None:
    """Return the person before a verb that something between commas parts from it: "Ramos, 58, told reporters"."""
    doc, named = verb.doc, named_at(verb.doc)
    if verb.i == 0 or doc[verb.i - 1].text != ",":
        return None
    for index in range(verb.i - 2, max(-1, verb.i - BESIDE), -1):
        if index in inside or doc[index].text in _ENDINGS:
            return None
        if index in named and named[index].type == "PERSON":
            return doc[named[index].last]
    return None


def _speaker(verb: Token, noun: Token) -> Speaker:
    named = named_at(noun.doc).get(noun.i) or apposed_name(noun)
    meant = name_at(noun)
    mention = span_of_tokens(noun.doc[named.first : named.last + 1] if named else noun_phrase(noun))
    return Speaker(
        mention=mention, entity=meant.entity.id if meant else None, cue=span_of(verb), addressee=_addressee(verb)
    )


def _addressee(verb: Token) -> str | None:
    named = named_at(verb.doc)
    return next((named[noun.i].entity.id for noun in children(verb, "dobj", "dative") if noun.i in named), None)
