"""Reported speech: what stands in the clause, infinitive or object of a verb or noun that reports it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc, Span, Token

from pipeline.knowledge.cues import Form, load_reporting_words
from pipeline.knowledge.inflection import MAX_FORMS, lemma_in
from pipeline.nlp.attributes import has_events, words_of
from pipeline.nlp.speakers import Speaker, speaker_by, speaker_of_noun
from pipeline.nlp.syntax import children, has_child
from pipeline.nlp.words import has_lemma, is_noun, is_verb, known_lemma

MIN_CHARS = 3
"""Shorter content is no report."""

MIN_WORDS = 4
"""Fewer words before "…, he said" are an adverb or a name."""

_CUT_BEFORE = frozenset({",", ";", ":", "--", "-", "–", "—", "(", "…", "..."})
_CUT_BEHIND = frozenset({",", ";", ":", "--", "-", "–", "—", "(", ".", "!", "?", "…", "..."})
_OPENERS = frozenset({"but", "and", "so", "yet", "or", "however", "still", "meanwhile", "nevertheless"})
_UNSAID = frozenset({"you", "one", "i", "we"})
"""Subjects that stand for anybody, or for the writer: "if you think that …", "I hope that …" report nobody's words."""
_FORM_OF_LABEL: dict[str, Form] = {"ccomp": "clause", "xcomp": "infinitive", "dobj": "object"}
_PRONOUN_TAGS = frozenset({"PRP", "DT", "WDT", "WP"})
_TELLING = frozenset({"tell", "inform", "assure", "remind", "warn", "ask", "advise"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """Something that somebody is reported to have said."""

    spans: tuple[tuple[int, int], ...]
    """Offsets of its pieces."""
    speaker: Speaker | None
    """Who said it, and the cue that says so."""


def find_reports(doc: Doc, inside: frozenset[int]) -> tuple[Report, ...]:
    """Return the reports of a doc in order; of one within another only the outer.

    Args:
        doc: The document.
        inside: Indexes of tokens that stand between marks: what is reported there is said by the speaker.
    """
    found = [report for sentence in doc.sents if has_events(sentence) for report in _reports(sentence, inside)]
    kept: list[Report] = []
    for report in sorted(found, key=lambda one: (one.spans[0][0], -one.spans[-1][1])):
        if not kept or report.spans[-1][1] > kept[-1].spans[-1][1]:
            if kept and report.spans[0][0] < kept[-1].spans[-1][1]:
                continue
            kept.append(report)
    return tuple(kept)


def _reports(sentence: Span, inside: frozenset[int]) -> Iterator[Report]:
    doc = sentence.doc
    texts = words_of(doc).texts
    for index in range(sentence.start, sentence.end):
        if index in inside or not _can_report(texts[index]):
            continue
        token = doc[index]
        if token.lower_ == "according":
            yield from _by_according(token, inside)
        elif is_verb(token) and token.dep_ not in {"amod", "compound"}:
            yield from _by_verb(token, inside)
        elif is_noun(token):
            yield from _by_noun(token)


@lru_cache(maxsize=MAX_FORMS)
def _can_report(form: str) -> bool:
    """Tell whether a word can be a form of one that reports; of most words nothing more need be known."""
    reporting = load_reporting_words()
    return form.lower() == "according" or any(
        lemma_in(form, kind, reporting[kind]) is not None for kind in ("verb", "noun")
    )


def _by_verb(verb: Token, inside: frozenset[int]) -> Iterator[Report]:
    forms = _forms(verb, "verb")
    if not forms:
        return
    speaker = speaker_by(verb, inside)
    if speaker is None or speaker.mention.text.lower() in _UNSAID:
        return
    content = _content(verb, forms)
    spans = _spans_of(verb, content) if content is not None else ()
    if not spans and "clause" in forms and verb.dep_ in {"parataxis", "ccomp"} and verb.head.i != verb.i:
        spans = _around(verb) if _is_parenthesis(verb) else ()
    if spans:
        yield Report(spans=spans, speaker=speaker)


def _forms(token: Token, word_class: str) -> frozenset[Form]:
    words = load_reporting_words()[word_class]
    lemma = known_lemma(token, words)
    return words[lemma] if lemma else frozenset()


def _content(verb: Token, forms: frozenset[Form]) -> Token | None:
    """Return the head of what is reported."""
    for label, form in _FORM_OF_LABEL.items():
        found = list(children(verb, label)) if form in forms else []
        behind = [child for child in found if child.i > verb.i and not _is_bare(child)]
        if behind:
            return behind[0]
        if found and label == "ccomp":
            return found[0]
    return None


def _is_bare(content: Token) -> bool:
    """Tell whether an object is a lone pronoun: "rejected it" tells nothing of what was said."""
    return content.dep_ == "dobj" and (content.tag_ in _PRONOUN_TAGS or content.lower_ in {"all", "nothing"})


def _spans_of(verb: Token, content: Token) -> tuple[tuple[int, int], ...]:
    if content.i > verb.i:
        return _trimmed(verb.doc, _first_of(verb, content), _last_of(verb, content) + 1)
    if content.left_edge.i <= verb.i <= content.right_edge.i:
        return ()
    first = verb.sent.start if verb.dep_ == "ROOT" else content.left_edge.i
    last = min([verb.i, *(child.left_edge.i for child in children(verb, "nsubj") if child.left_edge.i > content.i)])
    goes_on = any(child.i > verb.i + 1 for child in children(verb, "dobj", "ccomp", "xcomp", "dative"))
    is_set_off = last - first >= MIN_WORDS and verb.doc[last - 1].text == "," and not goes_on
    if _forms(content, "verb") and not has_child(content, "ccomp", "dobj", "xcomp"):
        return ()  # "Levine says" in front of a quotation that stands in marks
    return _trimmed(verb.doc, first, last) if is_set_off else ()


def _first_of(verb: Token, content: Token) -> int:
    """Return where content behind the verb starts: a noun before the clause is its subject, or who was told."""
    first = max(content.left_edge.i, verb.i + 1)
    if content.dep_ == "ccomp" and not has_lemma(verb, _TELLING):
        nouns = [noun.left_edge.i for noun in children(verb, "dobj") if verb.i < noun.i < first]
        first = min([first, *nouns])
    return first


def _last_of(verb: Token, content: Token) -> int:
    """Return where content ends: "praised him for …" and "cited it as …" go on behind the object."""
    if content.dep_ != "dobj":
        return content.right_edge.i
    last = content.right_edge.i
    for prep in children(verb, "prep"):
        if prep.i == last + 1 and prep.lower_ in {"for", "as"}:
            last = prep.right_edge.i
    return last


def _is_parenthesis(verb: Token) -> bool:
    """Tell whether "he said" is set into the sentence that it reports, between commas."""
    before = verb.left_edge.i - 1
    behind = verb.right_edge.i + 1
    doc = verb.doc
    is_short = verb.right_edge.i - verb.left_edge.i < verb.right_edge.i - verb.sent.start
    return is_short and before >= verb.sent.start and (doc[before].is_punct or doc[min(behind, len(doc) - 1)].is_punct)


def _around(verb: Token) -> tuple[tuple[int, int], ...]:
    head = verb.head
    first, last = verb.left_edge.i, verb.right_edge.i
    before = _trimmed(verb.doc, head.left_edge.i, first) if head.left_edge.i < first else ()
    behind = _trimmed(verb.doc, last + 1, head.right_edge.i + 1) if head.right_edge.i > last else ()
    return before + behind


def _by_according(cue: Token, inside: frozenset[int]) -> Iterator[Report]:
    speaker = speaker_by(cue, inside)
    if speaker is None:
        return
    sentence = cue.sent
    last = cue.right_edge.i
    spans = (
        _trimmed(cue.doc, last + 1, sentence.end)
        if cue.i == sentence.start
        else _trimmed(cue.doc, sentence.start, cue.i) + _rest(cue.doc, last + 1, sentence.end)
    )
    if spans:
        yield Report(spans=spans, speaker=speaker)


def _rest(doc: Doc, first: int, end: int) -> tuple[tuple[int, int], ...]:
    """Return what goes on behind an "according to …" between commas."""
    return _trimmed(doc, first, end) if first < end and doc[first].text == "," else ()


def _by_noun(noun: Token) -> Iterator[Report]:
    forms = _forms(noun, "noun")
    for child in children(noun, "acl", "ccomp") if forms else ():
        opener = child.left_edge.lower_
        is_wanted = (opener == "that" and "clause" in forms) or (opener == "to" and "infinitive" in forms)
        if child.i > noun.i and is_wanted:
            spans = _trimmed(noun.doc, child.left_edge.i, child.right_edge.i + 1)
            if spans:
                yield Report(spans=spans, speaker=speaker_of_noun(noun))
            return


def _trimmed(doc: Doc, first: int, end: int) -> tuple[tuple[int, int], ...]:
    """Return the offsets of a run of tokens without stops, blanks and a "but" at its edges; nothing where all goes."""
    while first < end and (doc[first].text in _CUT_BEFORE or doc[first].is_space or doc[first].lower_ in _OPENERS):
        first += 1
    while end > first and (doc[end - 1].text in _CUT_BEHIND or doc[end - 1].is_space):
        end -= 1
    if first >= end:
        return ()
    span = doc[first:end]
    return ((span.start_char, span.end_char),) if len(span.text) >= MIN_CHARS else ()
