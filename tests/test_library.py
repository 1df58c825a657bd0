"""Newswire in a program of one's own."""

import subprocess
import sys
from pathlib import Path

import pytest

import pipeline
from pipeline import ArticleError, codec, enrich, enrich_all
from pipeline.records.article import EnrichedArticle
from pipeline.records.dead_letter import DeadLetter
from pipeline.records.raw import RawArticle

TEXT = "Mayor Ida Holm met two ministers in Oslo on Friday. They agreed to build a second tram line by 2030."


@pytest.mark.model
def test_three_lines_give_events() -> None:
    article = enrich(TEXT, published_at="2026-01-31", source="example.org")
    meeting = next(event for event in article.events if event.type == "DIPL.MEET")
    assert [actor.text for actor in meeting.source] == ["Ida Holm"]
    assert meeting.time is not None
    assert (meeting.time.value, article.source) == ("2026-01-30", "example.org")
    assert article.text[meeting.trigger.start : meeting.trigger.end] == "met"


@pytest.mark.model
@pytest.mark.parametrize(
    "given", [TEXT, TEXT.encode(), RawArticle(body=TEXT), {"body": TEXT}, f"<html><body><p>{TEXT}</p></body></html>"]
)
def test_an_article_can_be_given_in_many_forms(given: pipeline.library.Given) -> None:
    assert enrich(given, id="a", published_at="2026-01-31").text == TEXT


@pytest.mark.model
def test_it_is_what_the_command_gives(tmp_path: Path) -> None:
    path = tmp_path / "raw.jsonl"
    path.write_bytes(codec.encode_value({"id": "a", "body": TEXT, "published_at": "2026-01-31"}))
    command = [sys.executable, "-m", "pipeline.cli.main", "enrich", "--no-deduplicate", str(path)]
    written = subprocess.run(command, check=True, capture_output=True, timeout=120).stdout
    assert codec.encode(enrich(TEXT, id="a", published_at="2026-01-31")) == written.strip()


@pytest.mark.model
def test_many_are_worked_in_order_with_copies_marked_and_failures_named() -> None:
    given = [{"id": "a", "body": TEXT}, {"id": "b", "body": ""}, {"id": "c", "body": TEXT}]
    first, second, third = enrich_all(given)
    assert isinstance(first, EnrichedArticle)
    assert isinstance(second, DeadLetter)
    assert isinstance(third, EnrichedArticle)
    assert (first.duplicate, second.reason) == (None, "empty_body")
    assert third.duplicate is not None
    assert third.duplicate.of == "a"


@pytest.mark.model
def test_what_cannot_be_worked_is_an_error() -> None:
    with pytest.raises(ArticleError, match="empty_body") as raised:
        enrich("")
    assert raised.value.reason == "empty_body"


def test_the_package_is_light_until_it_is_used() -> None:
    code = "import sys, pipeline; sys.exit('spacy' in sys.modules or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


def test_a_name_that_there_is_not_is_an_error() -> None:
    with pytest.raises(AttributeError, match="enrych"):
        _ = pipeline.enrych  # type: ignore[attr-defined]  # that is the point
