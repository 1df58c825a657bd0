"""Who asserts an event, where the writer does not: "…, Macron said", and what stands inside a quotation."""

from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Token

from pipeline.knowledge.cues import load_speech_verbs
from pipeline.nlp.attributes import (
    FINDINGS,
    NAMED,
    QUOTES,
    entities_of,
    findings_of,
    named_at,
    quotes_of,
)
from pipeline.nlp.findings import Finding
from pipeline.nlp.pronouns import name_at
from pipeline.nlp.syntax import children, noun_phrase, subjects
from pipeline.nlp.words import is_verb, known_lemma
from pipeline.records.event import Attribution

CLIMB = 5
"""Most words above a trigger among which a verb of saying is looked for."""

_REPORTED = frozenset({"ccomp", "parataxis"})


@Language.component(
    "newswire_attribution",
    assigns=[f"doc._.{FINDINGS}"],
    requires=["token.tag", "token.dep", f"doc._.{NAMED}", f"doc._.{QUOTES}", f"doc._.{FINDINGS}"],
)
def add_attribution(doc: Doc) -> Doc:
    """Give every finding who asserts it, where the writer does not."""
    doc._.set(FINDINGS, tuple(replace(found, attribution=_attribution(doc, found)) for found in findings_of(doc)))
    return doc


def _attribution(doc: Doc, finding: Finding) -> Attribution | None:
    token = doc[finding.token]
    return _by_quote(doc, token) or _by_clause(token)


def _by_quote(doc: Doc, token: Token) -> Attribution | None:
    for number, quote in enumerate(quotes_of(doc)):
        if not any(start <= token.idx < end for start, end in quote.spans):
            continue
        names = {entity.id: entity.name for entity in entities_of(doc)}
        mention = quote.speaker_mention.text if quote.speaker_mention else None
        name = names.get(quote.speaker or "", mention)
        return Attribution(entity=quote.speaker, name=name, cue=quote.cue.text if quote.cue else None, quote=number)
    return None


def _by_clause(token: Token) -> Attribution | None:
    below = token
    speech = load_speech_verbs()
    for _ in range(CLIMB):
        verb = below.head
        if verb.i == below.i:
            return None
        if below.dep_ in _REPORTED and is_verb(verb) and known_lemma(verb, speech):
            return _by_verb(verb)
        below = verb
    return None


def _by_verb(verb: Token) -> Attribution | None:
    found = subjects(verb) or tuple(children(verb, "nsubj"))
    if not found:
        return Attribution(cue=verb.text)
    noun = found[0]
    meant = name_at(noun)
    if meant is not None:
        return Attribution(entity=meant.entity.id, name=meant.entity.name, cue=verb.text)
    name = noun_phrase(noun).text if noun.i not in named_at(noun.doc) else noun.text
    return Attribution(name=name, cue=verb.text)
