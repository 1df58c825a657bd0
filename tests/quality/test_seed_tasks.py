"""Each task of the scorer is right: lines, names, quotes, and what is known of an article as a whole."""

from typing import Any

import pytest
import seed_tasks
from seed_samples import a_letter, a_line, a_name, a_piece, a_quote, a_record, a_story, an_entity, an_expectation, span
from seed_tasks import Tally


# ---------------------------------------------------------------- tallies
@pytest.mark.parametrize(
    ("tally", "precision", "recall", "f1"),
    [
        (Tally(right=("a",), missed=("b", "c"), wrong=("d",)), 1 / 2, 1 / 3, 2 / 5),
        (Tally(), 1, 1, 1),
        (Tally(missed=("a",)), 0, 0, 0),
        (Tally(wrong=("a",)), 0, 1, 0),
    ],
)
def test_tally_is_read_as_precision_recall_and_f1(tally: Tally, precision: float, recall: float, f1: float) -> None:
    assert (tally.precision, tally.recall, tally.f1) == pytest.approx((precision, recall, f1))


@pytest.mark.parametrize(
    ("tally", "accuracy"), [(Tally(right=("a", "b"), wrong=("c",)), 2 / 3), (Tally(), 0), (Tally(wrong=("a",)), 0)]
)
def test_decisions_are_read_as_an_accuracy(tally: Tally, accuracy: float) -> None:
    assert tally.accuracy == pytest.approx(accuracy)


def test_tallies_add_up() -> None:
    assert Tally(right=("a",)) + Tally(right=("b",), wrong=("c",)) == Tally(right=("a", "b"), wrong=("c",))


# ---------------------------------------------------------------- lines
def removed(
    lines: list[dict[str, Any]], pieces: list[dict[str, Any]], *, with_role: bool = False
) -> tuple[int, int, int]:
    tally = seed_tasks.removed_lines(an_expectation(removed=lines), a_record(removed=pieces), with_role=with_role)
    return len(tally.right), len(tally.missed), len(tally.wrong)


def test_a_removed_line_is_right_whatever_its_space_and_case() -> None:
    lines = [a_line("credit", "(with newswires)")]

    assert removed(lines, [a_piece("credit", "(With  newswires)")]) == (1, 0, 0)


def test_a_removed_paragraph_is_wrong_and_a_line_that_stayed_is_missed() -> None:
    lines = [a_line("credit", "(with newswires)")]

    assert removed(lines, [a_piece("other", "The council met on Monday.")]) == (0, 1, 1)


def test_a_role_counts_only_when_it_is_asked_for() -> None:
    lines, pieces = [a_line("credit", "(with newswires)")], [a_piece("caption", "(with newswires)")]

    assert (removed(lines, pieces), removed(lines, pieces, with_role=True)) == ((1, 0, 0), (0, 1, 1))


def test_an_acceptable_role_is_right() -> None:
    lines = [a_line("byline", "By Ada Rovell", "credit")]

    assert removed(lines, [a_piece("credit", "By Ada Rovell")], with_role=True) == (1, 0, 0)


def test_one_piece_may_hold_several_lines() -> None:
    lines = [a_line("navigation", text) for text in ("News", "Sport", "Live")]

    assert removed(lines, [a_piece("navigation", "News\nSport Live")]) == (3, 0, 0)


def test_one_line_may_be_cut_into_several_pieces() -> None:
    pieces = [a_piece("byline", "By Ada Rovell"), a_piece("byline", "2 March 2026")]

    assert removed([a_line("byline", "By Ada Rovell | 2 March 2026")], pieces) == (1, 0, 0)


def test_a_word_inside_a_removed_paragraph_is_not_found_by_it() -> None:
    lines = [a_line("navigation", "News")]

    assert removed(lines, [a_piece("other", "The news spread quickly through the town.")]) == (0, 1, 1)


def test_a_line_that_was_removed_does_not_find_those_inside_it() -> None:
    lines = [a_line("navigation", "Local news"), a_line("navigation", "News")]

    assert removed(lines, [a_piece("navigation", "Local news")]) == (1, 1, 0)


def test_separators_without_words_do_not_count() -> None:
    assert removed([], [a_piece("other", "|")]) == (0, 0, 0)


def test_headings_are_compared_with_sections_of_that_role() -> None:
    sections = [{**span("Ada Rovell"), "role": "heading"}, {**span("The company"), "role": "paragraph"}]

    tally = seed_tasks.headings(an_expectation(headings=["Ada Rovell", "The company"]), a_record(sections=sections))

    assert (tally.right, tally.missed) == (("Ada Rovell",), ("The company",))


def test_a_paragraph_taken_for_a_heading_is_wrong() -> None:
    sections = [{**span("The company Borealis"), "role": "heading"}]

    assert seed_tasks.headings(an_expectation(), a_record(sections=sections)).wrong == ("The company Borealis",)


# ---------------------------------------------------------------- names
def named(wanted: list[dict[str, Any]], found: list[dict[str, Any]]) -> tuple[int, int, int]:
    tally = seed_tasks.names(an_expectation(names=wanted), a_record(entities=found))
    return len(tally.right), len(tally.missed), len(tally.wrong)


@pytest.mark.parametrize(
    ("wanted", "found", "counts"),
    [
        ([a_name("Ada Rovell", "PERSON")], [an_entity("Ada Rovell", "PERSON")], (1, 0, 0)),
        ([a_name("Ada Rovell", "PERSON")], [an_entity("Ada Rovell", "ORG")], (0, 1, 1)),
        ([a_name("Ada Rovell", "PERSON")], [an_entity("Rovell", "PERSON")], (0, 1, 1)),
        ([a_name("Ada Rovell", "PERSON", "Rovell")], [an_entity("Rovell", "PERSON")], (1, 0, 0)),
        ([a_name("United Nations", "ORG")], [an_entity("the United Nations", "ORG")], (1, 0, 0)),
        ([a_name("Borealis", "ORG", optional=True)], [], (0, 0, 0)),
        ([a_name("Borealis", "ORG", optional=True)], [an_entity("Borealis", "ORG")], (0, 0, 0)),
        ([a_name("Réunion", "GPE", also_acceptable=["LOC"])], [an_entity("Réunion", "LOC")], (1, 0, 0)),
        ([a_name("Northern Shield", "EVENT")], [], (0, 0, 0)),
        ([a_name("Northern Shield", "EVENT")], [an_entity("Northern Shield", "ORG")], (0, 0, 1)),
        ([], [an_entity("Alps", "LOC")], (0, 0, 0)),
        ([], [an_entity("the mayor", "PERSON", mention="nominal")], (0, 0, 0)),
    ],
)
def test_names_are_compared_with_their_type(
    wanted: list[dict[str, Any]], found: list[dict[str, Any]], counts: tuple[int, int, int]
) -> None:
    assert named(wanted, found) == counts


def test_a_name_split_in_two_entities_is_right_once_and_wrong_once() -> None:
    found = [an_entity("Rovell", "PERSON"), an_entity("Ada Rovell", "PERSON")]

    tally = seed_tasks.names(an_expectation(names=[a_name("Ada Rovell", "PERSON", "Rovell")]), a_record(entities=found))

    assert (tally.right, tally.wrong) == (("Ada Rovell (PERSON)",), ("Rovell (PERSON)",))


# ---------------------------------------------------------------- quotes
TREES = {"text": "We will plant a thousand trees,", "kind": "direct", "speaker": "Ada Rovell"}


def quoted(found: list[dict[str, Any]]) -> tuple[int, int, int]:
    tally = seed_tasks.quotes(an_expectation(quotes=[TREES]), a_record(quotes=found))
    return len(tally.right), len(tally.missed), len(tally.wrong)


@pytest.mark.parametrize(
    ("text", "kind", "counts"),
    [
        ("We will plant a thousand trees,", "direct", (1, 0, 0)),
        ("will plant a thousand trees,", "direct", (1, 0, 0)),
        ("plant a thousand trees,", "direct", (0, 1, 1)),
        ('promised a park. "We will plant a thousand trees," she said', "mixed", (1, 0, 0)),
        ("promised a park", "indirect", (0, 1, 0)),
        ("promised a park", "direct", (0, 1, 1)),
    ],
)
def test_quotes_are_compared_by_the_words_between_the_marks(text: str, kind: str, counts: tuple[int, int, int]) -> None:
    assert quoted([a_quote(text, kind=kind)]) == counts


@pytest.mark.parametrize(
    ("one", "other", "share"), [("a b", "a b c d", 2 / 4), ("a b c d", "a b", 2 / 4), ("a a b", "a a a c", 2 / 5)]
)
def test_overlap_is_the_share_of_all_words_that_both_have(one: str, other: str, share: float) -> None:
    assert seed_tasks.overlap(one, other) == pytest.approx(share)


def test_the_same_quote_twice_is_right_once() -> None:
    assert quoted([a_quote("We will plant a thousand trees,"), a_quote("We will plant a thousand trees,")]) == (1, 0, 1)


def test_pieces_of_a_split_quote_count_by_themselves() -> None:
    pieces = [list(span(text).values())[:2] for text in ("promised a park", "We will plant a thousand trees,")]

    assert quoted([{"kind": "direct", "spans": pieces, "speaker": None}]) == (1, 0, 1)


@pytest.mark.parametrize(
    ("told", "is_right"),
    [
        ({"speaker": "Ada Rovell"}, True),
        ({"speaker": "Borealis"}, False),
        ({"speaker": None}, False),
        ({"speaker": None, "speaker_mention": {"text": "Rovell"}}, True),
        ({"speaker": None, "speaker_mention": {"text": "she"}}, False),
    ],
)
def test_a_speaker_is_judged_by_name(told: dict[str, Any], is_right: bool) -> None:
    names = [a_name("Ada Rovell", "PERSON", "Rovell")]
    entities = [an_entity("Ada Rovell", "PERSON"), an_entity("Borealis", "ORG")]
    record = a_record(entities=entities, quotes=[a_quote("We will plant a thousand trees,", **told)])

    assert seed_tasks.speakers(an_expectation(names=names, quotes=[TREES]), record).accuracy == is_right


def test_a_quote_without_a_speaker_must_be_given_none() -> None:
    record = a_record(
        entities=[an_entity("Borealis", "ORG")],
        quotes=[a_quote("We will plant a thousand trees,", speaker="Borealis")],
    )

    assert len(seed_tasks.speakers(an_expectation(quotes=[{**TREES, "speaker": None}]), record).wrong) == 1


# ---------------------------------------------------------------- the article as a whole
@pytest.mark.parametrize(
    ("wanted", "told", "is_right"),
    [
        (None, None, True),
        (None, {"of": "b", "kind": "near", "similarity": 0.7}, False),
        ({"of": "b", "kind": "near"}, {"of": "b", "kind": "near", "similarity": 0.7}, True),
        ({"of": "b", "kind": "near"}, {"of": "c", "kind": "near", "similarity": 0.7}, False),
        ({"of": "b", "kind": "near"}, {"of": "b", "kind": "exact", "similarity": 0.7}, False),
        ({"of": "b", "kind": "near"}, None, False),
    ],
)
def test_a_verdict_on_copies_is_right_in_article_and_kind(wanted: Any, told: Any, is_right: bool) -> None:
    assert seed_tasks.duplicates(an_expectation(duplicate=wanted), a_record(duplicate=told)).accuracy == is_right


def test_an_article_that_did_not_come_out_is_no_right_verdict() -> None:
    assert seed_tasks.duplicates(an_expectation(), {}).accuracy == 0


def test_a_title_is_judged_by_its_words() -> None:
    told = [
        seed_tasks.titles(an_expectation(), a_record(title=title)).precision for title in ("A  Park", "A park | News")
    ]

    assert told == [1, 0]


def test_authors_are_compared_by_name() -> None:
    tally = seed_tasks.authors(an_expectation(authors=["Ada", "Bo"]), a_record(authors=["Bo", "Staff"]))

    assert (tally.right, tally.missed, tally.wrong) == (("Bo",), ("Ada",), ("Staff",))


def test_a_time_of_publication_is_judged_to_the_minute() -> None:
    told = ["2026-03-02T07:40:00Z", "2026-03-02T00:00:00Z", None]

    assert [seed_tasks.times(an_expectation(), a_record(published_at=time)).precision for time in told] == [1, 0, 0]


BROKEN = an_expectation(article=None, story=None, dead_letter="undecodable", file="9.jsonl", line=1)


@pytest.mark.parametrize(
    ("records", "letters", "accuracy"),
    [
        ({("a", 1): a_record()}, [a_letter()], 1),
        ({("a", 1): a_record()}, [a_letter(reason="bug")], 0.5),
        ({("a", 1): a_record()}, [a_letter(line=2)], 0.5),
        ({("a", 2): a_record()}, [a_letter()], 0.5),
        ({}, [], 0),
    ],
)
def test_every_article_is_worked_or_dead_lettered_for_its_reason(records: Any, letters: Any, accuracy: float) -> None:
    assert seed_tasks.dead_letters([an_expectation(), BROKEN], records, letters).accuracy == accuracy


@pytest.mark.parametrize(
    ("stories", "found"),
    [
        ([a_story("s", "a"), a_story("t", "b")], {"a": "s", "b": "t"}),
        ([a_story("s", "a"), a_story("s", "a", "b")], {"a": "s", "b": "s"}),
        ([a_story("s", "a", merged_into="t"), a_story("t", "b")], {"a": "t", "b": "t"}),
        ([a_story("t", "a", "b"), a_story("s", "a", merged_into="t")], {"a": "t", "b": "t"}),
        ([a_story("s", "a", merged_into="t"), a_story("t", "b", merged_into="s")], {"a": "t", "b": "s"}),
    ],
)
def test_an_article_belongs_to_the_story_that_its_own_became_part_of(stories: Any, found: dict[str, str]) -> None:
    assert seed_tasks.story_of(stories) == found


@pytest.mark.parametrize(
    ("found", "precision", "recall"),
    [
        ({"a": "1", "b": "1", "c": "2"}, 1, 1),
        ({"a": "1", "b": "1", "c": "1"}, (2 / 3 + 2 / 3 + 1 / 3) / 3, 1),
        ({"a": "1", "b": "2", "c": "3"}, 1, (1 / 2 + 1 / 2 + 1) / 3),
        ({}, 1, (1 / 2 + 1 / 2 + 1) / 3),
    ],
)
def test_b_cubed_is_the_mean_over_articles(found: dict[str, str], precision: float, recall: float) -> None:
    wanted = {"a": "x", "b": "x", "c": "y"}

    assert seed_tasks.b_cubed(wanted, found) == pytest.approx((precision, recall))
