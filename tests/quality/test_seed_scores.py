"""The scorer is right on whole runs, and writes down what it found."""

import json
from pathlib import Path
from typing import Any

import pytest
import seed_scores
from seed_samples import a_letter, a_line, a_name, a_record, a_story, an_entity, an_expectation, span
from seed_scores import Run, figures_of
from seed_tasks import Tally

from tests.seeds.conftest import Seed, read_seed, slugs


def as_read(seed: Seed) -> dict[str, Any]:
    """The record of a pipeline that reads as the careful reader does."""
    expected = seed.expected
    gone = {" ".join(piece["text"].split()) for piece in expected["removed"]}
    text = "\n\n".join(line for line in seed.lines if line not in gone)
    sections = [{**span(line, text), "role": "heading"} for line in expected["headings"]]
    entities = [an_entity(entry["name"], entry["type"], *entry["aliases"]) for entry in expected["names"]]
    quotes = [{**quote, "spans": [list(span(quote["text"], text).values())[:2]]} for quote in expected["quotes"]]
    facts = {
        field: expected[field] for field in ("version", "title", "authors", "published_at", "duplicate", "removed")
    }
    return {
        **facts,
        "id": expected["article"],
        "text": text,
        "sections": sections,
        "entities": entities,
        "quotes": quotes,
        "events": [as_found(event, text) for event in expected["events"]],
    }


def as_found(event: dict[str, Any], text: str) -> dict[str, Any]:
    sentence = span(event["sentence"], text)
    start = sentence["start"] + span(event["trigger"], event["sentence"])["start"]
    trigger = {"start": start, "end": start + len(event["trigger"]), "text": event["trigger"]}
    return {**event, "sentence": sentence, "trigger": trigger, "mentions": []}


@pytest.fixture(scope="module")
def run_as_read() -> Run:
    read = [read_seed(slug) for slug in slugs()]
    records = {(seed.expected["article"], seed.expected["version"]): as_read(seed) for seed in read}
    groups = {seed.expected["story"] for seed in read}
    members = {group: {s.expected["article"] for s in read if s.expected["story"] == group} for group in groups}
    stories = [a_story(group, *sorted(members[group])) for group in sorted(groups)]
    return Run(records=records, stories=stories, letters=[a_letter(file="seeds/articles/99-broken.jsonl")])


def test_a_reader_as_careful_as_ours_gets_every_figure_in_full(run_as_read: Run) -> None:
    figures = figures_of(seed_scores.read_expectations(), run_as_read)

    assert {name: value for name, value in figures.items() if value != 1.0} == {}


def test_a_run_that_gave_nothing_gets_next_to_nothing() -> None:
    figures = figures_of(seed_scores.read_expectations(), Run(records={}, stories=[], letters=[]))

    told = {name: value for name, value in figures.items() if name.endswith("f1") and not name.startswith("stories")}
    accuracies = {
        figures[name] for name in ("copies.accuracy", "quotes.speaker", "events.type", "dead_letters.accuracy")
    }
    assert (max(told.values()), accuracies) == (0, {0})


def test_lines_of_pages_and_of_text_are_scored_apart() -> None:
    expected = an_expectation(form="html", removed=[a_line("credit", "(with newswires)")])
    run = Run(records={("a", 1): a_record()}, stories=[], letters=[])

    told = [seed_scores.tally_of(task, expected, run) for task in ("removed_of_text", "removed_of_pages")]

    assert told == [Tally(), Tally(missed=("(with newswires)",))]


def test_annotations_of_other_languages_do_not_count() -> None:
    expected = an_expectation(language="fr", names=[a_name("Ada Rovell", "PERSON")])

    assert seed_scores.tally_of("names", expected, Run(records={}, stories=[], letters=[])) == Tally()


def test_both_versions_of_an_article_are_scored_by_themselves() -> None:
    expected = an_expectation(version=2, title="A bigger park")
    records = {("a", 1): a_record(), ("a", 2): a_record(version=2, title="A bigger park")}

    assert seed_scores.tally_of("title", expected, Run(records=records, stories=[], letters=[])).precision == 1


def test_figures_are_written_as_one_flat_object(run_as_read: Run, tmp_path: Path) -> None:
    files = {
        "enriched": run_as_read.records.values(),
        "stories": run_as_read.stories,
        "dead-letters": run_as_read.letters,
    }
    for name, rows in files.items():
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")

    seed_scores.main(["--output-of", str(tmp_path), "--json", str(tmp_path / "figures.json")])

    figures = json.loads((tmp_path / "figures.json").read_text())
    assert {value for name, value in figures.items() if not name.startswith("lines_")} == {1.0}


def test_faults_name_the_article_and_the_item() -> None:
    tallies = {"names": {"01-park": Tally(missed=("Ada Rovell (PERSON)",), wrong=("Ada (ORG)",))}}

    assert seed_scores.faults_of("names", tallies) == [
        "01-park missed: Ada Rovell (PERSON)",
        "01-park wrong: Ada (ORG)",
    ]
