"""The seeds are sound: every label stands in its article, and the mix is what their README says."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlsplit

import pytest

from pipeline.codec import raw_article_from
from pipeline.records.annotation import EntityType, QuoteKind
from pipeline.records.article import CopyKind, RemovedRole
from pipeline.records.event import Factuality, FigureKind
from tests.seeds.conftest import SEEDS, Seed, article_file, squashed

ONTOLOGY = SEEDS.parent / "pipeline" / "knowledge" / "ontology.json"
LEAF = re.compile(r"[A-Z]{3,4}\.[A-Z_]+")
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
SHORT_LINE = 60
ENDS_OF_SENTENCES = (".", '"', "”", "»")
DUPLICATES = {
    "02-rotterdam-strike-vote-rewritten": ("01-rotterdam-strike-vote", "near"),
    "11-mali-convoy-cut": ("10-mali-convoy", "contained"),
    "14-cork-measles-rewritten": ("13-cork-measles", "near"),
    "17-kampala-summit-copy": ("16-kampala-summit-held", "exact"),
}


def ontology_ids() -> set[str]:
    return set(re.findall(rf'"({LEAF.pattern})"', ONTOLOGY.read_text(encoding="utf-8")))


def mentions_of(seed: Seed) -> Iterator[dict[str, Any]]:
    for event in seed.expected["events"]:
        yield event
        yield from event["mentions"]


def arguments_of(event: dict[str, Any]) -> list[str]:
    alone = [span for span in (event["place"], event["attribution"]) if span]
    return [*event["source"], *event["target"], *alone]


def shingles(seed: Seed) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", "\n".join(seed.lines).lower().replace("’", "'"))
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)}


def shared(copy: Seed, original: Seed) -> float:
    """The share of the copy's five-word runs that stand in the original, too."""
    return len(shingles(copy) & shingles(original)) / len(shingles(copy))


def of_slug(seeds: list[Seed], slug: str) -> Seed:
    return next(seed for seed in seeds if seed.slug == slug)


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


# ---------------------------------------------------------------- copies and stories
def test_duplicates_are_those_that_were_written(seeds: list[Seed]) -> None:
    ids = {seed.slug: seed.expected["article"] for seed in seeds}
    found = {seed.slug: seed.expected["duplicate"] for seed in seeds if seed.expected["duplicate"]}

    assert found == {copy: {"of": ids[original], "kind": kind} for copy, (original, kind) in DUPLICATES.items()}


def test_copy_kinds_are_those_of_the_record(seed: Seed) -> None:
    verdict = seed.expected["duplicate"]

    assert verdict is None or verdict["kind"] in get_args(CopyKind)


@pytest.mark.parametrize(("copy", "original"), [(copy, row[0]) for copy, row in DUPLICATES.items() if row[1] == "near"])
def test_a_rewritten_copy_keeps_most_of_its_original_but_not_all(copy: str, original: str, seeds: list[Seed]) -> None:
    assert 0.5 < shared(of_slug(seeds, copy), of_slug(seeds, original)) < 0.85


def test_a_cut_copy_is_contained_in_its_original(seeds: list[Seed]) -> None:
    assert shared(of_slug(seeds, "11-mali-convoy-cut"), of_slug(seeds, "10-mali-convoy")) > 0.9


def test_a_cut_copy_is_far_shorter_than_its_original(seeds: list[Seed]) -> None:
    cut, whole = (of_slug(seeds, slug) for slug in ("11-mali-convoy-cut", "10-mali-convoy"))

    assert len(shingles(cut)) < 0.7 * len(shingles(whole))


def test_an_exact_copy_differs_in_space_and_case_of_its_headline_alone(seeds: list[Seed]) -> None:
    copy, original = (of_slug(seeds, slug).lines for slug in ("17-kampala-summit-copy", "16-kampala-summit-held"))

    assert (copy[0].casefold(), copy[1:]) == (original[0].casefold(), original[1:])


def test_an_exact_copy_is_not_the_same_file(seeds: list[Seed]) -> None:
    copy, original = (of_slug(seeds, slug).raw for slug in ("17-kampala-summit-copy", "16-kampala-summit-held"))

    assert copy["body"] != original["body"]


def test_other_articles_share_next_to_nothing(seeds: list[Seed]) -> None:
    originals = [seed for seed in seeds if not seed.expected["duplicate"] and seed.expected["version"] == 1]
    pairs = [(one, other) for one in originals for other in originals if one.slug < other.slug]

    assert [(one.slug, other.slug) for one, other in pairs if shared(one, other) > 0.05] == []


def test_copies_belong_to_the_story_of_their_original(seeds: list[Seed]) -> None:
    stories = {seed.expected["article"]: seed.expected["story"] for seed in seeds}
    copies = [seed.expected for seed in seeds if seed.expected["duplicate"]]

    assert [copy["story"] for copy in copies] == [stories[copy["duplicate"]["of"]] for copy in copies]


@pytest.mark.parametrize(
    ("planned_in", "done_in", "family"),
    [
        ("01-rotterdam-strike-vote", "12-rotterdam-strike-begins", "UNR"),
        ("03-kampala-summit-planned", "16-kampala-summit-held", "DIPL"),
    ],
)
def test_a_plan_is_reported_as_done_later(planned_in: str, done_in: str, family: str, seeds: list[Seed]) -> None:
    told_before = of_slug(seeds, planned_in).expected["events"]
    plan = next(event for event in told_before if event["lead"] and event["factuality"] == "planned")
    done = [
        event["factuality"]
        for event in of_slug(seeds, done_in).expected["events"]
        if event["type"].startswith(family) and event["time"] == plan["time"]
    ]

    assert {"happened", "ongoing"} & set(done)


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
