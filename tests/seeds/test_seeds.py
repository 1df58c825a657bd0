"""The seeds are raw articles of the kinds that their README tells."""

import json
import re
from collections import Counter
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from pipeline.codec import raw_article_from
from tests.seeds.conftest import SEEDS, Seed, article_file, of_slug

RESERVED = re.compile(r"(?:^|\.)(?:example|example\.(?:org|net|com))$")
REAL_BODIES = {
    "African Union",
    "East African Community",
    "European Commission",
    "European Union",
    "Peace and Security Council",
    "United Nations",
    "World Food Programme",
    "World Health Organization",
}
OFFICES = {"Nova Scotia Supreme Court", "Kenyan embassy"}


# ---------------------------------------------------------------- articles
def test_every_article_has_expectations_and_the_other_way_round() -> None:
    articles = {path.stem for path in (SEEDS / "articles").iterdir() if path.suffix != ".json"}

    assert articles == {path.stem for path in (SEEDS / "expected").iterdir()}


def test_every_sidecar_has_its_article() -> None:
    sidecars = {path.stem for path in (SEEDS / "articles").glob("*.json")}

    assert all(article_file(slug).suffix in {".txt", ".html"} for slug in sidecars)


def test_seed_is_a_raw_article(seed: Seed) -> None:
    assert raw_article_from(seed.raw).id == seed.expected["article"]


def test_form_is_that_of_the_article(seed: Seed) -> None:
    assert seed.expected["form"] == seed.form


def test_seed_comes_from_a_reserved_domain(seed: Seed) -> None:
    host = urlsplit(seed.raw["url"]).hostname or ""

    assert RESERVED.search(host), host


def test_seed_is_as_long_as_news_articles_are(seed: Seed) -> None:
    assert 250 <= sum(len(line.split()) for line in seed.lines) <= 700


def test_language_is_given_or_left_to_be_found_but_never_wrong(seed: Seed) -> None:
    assert seed.raw.get("language", seed.expected["language"]) == seed.expected["language"]


@pytest.mark.parametrize("field", ["title", "published_at"])
def test_what_a_sidecar_gives_is_expected(seed: Seed, field: str) -> None:
    assert seed.raw.get(field, seed.expected[field]) == seed.expected[field]


def test_ids_are_unique_but_for_the_correction(seeds: list[Seed]) -> None:
    counts = Counter(seed.expected["article"] for seed in seeds)

    assert {id_: n for id_, n in counts.items() if n > 1} == {"meridian-tavita-toll": 2}


def test_the_correction_is_version_two(seeds: list[Seed]) -> None:
    versions = {seed.slug: seed.expected["version"] for seed in seeds}

    assert {slug for slug, version in versions.items() if version != 1} == {"07-cyclone-toll-corrected"}


def test_the_correction_mends_the_number_of_dead(seeds: list[Seed]) -> None:
    def killed(slug: str) -> list[int]:
        figures = [figure for event in of_slug(seeds, slug).expected["events"] for figure in event["figures"]]
        return [figure["value"] for figure in figures if figure["kind"] == "killed"]

    assert (killed("05-cyclone-toll"), killed("07-cyclone-toll-corrected")) == ([14], [11])


def test_feed_order_is_order_of_publication(seeds: list[Seed]) -> None:
    times = [datetime.fromisoformat(seed.expected["published_at"]) for seed in seeds]

    assert times == sorted(times)


def test_persons_and_small_bodies_are_marked_as_invented(seed: Seed) -> None:
    invented = set(seed.raw["metadata"]["invented"])
    named = {name["name"] for name in seed.expected["names"] if name["type"] in {"PERSON", "ORG"}}

    assert named - invented - REAL_BODIES - OFFICES == set()


def test_the_broken_file_holds_one_line_that_is_no_json() -> None:
    (line,) = (SEEDS / "articles" / "99-broken.jsonl").read_text(encoding="utf-8").splitlines()

    with pytest.raises(json.JSONDecodeError):
        json.loads(line)


# ---------------------------------------------------------------- the mix
def readme_rows() -> list[list[str]]:
    lines = (SEEDS / "README.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in lines if line.startswith("| `")]
    return [row for row in rows if re.match(r"\d\d-", row[0])]


def test_the_readme_lists_every_article_in_feed_order() -> None:
    articles = sorted(path.name for path in (SEEDS / "articles").iterdir() if path.suffix != ".json")

    assert [row[0] for row in readme_rows()] == articles


def test_the_readme_tells_the_form_of_every_article(seeds: list[Seed]) -> None:
    told = {Path(row[0]).stem: row[1] for row in readme_rows()}

    assert {slug: form for slug, form in told.items() if form != "broken"} == {seed.slug: seed.form for seed in seeds}


def test_the_readme_tells_the_story_of_every_article(seeds: list[Seed]) -> None:
    told = {Path(row[0]).stem: row[2] for row in readme_rows()}

    assert {slug: story for slug, story in told.items() if story} == {
        seed.slug: seed.expected["story"] for seed in seeds
    }


@pytest.mark.parametrize(("form", "least"), [("text", 7), ("html", 5), ("clean", 1)])
def test_there_are_enough_articles_of_each_form(form: str, least: int, seeds: list[Seed]) -> None:
    assert sum(seed.form == form for seed in seeds) >= least


def test_there_is_one_article_in_french(seeds: list[Seed]) -> None:
    assert Counter(seed.expected["language"] for seed in seeds) == {"en": len(seeds) - 1, "fr": 1}


def test_some_titles_and_times_are_left_to_be_found(seeds: list[Seed]) -> None:
    absent = Counter(field for seed in seeds for field in ("title", "published_at") if field not in seed.raw)

    assert absent == {"title": 5, "published_at": 2}


@pytest.mark.parametrize("family", ["DIPL", "CONF", "BUS", "DIS", "JUS", "PPL", "HSE", "UNR", "GOV"])
def test_some_article_leads_with_each_family(family: str, seeds: list[Seed]) -> None:
    leads = {event["type"].split(".")[0] for seed in seeds for event in seed.expected["events"] if event["lead"]}

    assert family in leads
