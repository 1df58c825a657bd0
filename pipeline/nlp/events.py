"""Findings become events: those that tell the same are put together, one is the lead, each has an id of its own."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.knowledge.ontology import Ontology
from pipeline.knowledge.own_types import load_event_types
from pipeline.nlp.attributes import EVENTS, FINDINGS, article_of, findings_of
from pipeline.nlp.coding import coded
from pipeline.nlp.event_weights import confidence, salience
from pipeline.nlp.findings import Finding
from pipeline.nlp.lead import with_lead_circumstances
from pipeline.nlp.same_events import is_same
from pipeline.nlp.spans import sentence_span, span_of
from pipeline.records.event import Actor, Event, Trigger


@dataclass(kw_only=True)
class _Told:
    """An event with all its tellings."""

    first: Finding
    further: list[Finding]


@Language.factory(
    "newswire_events",
    assigns=[f"doc._.{EVENTS}"],
    requires=["token.dep", f"doc._.{FINDINGS}"],
    default_config={"event_types": ""},
)
def build_events(nlp: Language, name: str, *, event_types: str) -> "Events":
    """Make the component; `event_types` is the path of a file with types and triggers of the user's own."""
    del nlp, name  # spaCy hands them to every factory
    return Events(load_event_types(event_types).ontology)


class Events:
    """Puts findings together and codes them."""

    def __init__(self, ontology: Ontology) -> None:
        self._ontology = ontology
        self._leaves = ontology.leaves()

    def __call__(self, doc: Doc) -> Doc:
        """Set the events of a doc: lead first, then by position."""
        ordinals: Counter[str] = Counter()
        numbers = {sentence.start: number for number, sentence in enumerate(doc.sents)}
        events = []
        for told in merged(doc, findings_of(doc)):
            event = self._event(doc, told, numbers[doc[told.first.token].sent.start])
            key = identity(doc, event)
            ordinals[key] += 1
            events.append(replace(event, id=_digest(f"{key}\x1f{ordinals[key]}")))
        ordered = lead_first(events)
        doc._.set(EVENTS, (*(with_lead_circumstances(doc, lead) for lead in ordered[:1]), *ordered[1:]))
        return doc

    def _event(self, doc: Doc, told: _Told, sentence: int) -> Event:
        finding = told.first
        token = doc[finding.token]
        leaf = self._leaves[finding.sense.leaf]
        coding = coded(token, finding, leaf, self._ontology)
        span = span_of(token)
        return Event(
            id="",
            type=leaf.id,
            label=leaf.label,
            plover=coding.plover,
            cameo=leaf.cameo,
            quad=coding.quad,
            intensity=coding.intensity,
            trigger=Trigger(start=span.start, end=span.end, text=span.text, lemma=finding.sense.lemma),
            sentence=sentence_span(token),
            source=finding.source,
            target=finding.target,
            place=finding.place,
            time=finding.time,
            figures=finding.figures,
            factuality=finding.factuality,
            factuality_cues=finding.cues,
            attribution=finding.attribution,
            mentions=tuple(span_of(doc[further.token]) for further in told.further),
            background=finding.background,
            salience=salience(doc, finding, sentence=sentence, further=len(told.further)),
            confidence=confidence(finding),
            rule=" ".join((f"{finding.sense.place}:{finding.sense.lemma}", *finding.rules)),
        )


def merged(doc: Doc, findings: tuple[Finding, ...]) -> list[_Told]:
    """Put findings that tell the same event together; drop those with which nothing is named."""
    events: list[_Told] = []
    for finding in findings:
        known = next((told for told in _candidates(events, finding) if is_same(doc, told.first, finding)), None)
        if known is not None:
            known.first = _completed(known.first, finding)
            known.further.append(finding)
        elif _belongs_to_anything(finding):
            events.append(_Told(first=finding, further=[]))
    return events


def _belongs_to_anything(finding: Finding) -> bool:
    """Tell whether somebody, a place, a figure or a day is named with an event."""
    return bool(finding.source or finding.target or finding.place or finding.figures or finding.time)


def _candidates(events: list[_Told], finding: Finding) -> Iterable[_Told]:
    """Look through the latest events first; casualties belong to the first that can have them."""
    return events if finding.sense.toll else reversed(events)


def _completed(first: Finding, further: Finding) -> Finding:
    """Take from a further telling what the first leaves open."""
    if further.sense.toll:
        return replace(first, figures=tuple(dict.fromkeys((*first.figures, *further.figures))))
    is_bare = not (further.source or further.target)
    return replace(
        first,
        source=first.source or further.source,
        target=first.target or further.target,
        place=first.place or further.place,
        time=first.time or (None if is_bare and further.background else further.time),
        figures=first.figures or (() if is_bare else further.figures),
    )


def identity(doc: Doc, event: Event) -> str:
    """Return what makes an event itself in every version of its article: no offsets, no order but among equals."""
    article = article_of(doc)
    names = ["\x1e".join(_name(actor) for actor in side) for side in (event.source, event.target)]
    return "\x1f".join([article.id if article else "", event.type, event.trigger.lemma, *names])


def lead_first(events: list[Event]) -> tuple[Event, ...]:
    """Mark the first event of the highest salience as lead and put it before the others."""
    if not events:
        return ()
    lead = max(events, key=lambda event: event.salience)
    others = [event for event in events if event is not lead]
    return (replace(lead, lead=True), *sorted(others, key=lambda event: (event.trigger.start, event.id)))


def _name(actor: Actor) -> str:
    return (actor.name or actor.text).casefold()


def _digest(identity: str) -> str:
    return "ev-" + hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:24]
