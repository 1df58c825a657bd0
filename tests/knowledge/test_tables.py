from pathlib import Path

import pytest

from pipeline.errors import SourceError
from pipeline.knowledge.countries import load_countries
from pipeline.knowledge.cues import load_cues, load_light_verbs, load_speech_verbs, load_stop_words
from pipeline.knowledge.roles import load_roles
from pipeline.knowledge.tables import HERE, read_rows


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("UK", "GBR"),
        ("British", "GBR"),
        ("the Netherlands", "NLD"),
        ("Moscow", "RUS"),
        ("Scotland", "GBR"),
        ("Atlantis", None),
    ],
)
def test_a_country_is_known_by_name_people_and_seat(name: str, code: str | None) -> None:
    assert load_countries().code(name) == code


def test_no_name_stands_for_two_countries() -> None:
    names = [
        name
        for row in read_rows(HERE / "countries.tsv", columns=4)
        for cell in row.columns[1:]
        for name in cell.split("|")
    ]
    given = [name for name in names if name]

    assert len(given) == len(set(given))


def test_codes_have_three_letters() -> None:
    rows = list(read_rows(HERE / "countries.tsv", columns=4))

    assert all(len(row.columns[0]) == 3 and row.columns[0].isupper() for row in rows)


def test_a_title_gives_a_sector() -> None:
    assert load_roles().titles["prime minister"] == "GOV"


def test_sectors_are_three_letters_or_none() -> None:
    roles = load_roles()
    sectors = [*roles.titles.values(), *roles.groups.values()]

    assert all(sector is None or (len(sector) == 3 and sector.isupper()) for sector in sectors)


def test_an_unknown_kind_of_role_is_named(tmp_path: Path) -> None:
    path = tmp_path / "roles.tsv"
    path.write_text("duke\tnobleman\n", encoding="utf-8")

    with pytest.raises(SourceError, match=r"roles\.tsv:1"):
        load_roles(path)


def test_a_cue_has_a_factuality() -> None:
    assert load_cues()["modal"]["will"] == "planned"


def test_an_unknown_factuality_is_named(tmp_path: Path) -> None:
    path = tmp_path / "cues.tsv"
    path.write_text("will\tmodal\tsure\n", encoding="utf-8")

    with pytest.raises(SourceError, match=r"cues\.tsv:1"):
        load_cues(path)


def test_word_lists_hold_no_comment_words() -> None:
    assert "#" not in load_speech_verbs() | load_light_verbs() | load_stop_words()
