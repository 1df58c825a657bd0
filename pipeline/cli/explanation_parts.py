"""What both forms of an explanation share: the marks in a sentence, and the facts of each telling in words."""

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.records.event import Actor, Attribution
from pipeline.records.explanation import ExplainedSentence, Told


class Mark(NamedTuple):
    """A stretch of a sentence and what it is: `trigger`, `dropped`, `rejected`, `cue`, `actor`, `circumstance`."""

    start: int
    end: int
    kind: str


class Piece(NamedTuple):
    """Words of a sentence, marked or not."""

    text: str
    kind: str | None


def pieces(sentence: ExplainedSentence) -> Iterator[Piece]:
    """Cut a sentence at its marks. Where marks overlap, the one named first in `Mark` goes before the others."""
    at = sentence.start
    for mark in _apart(list(_marks(sentence))):
        start, end = max(mark.start, at), min(mark.end, sentence.end)
        if start >= end:
            continue
        if at < start:
            yield Piece(_words(sentence, at, start), None)
        yield Piece(_words(sentence, start, end), mark.kind)
        at = end
    if at < sentence.end:
        yield Piece(_words(sentence, at, sentence.end), None)


def facts(told: Told) -> Iterator[tuple[str, str]]:
    """Name what was read around a trigger, each with its heading; what was not found is left out."""
    yield "trigger", told.chosen
    yield from _named("source", told.source)
    yield from _named("target", told.target)
    if told.place:
        yield "place", told.place.text
    if told.time:
        yield "time", f"{told.time.text} = {told.time.value}"
    if told.figures:
        yield "figures", ", ".join(f"{one.kind} {one.value:g} {one.unit or ''}".strip() for one in told.figures)
    cues = ", ".join(f"“{cue.text}”" for cue in told.cues)
    yield "whether", told.factuality + (f" by {cues}" if cues else "") + (", background" if told.background else "")
    if told.attribution:
        yield "says", _attributed(told.attribution)
    if told.rules:
        yield "rules", " ".join(told.rules)
    for line in told.passed_over:
        yield "passed over", f"{line.type} ({line.place}): {line.why}"
    if told.dropped:
        yield "dropped", told.dropped


def heading(told: Told) -> str:
    """Say what a trigger became: an event, a further mention of one, or nothing."""
    if told.event is None:
        return f"{told.type} {told.label}: no event"
    return f"{told.type} {told.label}: " + ("event" if told.is_first else "mention of event") + f" {told.event}"


def _named(name: str, actors: tuple[Actor, ...]) -> Iterator[tuple[str, str]]:
    for actor in actors:
        known = [actor.name if actor.name != actor.text else None, actor.country, actor.sector]
        known.append(f"{actor.count} of them" if actor.count else None)
        more = ", ".join(part for part in known if part)
        yield name, actor.text + (f" ({more})" if more else "")


def _attributed(attribution: Attribution) -> str:
    said = f"{attribution.name or 'somebody'}" + (f" “{attribution.cue}”" if attribution.cue else "")
    return said if attribution.quote is None else f"{said}, quotation {attribution.quote}"


def _marks(sentence: ExplainedSentence) -> Iterator[Mark]:
    for told in sentence.told:
        yield Mark(told.start, told.end, "dropped" if told.event is None else "trigger")
    for rejected in sentence.rejected:
        yield Mark(rejected.start, rejected.end, "rejected")
    for told in sentence.told:
        yield from (Mark(cue.start, cue.end, "cue") for cue in told.cues)
        yield from (Mark(actor.start, actor.end, "actor") for actor in (*told.source, *told.target))
        around = [span for span in (told.place, told.time, *told.figures) if span is not None]
        yield from (Mark(span.start, span.end, "circumstance") for span in around)


def _apart(marks: list[Mark]) -> list[Mark]:
    """Keep of marks that overlap the first given, and put what is left in order."""
    kept: list[Mark] = []
    for mark in marks:
        if not any(mark.start < other.end and other.start < mark.end for other in kept):
            kept.append(mark)
    return sorted(kept)


def _words(sentence: ExplainedSentence, start: int, end: int) -> str:
    return sentence.text[start - sentence.start : end - sentence.start]
