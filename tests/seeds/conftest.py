"""Reads the seeds with as little code as will do: what is tested here is the data, not the pipeline."""

import json
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
UNSEEN = {"script", "style", "title", "noscript"}
INLINE = {"a", "b", "em", "i", "span", "strong", "time"}


@dataclass(frozen=True, kw_only=True)
class Seed:
    """One seed article and what a careful reader expects of it."""

    slug: str
    form: str
    raw: dict[str, Any]
    lines: tuple[str, ...]
    expected: dict[str, Any]

    @property
    def kept(self) -> str:
        """The article's own paragraphs: without headings and without what is to be removed."""
        left_out = {squashed(piece["text"]) for piece in self.expected["removed"]} | set(self.expected["headings"])
        return "\n".join(line for line in self.lines if line not in left_out)


class _Blocks(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.blocks = [""]
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in UNSEEN
        if tag not in INLINE:
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in UNSEEN
        if tag not in INLINE:
            self.blocks.append("")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.blocks[-1] += data


def squashed(text: str) -> str:
    return " ".join(text.split())


def visible_lines(body: str, form: str) -> tuple[str, ...]:
    if form == "html":
        parser = _Blocks()
        parser.feed(body)
        lines = parser.blocks
    else:
        lines = body.splitlines()
    return tuple(line for line in map(squashed, lines) if line)


def article_file(slug: str) -> Path:
    return next(path for path in sorted((SEEDS / "articles").glob(f"{slug}.*")) if path.suffix != ".json")


def raw_of(path: Path) -> dict[str, Any]:
    if path.suffix == ".jsonl":
        return json.loads(path.read_text(encoding="utf-8"))
    sidecar = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return {**sidecar, "body": path.read_text(encoding="utf-8")}


def read_seed(slug: str) -> Seed:
    path = article_file(slug)
    raw = raw_of(path)
    expected = json.loads((SEEDS / "expected" / f"{slug}.json").read_text(encoding="utf-8"))
    lines = visible_lines(raw["body"], raw["body_format"])
    return Seed(slug=slug, form=raw["body_format"], raw=raw, lines=lines, expected=expected)


def slugs() -> list[str]:
    """All that can be read; the broken file is left out."""
    return sorted(path.stem for path in (SEEDS / "expected").glob("*.json") if not path.stem.startswith("99-"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", [read_seed(slug) for slug in slugs()], ids=slugs())


@pytest.fixture(scope="session")
def seeds() -> list[Seed]:
    return [read_seed(slug) for slug in slugs()]


def of_slug(seeds: list[Seed], slug: str) -> Seed:
    """Find a seed by the name of its file."""
    return next(seed for seed in seeds if seed.slug == slug)
