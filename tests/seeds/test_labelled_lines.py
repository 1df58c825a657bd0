"""The labelled lines under `seeds/lines` are sound: format, roles, and two halves that share nothing."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

LINES = Path(__file__).parents[2] / "seeds" / "lines"
HALVES = ("open", "frozen")
BODY_ROLES = {"paragraph", "heading", "list_item", "quote", "table"}
OTHER_ROLES = {
    "title",
    "byline",
    "dateline_line",
    "credit",
    "caption",
    "related_link",
    "navigation",
    "social",
    "subscription",
    "advertisement",
    "cookie_legal",
    "author_bio",
    "correction",
    "other",
}
ROLES = BODY_ROLES | OTHER_ROLES


@dataclass(frozen=True)
class Labelled:
    half: str
    name: str
    meta: dict[str, str | None]
    lines: tuple[tuple[str, str], ...]


def read(path: Path) -> Labelled:
    raw = path.read_bytes().decode("utf-8")
    head, *rows = raw.removesuffix("\n").split("\n")
    assert head.startswith("#"), path
    assert all(row.count("\t") == 1 for row in rows), path
    pairs = [row.split("\t") for row in rows]
    return Labelled(path.parent.name, path.stem, json.loads(head[1:]), tuple((role, text) for role, text in pairs))


PATHS = sorted(path for half in HALVES for path in (LINES / half).glob("*.tsv"))
ARTICLES = [read(path) for path in PATHS]


def of(half: str) -> list[Labelled]:
    return [article for article in ARTICLES if article.half == half]


def size(half: str) -> int:
    return sum(len(article.lines) for article in of(half))


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: f"{article.half}/{article.name}")
def test_file_is_sound(article: Labelled) -> None:
    number, _, slug = article.name.partition("-")
    assert number.isdigit()
    assert slug.replace("-", "").isalnum()
    assert set(article.meta) == {"title", "source", "published_at"}
    assert datetime.fromisoformat(article.meta["published_at"] or "").tzinfo is not None
    assert (article.meta["source"] or "").endswith(".example")
    assert 15 <= len(article.lines) <= 60
    assert {role for role, _ in article.lines} <= ROLES
    assert "paragraph" in {role for role, _ in article.lines}
    for _, text in article.lines:
        assert text
        assert text == text.strip()
        assert text.isprintable()


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: f"{article.half}/{article.name}")
def test_title_is_given_or_in_the_text(article: Labelled) -> None:
    assert article.meta["title"] or "title" in {role for role, _ in article.lines}


def test_ids_are_unique() -> None:
    numbers = Counter(article.name.partition("-")[0] for article in ARTICLES)
    slugs = Counter(article.name.partition("-")[2] for article in ARTICLES)
    assert max(numbers.values()) == 1
    assert max(slugs.values()) == 1


def test_set_is_large_enough() -> None:
    assert len(ARTICLES) >= 44
    assert size("open") + size("frozen") >= 1300
    assert sum(all(role in BODY_ROLES for role, _ in article.lines) for article in ARTICLES) >= 6


def test_halves_are_of_a_size() -> None:
    sizes = [size(half) for half in HALVES]
    counts = [len(of(half)) for half in HALVES]
    assert min(sizes) >= 0.8 * max(sizes)
    assert min(counts) >= 0.8 * max(counts)


@pytest.mark.parametrize("half", HALVES)
def test_every_role_is_in_each_half(half: str) -> None:
    assert {role for article in of(half) for role, _ in article.lines} == ROLES


def test_halves_share_no_long_line() -> None:
    def long_lines(half: str) -> set[str]:
        texts = (" ".join(text.casefold().split()) for article in of(half) for _, text in article.lines)
        return {text for text in texts if len(text.split()) > 12}

    assert not long_lines("open") & long_lines("frozen")
