from pathlib import Path

import pytest

from pipeline.errors import SourceError
from pipeline.knowledge.bodies import load_bodies, load_unnamed
from pipeline.knowledge.countries import load_countries
from pipeline.knowledge.name_words import load_name_words
from pipeline.knowledge.regions import load_place_words


def test_a_body_is_known_by_each_of_its_names() -> None:
    bodies = load_bodies()

    assert bodies["NATO"] is bodies["North Atlantic Treaty Organization"]


def test_the_countries_of_bodies_are_those_of_the_countries_file() -> None:
    known = set(load_countries().names.values())

    assert {body.country for body in load_bodies().values() if body.country} - known == set()


def test_no_body_is_a_word_that_names_nothing() -> None:
    assert load_bodies().keys() & load_unnamed() == set()


@pytest.mark.parametrize("loader", [load_bodies, load_name_words, load_place_words])
def test_an_unknown_kind_is_named(tmp_path: Path, loader: object) -> None:
    path = tmp_path / "words.tsv"
    path.write_text("x\ty\tz\todd\n" if loader is load_bodies else "x\todd\n", encoding="utf-8")

    with pytest.raises(SourceError, match=r"words\.tsv:1"):
        loader(path)  # type: ignore[operator]


def test_a_name_of_two_bodies_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bodies.tsv"
    path.write_text("A|B\t\tIGO\tbody\nC|B\t\tIGO\tbody\n", encoding="utf-8")

    with pytest.raises(SourceError, match=r"bodies\.tsv:2"):
        load_bodies(path)
