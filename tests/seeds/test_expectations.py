"""What a careful reader expects of each seed stands in it, in the words of the records."""

import re
from collections.abc import Iterator
from typing import Any, get_args

from pipeline.records.annotation import EntityType, QuoteKind
from pipeline.records.article import RemovedRole
from pipeline.records.event import Factuality, FigureKind
from tests.seeds.conftest import SEEDS, Seed, squashed

ONTOLOGY = SEEDS.parent / "pipeline" / "knowledge" / "ontology.json"
LEAF = re.compile(r"[A-Z]{3,4}\.[A-Z_]+")
SHORT_LINE = 60
ENDS_OF_SENTENCES = (".", '"', "”", "»")


def ontology_ids() -> set[str]:
    return set(re.findall(rf'"({LEAF.pattern})"', ONTOLOGY.read_text(encoding="utf-8")))


def mentions_of(seed: Seed) -> Iterator[dict[str, Any]]:
    for event in seed.expected["events"]:
        yield event
        yield from event["mentions"]


def arguments_of(event: dict[str, Any]) -> list[str]:
    alone = [span for span in (event["place"], event["attribution"]) if span]
    return [*event["source"], *event["target"], *alone]


# ---------------------------------------------------------------- lines
def test_headings_are_lines_of_the_body(seed: Seed) -> None:
    assert [heading for heading in seed.expected["headings"] if heading not in seed.lines] == []


def test_removed_lines_stand_in_the_body(seed: Seed) -> None:
    page = squashed("\n".join(seed.lines))

    assert [piece for piece in seed.expected["removed"] if squashed(piece["text"]) not in page] == []


def test_removed_lines_of_plain_text_are_copied_exactly(seed: Seed) -> None:
    lines = {line.strip() for line in seed.raw["body"].splitlines()}

    missing = [piece["text"] for piece in seed.expected["removed"] if piece["text"] not in lines]
    assert missing == [] or seed.form == "html"


def test_removed_roles_are_those_of_the_record(seed: Seed) -> None:
    roles = {role for piece in seed.expected["removed"] for role in (piece["role"], *piece.get("also_acceptable", ()))}

    assert roles <= set(get_args(RemovedRole))


def test_no_short_line_of_plain_text_is_left_unlabelled(seed: Seed) -> None:
    left = [line for line in seed.kept.split("\n") if len(line) < SHORT_LINE and not line.endswith(ENDS_OF_SENTENCES)]

    assert left == [] or seed.form == "html"


def test_prepared_text_has_nothing_to_remove(seeds: list[Seed]) -> None:
    prepared = [seed.expected for seed in seeds if seed.form == "clean"]

    assert [(expected["removed"], expected["headings"]) for expected in prepared] == [([], [])]


# ---------------------------------------------------------------- names and quotes
def test_names_stand_in_the_article(seed: Seed) -> None:
    names = [name for entry in seed.expected["names"] for name in (entry["name"], *entry["aliases"])]

    assert [name for name in names if name not in seed.kept] == []


def test_name_types_are_those_of_the_record(seed: Seed) -> None:
    assert {entry["type"] for entry in seed.expected["names"]} <= set(get_args(EntityType))


def test_quotes_stand_between_marks(seed: Seed) -> None:
    marks = [("“", "”"), ('"', '"'), ("« ", " »")]
    outside = [
        quote["text"]
        for quote in seed.expected["quotes"]
        if not any(f"{opening}{quote['text']}{closing}" in seed.kept for opening, closing in marks)
    ]

    assert outside == []


def test_quote_kinds_are_those_of_the_record(seed: Seed) -> None:
    assert {quote["kind"] for quote in seed.expected["quotes"]} <= set(get_args(QuoteKind))


def test_speakers_are_named_in_full(seed: Seed) -> None:
    names = {entry["name"] for entry in seed.expected["names"]} | {None}

    assert [quote["speaker"] for quote in seed.expected["quotes"] if quote["speaker"] not in names] == []


def test_every_marked_stretch_is_a_quote_or_a_single_word(seed: Seed) -> None:
    marked = re.findall(r'"([^"]+)"|“([^”]+)”|« ([^»]+) »', seed.kept)
    stretches = {"".join(groups) for groups in marked}
    left = stretches - {quote["text"] for quote in seed.expected["quotes"]}

    assert {text for text in left if " " in text} == set() or seed.expected["duplicate"]


# ---------------------------------------------------------------- events
def test_event_sentences_stand_once_in_the_article(seed: Seed) -> None:
    text = squashed(seed.kept)

    assert [row["sentence"] for row in mentions_of(seed) if text.count(row["sentence"]) != 1] == []


def test_event_sentences_do_not_cross_paragraphs(seed: Seed) -> None:
    paragraphs = seed.kept.split("\n")
    stretches = [row["sentence"] for row in mentions_of(seed)]

    assert [stretch for stretch in stretches if not any(stretch in paragraph for paragraph in paragraphs)] == []


def test_event_sentences_are_six_words_or_whole(seed: Seed) -> None:
    short = [row["sentence"] for row in mentions_of(seed) if len(row["sentence"].split()) < 6]

    assert [stretch for stretch in short if not (stretch[0].isupper() and stretch.endswith("."))] == []


def test_triggers_stand_once_in_their_sentence(seed: Seed) -> None:
    def count(row: dict[str, Any]) -> int:
        return len(re.findall(rf"(?<!\w){re.escape(row['trigger'])}(?!\w)", row["sentence"]))

    assert [row for row in mentions_of(seed) if count(row) != 1] == []


def test_actors_and_places_stand_in_the_article(seed: Seed) -> None:
    text = squashed(seed.kept)
    spans = [span for event in seed.expected["events"] for span in arguments_of(event)]

    assert [span for span in spans if span not in text] == []


def test_event_types_are_leaves_of_the_ontology(seed: Seed) -> None:
    types = {kind for event in seed.expected["events"] for kind in (event["type"], *event["also_acceptable"])}

    assert types - ontology_ids() == set()


def test_factuality_is_one_of_the_record(seed: Seed) -> None:
    assert {event["factuality"] for event in seed.expected["events"]} <= set(get_args(Factuality))


def test_figure_kinds_are_those_of_the_record(seed: Seed) -> None:
    kinds = {figure["kind"] for event in seed.expected["events"] for figure in event["figures"]}

    assert kinds <= set(get_args(FigureKind))


def test_event_times_are_dates_months_or_years(seed: Seed) -> None:
    times = [event["time"] for event in seed.expected["events"] if event["time"]]

    assert [time for time in times if not re.fullmatch(r"\d{4}(-\d\d){0,2}", time)] == []


def test_exactly_one_event_is_the_lead(seed: Seed) -> None:
    leads = sum(event["lead"] for event in seed.expected["events"])

    assert leads == bool(seed.expected["events"])


def test_the_lead_is_essential_and_no_background(seed: Seed) -> None:
    leads = [event for event in seed.expected["events"] if event["lead"]]

    assert [event for event in leads if event["background"] or not event["essential"]] == []


def test_only_copies_have_no_annotations(seed: Seed) -> None:
    assert bool(seed.expected["events"]) != bool(seed.expected["duplicate"])
