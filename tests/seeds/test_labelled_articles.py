"""The labelled articles under `seeds/labelled` are sound: format, spans that stand in the text, two even halves."""

import json
import re
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

SEEDS = Path(__file__).parents[2] / "seeds"
LABELLED = SEEDS / "labelled"
TYPES = SEEDS / "events" / "types.txt"
HALVES = ("open", "frozen")
FEWEST_ARTICLES = 28
WORDS = range(250, 651)
LONG_ENOUGH = 6
MOST_UNEVEN = 1.25

ARTICLE_FIELDS = {"id", "title", "source", "published_at", "language", "text", "events", "names", "quotes", "dates"}
EVENT_FIELDS = {
    "article",
    "n",
    "mentions",
    "type",
    "also_acceptable",
    "source",
    "target",
    "place",
    "time",
    "factuality",
    "attribution",
    "figures",
    "background",
    "essential",
    "lead",
}
FACTUALITY = {"happened", "ongoing", "planned", "possible", "alleged", "demanded", "threatened", "denied"}
FIGURES = {"killed", "injured", "arrested", "amount", "number"}
NAMES = {"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW"}
NOT_SPEECH = {"STOP", "hold"}  # marked words that nobody is quoted for
QUOTES = {"direct", "mixed", "indirect"}
TYPE = re.compile(r"[A-Z]{3,4}\.[A-Z_]+")
EVENT_TIME = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
DATE_VALUE = re.compile(
    r"\d{4}(-\d{2}(-\d{2})?)?(T(\d{2}:\d{2}|MO|MI|AF|EV|NI))?|\d{4}-W\d{2}|\d{4}-(SP|SU|FA|WI)|\d{2,3}|PAST_REF|FUTURE_REF"
)

PATHS = sorted(LABELLED.glob("*/*.json"))
ARTICLES: dict[Path, dict[str, Any]] = {path: json.loads(path.read_text(encoding="utf-8")) for path in PATHS}


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def found(span: str, text: str) -> bool:
    """Say whether a span stands in a text as whole words."""
    return bool(span) and re.search(rf"(?<!\w){re.escape(span)}(?!\w)", text) is not None


def sentences(text: str) -> set[str]:
    return {part.strip() for part in re.split(r"(?<=[.!?”’\"])\s+|\n\n", text)}


def of_half(half: str) -> list[dict[str, Any]]:
    return [article for path, article in ARTICLES.items() if path.parent.name == half]


def events_of(half: str) -> list[dict[str, Any]]:
    return [event for article in of_half(half) for event in article["events"]]


each_article = pytest.mark.parametrize("path", PATHS, ids=name_of)


def test_there_are_enough_articles_in_two_halves() -> None:
    assert {path.parent.name for path in PATHS} == set(HALVES)
    assert len(PATHS) >= FEWEST_ARTICLES
    assert abs(len(of_half("open")) - len(of_half("frozen"))) <= 1


def test_ids_and_numbers_are_used_once() -> None:
    ids = [article["id"] for article in ARTICLES.values()]
    numbers = [path.name[:2] for path in PATHS]

    assert len(set(ids)) == len(ids)
    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch(r"\d\d-[a-z0-9-]+\.json", path.name) for path in PATHS)


@each_article
def test_article_has_its_fields(path: Path) -> None:
    article = ARTICLES[path]

    assert set(article) == ARTICLE_FIELDS
    assert article["source"].endswith(".example")
    assert article["language"] == "en"
    assert datetime.fromisoformat(article["published_at"]).year == 2026
    assert article["title"].strip() == article["title"] != ""


@each_article
def test_text_is_prepared(path: Path) -> None:
    text = ARTICLES[path]["text"]

    assert len(text.split()) in WORDS
    assert all(part == part.strip() != "" and "\n" not in part for part in text.split("\n\n"))


@each_article
def test_events_have_their_fields(path: Path) -> None:
    article = ARTICLES[path]

    assert [event["n"] for event in article["events"]] == list(range(1, len(article["events"]) + 1))
    for event in article["events"]:
        assert set(event) == EVENT_FIELDS
        assert event["article"] == article["id"]
        assert event["factuality"] in FACTUALITY
        assert event["time"] is None or EVENT_TIME.fullmatch(event["time"])
        assert all(set(figure) == {"kind", "value"} and figure["kind"] in FIGURES for figure in event["figures"])
        assert all(isinstance(event[flag], bool) for flag in ("background", "essential", "lead"))


@each_article
def test_event_types_are_known(path: Path) -> None:
    known = set(TYPES.read_text(encoding="utf-8").split()) if TYPES.exists() else None

    for event in ARTICLES[path]["events"]:
        types = [event["type"], *event["also_acceptable"]]
        assert len(set(types)) == len(types)
        assert all(TYPE.fullmatch(name) for name in types)
        assert known is None or all(name in known or name.endswith(".OTHER") for name in types), types


@each_article
def test_exactly_one_event_leads_unless_there_is_none(path: Path) -> None:
    leads = [event for event in ARTICLES[path]["events"] if event["lead"]]

    assert len(leads) == bool(ARTICLES[path]["events"])
    assert all(event["essential"] and not event["background"] for event in leads)


@each_article
def test_mentions_stand_once_in_the_text_and_hold_their_trigger_once(path: Path) -> None:
    text = ARTICLES[path]["text"]
    whole = sentences(text)

    for event in ARTICLES[path]["events"]:
        assert event["mentions"], event["type"]
        for mention in event["mentions"]:
            stretch, trigger = mention["sentence"], mention["trigger"]
            assert text.count(stretch) == 1, stretch
            assert found(stretch, text) or stretch in whole, stretch
            assert len(stretch.split()) >= LONG_ENOUGH or stretch in whole, stretch
            assert len(re.findall(rf"(?<!\w){re.escape(trigger)}(?!\w)", stretch)) == 1, (trigger, stretch)


@each_article
def test_no_trigger_serves_two_events(path: Path) -> None:
    text = ARTICLES[path]["text"]
    places = Counter(
        text.index(mention["sentence"])
        + next(re.finditer(rf"(?<!\w){re.escape(mention['trigger'])}(?!\w)", mention["sentence"])).start()
        for event in ARTICLES[path]["events"]
        for mention in event["mentions"]
    )

    assert [text[place : place + 30] for place, count in places.items() if count > 1] == []


@each_article
def test_spans_of_events_stand_in_the_text(path: Path) -> None:
    text = ARTICLES[path]["text"]

    for event in ARTICLES[path]["events"]:
        alone = [event[field] for field in ("place", "attribution") if event[field] is not None]
        assert [span for span in (*event["source"], *event["target"], *alone) if not found(span, text)] == []
        assert event["source"] or event["target"] or event["place"] or event["figures"], event["type"]


@each_article
def test_names_stand_in_the_text(path: Path) -> None:
    article = ARTICLES[path]
    full = [name["name"] for name in article["names"]]

    assert full
    assert len(set(full)) == len(full)
    for name in article["names"]:
        assert set(name) == {"name", "type", "mentions"}
        assert name["type"] in NAMES
        assert [mention for mention in name["mentions"] if not found(mention, article["text"])] == []
        assert name["mentions"], name["name"]


@each_article
def test_quotes_stand_once_in_the_text(path: Path) -> None:
    text = ARTICLES[path]["text"]

    for quote in ARTICLES[path]["quotes"]:
        assert set(quote) == {"text", "kind", "speaker"}
        assert quote["kind"] in QUOTES
        assert quote["speaker"].strip()
        assert text.count(quote["text"]) == 1, quote["text"]
        before = text[: text.index(quote["text"])][-1:]
        marked = before != "" and before in "“\"‘'"
        assert marked == (quote["kind"] != "indirect"), quote["text"]


@each_article
def test_every_mark_opens_a_labelled_quote(path: Path) -> None:
    article = ARTICLES[path]
    works = [mention for name in article["names"] if name["type"] == "WORK_OF_ART" for mention in name["mentions"]]
    labelled = [*(quote["text"] for quote in article["quotes"]), *works]

    opened = [match.end() for match in re.finditer(r"(?<!\S)[“\"](?=\w)", article["text"])]
    spoken = [at for at in opened if re.match(r"\w+", article["text"][at:])[0] not in NOT_SPEECH]

    assert [article["text"][at : at + 30] for at in spoken if not article["text"].startswith(tuple(labelled), at)] == []


@each_article
def test_dates_stand_in_the_text_and_have_values(path: Path) -> None:
    article = ARTICLES[path]
    texts = [date["text"] for date in article["dates"]]

    assert len(set(texts)) == len(texts)
    for date in article["dates"]:
        assert set(date) == {"text", "value"}
        assert found(date["text"], article["text"]), date["text"]
        assert DATE_VALUE.fullmatch(date["value"]), date


@pytest.mark.parametrize("half", HALVES)
def test_every_factuality_is_represented(half: str) -> None:
    assert {event["factuality"] for event in events_of(half)} == FACTUALITY


@pytest.mark.parametrize("half", HALVES)
def test_half_has_articles_without_events_and_articles_of_history(half: str) -> None:
    without = [article for article in of_half(half) if not article["events"]]
    history = [
        article
        for article in of_half(half)
        if 2 * sum(event["background"] for event in article["events"]) > len(article["events"])
    ]

    assert len(without) >= 2
    assert history


def test_halves_are_alike_in_size() -> None:
    fewer, more = sorted(len(events_of(half)) for half in HALVES)

    assert more <= MOST_UNEVEN * fewer


def test_halves_share_no_sentence() -> None:
    seen = {half: {line for article in of_half(half) for line in sentences(article["text"])} for half in HALVES}

    assert {line for line in seen["open"] & seen["frozen"] if len(line.split()) >= LONG_ENOUGH} == set()
