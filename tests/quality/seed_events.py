"""Events of the seeds: those that a careful reader expects against those that were found."""

import re
from collections.abc import Callable, Sequence

from seed_tasks import STRAIGHT, Json, Tally, judged, pair

Span = tuple[int, int]


def events(expected: Json, record: Json) -> Tally:
    """Compare events: same family, and the trigger or at least the sentence in common; borderline ones do not count."""
    wanted, found, pairs = _paired_events(expected, record)
    taken = set(pairs.values())
    essential = [number for number, event in enumerate(wanted) if event["essential"]]
    return Tally(
        right=tuple(_event_label(wanted[number]) for number in essential if number in pairs),
        missed=tuple(_event_label(wanted[number]) for number in essential if number not in pairs),
        wrong=tuple(_found_label(event) for number, event in enumerate(found) if number not in taken),
    )


def types(expected: Json, record: Json) -> Tally:
    """Judge the leaf types of the events that were found."""
    return _judge_pairs(expected, record, lambda event, other: other["type"] in _types_of(event))


def factuality(expected: Json, record: Json) -> Tally:
    """Judge the factuality of the events that were found."""
    return _judge_pairs(expected, record, lambda event, other: other["factuality"] == event["factuality"])


def leads(expected: Json, record: Json) -> Tally:
    """Judge whether the event found to be the lead is the one that the article is about."""
    wanted, found, pairs = _paired_events(expected, record)
    lead = next((number for number, event in enumerate(wanted) if event["lead"]), None)
    if lead is None:
        return Tally()
    is_right = lead in pairs and bool(found[pairs[lead]].get("lead"))
    return judged(is_right=is_right, item=_event_label(wanted[lead]))


def _judge_pairs(expected: Json, record: Json, is_right: Callable[[Json, Json], bool]) -> Tally:
    wanted, found, pairs = _paired_events(expected, record)
    total = Tally()
    for number, other in pairs.items():
        label = f"{_event_label(wanted[number])} / {found[other]['type']} {found[other]['factuality']}"
        total += judged(is_right=is_right(wanted[number], found[other]), item=label)
    return total


def _paired_events(expected: Json, record: Json) -> tuple[Sequence[Json], list[Json], dict[int, int]]:
    text = record.get("text", "").translate(STRAIGHT)
    wanted = [{**event, "spans": _trigger_spans(event, text)} for event in expected["events"]]
    found = list(record.get("events", ()))
    tests = (_is_same_event, _is_same_trigger, _is_same_sentence)
    return wanted, found, pair(wanted, found, tests)


def _trigger_spans(event: Json, text: str) -> list[Span]:
    """Where the triggers of an expected event stand in the clean text; one whose sentence was lost stands nowhere."""
    spans: list[Span] = []
    for mention in (event, *event["mentions"]):
        stretch = r"\s+".join(map(re.escape, mention["sentence"].translate(STRAIGHT).split()))
        if sentence := re.search(stretch, text):
            trigger = re.compile(rf"(?<!\w){re.escape(mention['trigger'].translate(STRAIGHT))}(?!\w)")
            spans.extend(hit.span() for hit in trigger.finditer(text, *sentence.span()))
    return spans


def _types_of(event: Json) -> set[str]:
    return {event["type"], *event["also_acceptable"]}


def _is_same_family(event: Json, other: Json) -> bool:
    return other["type"].split(".")[0] in {kind.split(".")[0] for kind in _types_of(event)}


def _is_same_trigger(event: Json, other: Json) -> bool:
    told = [(span["start"], span["end"]) for span in (other["trigger"], *other.get("mentions", ()))]
    is_hit = any(
        start < end_told and start_told < end for start, end in event["spans"] for start_told, end_told in told
    )
    return is_hit and _is_same_family(event, other)


def _is_same_event(event: Json, other: Json) -> bool:
    return other["type"] in _types_of(event) and _is_same_trigger(event, other)


def _is_same_sentence(event: Json, other: Json) -> bool:
    start, end = other["sentence"]["start"], other["sentence"]["end"]
    return any(start <= first < end for first, _ in event["spans"]) and _is_same_family(event, other)


def _event_label(event: Json) -> str:
    return f"{event['type']} {event['factuality']}: {event['sentence']} [{event['trigger']}]"


def _found_label(event: Json) -> str:
    return f"{event['type']} {event['factuality']}: {event['sentence']['text']} [{event['trigger']['text']}]"
