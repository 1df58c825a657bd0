"""What the documents say of the code is what the code says."""

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from pipeline.cli.main import COMMANDS
from pipeline.records.schema import RECORDS, record_schema
from tests.settings_table import README, settings_table, table_in

ROOT = README.parent
BESIDE = ("CHANGELOG.md", "schemas/README.md", "tests/quality/README.md", "pipeline/README.md", "pipeline/EXTENDING.md",
          "pipeline/sinks/README.md", "deploy/README.md")  # fmt: skip
DOCUMENTS = [README, *(ROOT / name for name in BESIDE)]
TEXT = README.read_text(encoding="utf-8")
SCHEMAS = (ROOT / "schemas" / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```json (\S+)\n(.*?)^```", TEXT + "\n" + SCHEMAS, re.MULTILINE | re.DOTALL)
CODE = re.findall(r"```sh\n.*?```|`[^`\n]+`", TEXT, re.DOTALL)
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def spans_in(value: object) -> list[dict[str, object]]:
    """Find everything that has a start, an end and a text."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    own = [value] if isinstance(value, dict) and {"start", "end", "text"} <= value.keys() else []
    return own + [span for part in inner for span in spans_in(part)]


def test_table_of_settings_is_what_the_settings_say() -> None:
    assert table_in(TEXT) == settings_table(), "run `make schemas`"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_shown(command: str) -> None:
    assert f"newswire {command}" in TEXT


def test_every_command_that_is_shown_exists() -> None:
    shown = {name for code in CODE for name in re.findall(r"(?:^|[|`$(] ?)newswire ([a-z][a-z-]*)", code, re.MULTILINE)}

    assert shown - set(COMMANDS) == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_target_that_is_named_exists(document: Path) -> None:
    assert set(re.findall(r"`make ([a-z-]+)", document.read_text(encoding="utf-8"))) - TARGETS == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_that_is_linked_exists(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text(encoding="utf-8"))

    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("name", RECORDS)
def test_every_schema_is_in_the_table_of_schemas(name: str) -> None:
    assert f"| `{name}.json` |" in SCHEMAS


def test_there_are_examples_to_check() -> None:
    assert len(EXAMPLES) >= 5


@pytest.mark.parametrize(("name", "text"), EXAMPLES)
def test_example_fits_its_schema(name: str, text: str) -> None:
    errors = [error.message for error in Draft202012Validator(record_schema(name)).iter_errors(json.loads(text))]

    assert errors == []


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, text in EXAMPLES if name == "event.v1"])
def test_offsets_of_an_example_point_at_its_words(name: str, text: str) -> None:
    event = json.loads(text)
    begin, end, words = (event["sentence"][name] for name in ("start", "end", "text"))
    spans = [span for span in spans_in(event) if begin <= span["start"] and span["end"] <= end]

    pointed_at = [words[span["start"] - begin : span["end"] - begin] for span in spans]

    assert pointed_at == [span["text"] for span in spans]
