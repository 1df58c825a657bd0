"""Seeds that tell of the same: copies, and plans that are reported as done later."""

import re
from typing import get_args

import pytest

from pipeline.records.article import CopyKind
from tests.seeds.conftest import Seed, of_slug

DUPLICATES = {
    "02-rotterdam-strike-vote-rewritten": ("01-rotterdam-strike-vote", "near"),
    "11-mali-convoy-cut": ("10-mali-convoy", "contained"),
    "14-cork-measles-rewritten": ("13-cork-measles", "near"),
    "17-kampala-summit-copy": ("16-kampala-summit-held", "exact"),
}


def shingles(seed: Seed) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", "\n".join(seed.lines).lower().replace("’", "'"))
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)}


def shared(copy: Seed, original: Seed) -> float:
    """The share of the copy's five-word runs that stand in the original, too."""
    return len(shingles(copy) & shingles(original)) / len(shingles(copy))


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
