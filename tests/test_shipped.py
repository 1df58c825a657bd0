"""What travels with the program is found in a checkout and in an installed wheel."""

from pathlib import Path

import pytest

from pipeline import shipped
from pipeline.errors import SourceError
from pipeline.shipped import shipped_path


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "pipeline"
    folder.mkdir()
    monkeypatch.setattr(shipped, "PACKAGE", folder)
    return folder


def write(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("{}", encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["deploy/topics.toml", "schemas", "seeds"])
def test_everything_that_travels_is_found(name: str) -> None:
    assert shipped_path(name).exists()


def test_checkout_keeps_it_at_its_top(package: Path) -> None:
    here = write(package.parent / "schemas" / "event.v1.json")

    assert shipped_path("schemas/event.v1.json") == here


def test_wheel_keeps_it_within_the_package(package: Path) -> None:
    here = write(package / "_shipped" / "schemas" / "event.v1.json")

    assert shipped_path("schemas/event.v1.json") == here


def test_wheel_does_not_look_at_what_stands_beside_the_package(package: Path) -> None:
    write(package.parent / "schemas" / "event.v1.json")
    here = write(package / "_shipped" / "schemas" / "event.v1.json")

    assert shipped_path("schemas/event.v1.json") == here


def test_missing_file_is_refused_by_its_name(package: Path) -> None:
    with pytest.raises(SourceError, match=r"schemas/event\.v1\.json is missing"):
        shipped_path("schemas/event.v1.json")
