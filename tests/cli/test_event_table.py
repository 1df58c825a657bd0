from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console

from pipeline.cli.event_table import build_event_table, event_cells
from pipeline.records.annotation import Span
from pipeline.records.event import Actor, Event, EventPlace, EventTime, Trigger

EVENT = Event(
    id="e1",
    type="DIPL.MEET",
    label="Meeting or talks",
    trigger=Trigger(start=5, end=8, text="met", lemma="meet"),
    sentence=Span(start=0, end=20, text="Anna met Bo in Oslo."),
    source=(Actor(start=0, end=4, text="Anna", name="Anna Berg"), Actor(start=0, end=4, text="others")),
    target=(Actor(start=9, end=11, text="Bo"),),
    place=EventPlace(start=15, end=19, text="Oslo"),
    time=EventTime(start=0, end=0, text="today", value="2026-01-31"),
    factuality="happened",
    rule="verb",
)


def test_an_event_is_told_in_words() -> None:
    assert event_cells(EVENT) == (
        "Meeting or talks",
        "Anna Berg, others",
        "met",
        "Bo",
        "Oslo",
        "2026-01-31",
        "happened",
    )


def test_what_is_not_known_is_left_empty() -> None:
    bare = replace(EVENT, source=(), target=(), place=None, time=None)

    assert event_cells(bare) == ("Meeting or talks", "", "met", "", "", "", "happened")


@pytest.mark.parametrize("text", ["[bold]met[/bold]", "[/]"])
def test_markup_in_an_article_is_only_text(text: str) -> None:
    out = StringIO()

    Console(file=out, width=200).print(build_event_table([replace(EVENT, trigger=replace(EVENT.trigger, text=text))]))

    assert text in out.getvalue()
