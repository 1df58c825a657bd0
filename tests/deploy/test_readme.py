"""The README of the stack names what there is."""

import re

import pytest

from tests.deploy.files import DEPLOY, ROOT, text_of

TEXT = text_of("README.md")
READ_BY_THE_STACK = ["compose.yaml", "compose.cluster.yaml", "compose.dev.yaml", "stack"]
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("name", READ_BY_THE_STACK)
def test_every_variable_is_explained(name: str) -> None:
    read = set(re.findall(r"\$\{([A-Z][A-Z0-9_]+)", text_of(name))) - {"NEWSWIRE_REVISION"}

    assert {variable for variable in read if f"`{variable}`" not in TEXT} == set()


def test_every_variable_that_is_explained_is_read() -> None:
    table = TEXT.partition("## Settings")[2].partition("\n## ")[0]
    explained = {
        name
        for row in table.splitlines()
        if row.startswith("| `")
        for name in re.findall(r"`([A-Z][A-Z0-9_]+)`", row.split("|")[1])
    }
    texts = "".join(map(text_of, READ_BY_THE_STACK))

    assert {variable for variable in explained if variable not in texts} == set()


def test_every_target_that_is_named_exists() -> None:
    assert set(re.findall(r"make ((?:stack|prove|image)[a-z-]*|lock)", TEXT)) - TARGETS == set()


def test_every_file_that_is_named_exists() -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", TEXT)
    table = re.findall(r"^\| (`[^|]+`) \|", TEXT.partition("| file |")[2].partition("\n\n")[0], re.MULTILINE)
    named = [name.strip("`") for cell in table for name in cell.split(", ")]

    assert [name for name in links + named if not (DEPLOY / name).exists()] == []


@pytest.mark.parametrize("name", sorted(path.name for path in (DEPLOY / "kubernetes").glob("*/*.yaml")))
def test_every_manifest_is_explained(name: str) -> None:
    assert name in {"kustomization.yaml", "namespace.yaml", "service-account.yaml"} or name in TEXT
