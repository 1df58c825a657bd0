"""The scorer of events is right: what counts as found, and how what was found is judged."""

from typing import Any

import pytest
import seed_events
from seed_samples import ARREST, DENIAL, TEXT, a_found_event, a_record, an_event, an_expectation, span


def evented(wanted: list[dict[str, Any]], found: list[dict[str, Any]], **record: Any) -> tuple[int, int, int]:
    tally = seed_events.events(an_expectation(events=wanted), a_record(events=found, **record))
    return len(tally.right), len(tally.missed), len(tally.wrong)


def test_an_event_of_the_same_trigger_and_family_is_right() -> None:
    assert evented([ARREST], [a_found_event("arrested", "JUS.CHARGE")]) == (1, 0, 0)


def test_an_event_of_another_family_is_wrong() -> None:
    assert evented([ARREST], [a_found_event("arrested", "CONF.ATTACK")]) == (0, 1, 1)


def test_an_event_of_an_acceptable_family_is_right() -> None:
    assert evented([{**ARREST, "also_acceptable": ["UNR.REPRESS"]}], [a_found_event("arrested", "UNR.RIOT")]) == (
        1,
        0,
        0,
    )


def test_an_event_of_the_same_sentence_is_right_with_another_trigger() -> None:
    assert evented([ARREST], [a_found_event("two men", "JUS.ARREST")]) == (1, 0, 0)


def test_an_event_of_another_sentence_is_wrong() -> None:
    assert evented([ARREST], [a_found_event("denied", "JUS.ARREST")]) == (0, 1, 1)


def test_a_further_mention_finds_the_event() -> None:
    mention = {"sentence": "The company Borealis denied a leak.", "trigger": "leak"}

    assert evented([{**ARREST, "mentions": [mention]}], [a_found_event("leak", "JUS.ARREST")]) == (1, 0, 0)


def test_a_further_mention_that_was_found_finds_the_event() -> None:
    found = a_found_event("promised", "JUS.ARREST", mentions=[span("arrested")])

    assert evented([ARREST], [found]) == (1, 0, 0)


def test_the_same_event_twice_is_right_once() -> None:
    assert evented([ARREST], [a_found_event("arrested", "JUS.ARREST"), a_found_event("arrested", "JUS.CRIME")]) == (
        1,
        0,
        1,
    )


def test_one_event_that_was_found_is_right_for_one_alone() -> None:
    leak = an_event("leak", "The company Borealis denied a leak.", "STMT.ACCUSE")

    assert evented([DENIAL, leak], [a_found_event("denied", "STMT.DENY")]) == (1, 1, 0)


def test_a_borderline_event_is_neither_missed_nor_right_nor_wrong() -> None:
    borderline = [{**ARREST, "essential": False}]

    assert (evented(borderline, []), evented(borderline, [a_found_event("arrested", "JUS.ARREST")])) == (
        (0, 0, 0),
        (0, 0, 0),
    )


def test_events_of_one_sentence_are_paired_by_their_triggers() -> None:
    leak = an_event("leak", "The company Borealis denied a leak.", "STMT.ACCUSE", factuality="denied")
    found = [a_found_event("leak", "STMT.ACCUSE", factuality="denied"), a_found_event("denied", "STMT.DENY")]

    tally = seed_events.factuality(an_expectation(events=[DENIAL, leak]), a_record(events=found))

    assert (len(tally.right), len(tally.wrong)) == (2, 0)


def test_marks_and_spaces_of_a_sentence_may_have_been_changed_by_cleaning() -> None:
    wanted = an_event("plant", '"We will  plant a thousand trees," she said', "DIPL.AGREE")
    text = TEXT.replace('"We', "“We").replace('trees,"', "trees,”")

    assert evented([wanted], [a_found_event("plant", "DIPL.AGREE")], text=text) == (1, 0, 0)


def test_an_event_whose_sentence_was_lost_in_cleaning_is_missed() -> None:
    assert evented([ARREST], [], text="Nothing is left of it.") == (0, 1, 0)


def test_types_are_judged_on_events_that_were_found() -> None:
    found = [a_found_event("arrested", "JUS.CHARGE"), a_found_event("denied", "STMT.DENY")]

    tally = seed_events.types(an_expectation(events=[ARREST, DENIAL]), a_record(events=found))

    assert tally.precision == 0.5


def test_factuality_is_judged_on_events_that_were_found() -> None:
    found = [a_found_event("arrested", "JUS.ARREST", factuality="planned"), a_found_event("promised", "DIPL.AGREE")]

    tally = seed_events.factuality(an_expectation(events=[ARREST, DENIAL]), a_record(events=found))

    assert (len(tally.right), len(tally.wrong)) == (0, 1)


@pytest.mark.parametrize(
    ("trigger", "kind", "is_right"), [("arrested", "JUS.ARREST", True), ("denied", "STMT.DENY", False)]
)
def test_the_lead_is_judged_by_the_event_found_for_it(trigger: str, kind: str, is_right: bool) -> None:
    found = [a_found_event(trigger, kind, lead=True)]

    assert seed_events.leads(an_expectation(events=[ARREST, DENIAL]), a_record(events=found)).accuracy == is_right


def test_a_lead_that_is_not_marked_as_such_is_wrong() -> None:
    found = [a_found_event("arrested", "JUS.ARREST", lead=False)]

    assert len(seed_events.leads(an_expectation(events=[ARREST]), a_record(events=found)).wrong) == 1
