"""Records and their JSON Schemas say the same, as a validator that is not ours reads them."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from record_examples import FULL, MINIMAL

from pipeline.codec import convert, encode
from pipeline.records.schema import EXAMPLES, FOLDER, RECORDS, main, record_schema, schema_files, stale_files
from pipeline.shipped import shipped_path
from tests.schema_examples import written as written_examples


def errors_of(name: str, value: object) -> list[str]:
    return [error.message for error in Draft202012Validator(record_schema(name)).iter_errors(value)]


def written(name: str, **changes: object) -> dict[str, object]:
    return {**json.loads(encode(FULL[name])), **changes}


def test_committed_schemas_are_what_the_records_say() -> None:
    assert stale_files(FOLDER) == []


@pytest.mark.parametrize("name", RECORDS)
def test_schema_is_shipped_with_the_program(name: str) -> None:
    assert shipped_path(f"schemas/{name}.json").read_text(encoding="utf-8") == schema_files()[f"{name}.json"]


@pytest.mark.parametrize("name", RECORDS)
def test_schema_is_a_valid_draft_2020_12_schema(name: str) -> None:
    Draft202012Validator.check_schema(record_schema(name))


@pytest.mark.parametrize("name", RECORDS)
def test_schema_id_names_record_and_version(name: str) -> None:
    assert record_schema(name)["$id"] == "urn:newswire:schema:" + name.replace(".", ":")


@pytest.mark.parametrize("name", RECORDS)
def test_schema_describes_every_part_and_property(name: str) -> None:
    schema = record_schema(name)
    parts = [schema, *schema.get("$defs", {}).values()]

    described = [part["description"] for part in parts]
    described += [field["description"] for part in parts for field in part["properties"].values()]

    assert all(described)


@pytest.mark.parametrize("name", RECORDS)
def test_example_fits_its_schema_and_its_record(name: str) -> None:
    (example,) = record_schema(name)["examples"]
    assert errors_of(name, example) == []
    record = convert(example, RECORDS[name])
    assert name == "raw-article.v1" or json.loads(encode(record)) == example


@pytest.mark.model
def test_examples_are_what_the_pipeline_makes_today() -> None:
    assert written_examples() == EXAMPLES.read_text(encoding="utf-8"), "run `make schemas`"


@pytest.mark.parametrize("name", RECORDS)
def test_smallest_record_fits_its_schema(name: str) -> None:
    assert errors_of(name, json.loads(encode(MINIMAL[name]))) == []


@pytest.mark.parametrize("name", RECORDS)
def test_fullest_record_fits_its_schema(name: str) -> None:
    assert errors_of(name, json.loads(encode(FULL[name]))) == []


@pytest.mark.parametrize("name", RECORDS)
def test_fullest_example_sets_every_property_of_the_schema(name: str) -> None:
    unset = [key for key, value in written(name).items() if value in (None, [], {}, "")]

    assert (unset, set(written(name))) == ([], set(record_schema(name)["properties"]))


@pytest.mark.parametrize("name", RECORDS)
def test_fields_of_a_later_version_are_allowed(name: str) -> None:
    assert errors_of(name, written(name, added_later={"by": "v1.1"})) == []


@pytest.mark.parametrize("name", sorted(RECORDS.keys() - {"raw-article.v1"}))
def test_required_field_that_is_missing_is_an_error(name: str) -> None:
    required = record_schema(name)["required"]

    assert [
        field for field in required if not errors_of(name, {k: v for k, v in written(name).items() if k != field})
    ] == []


@pytest.mark.parametrize("name", sorted(RECORDS.keys() - {"raw-article.v1"}))
def test_record_of_another_schema_is_an_error(name: str) -> None:
    assert errors_of(name, written(name, schema="newswire.other.v9")) != []


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        ("raw-article.v1", "body", 7),
        ("raw-article.v1", "body_format", "pdf"),
        ("raw-article.v1", "authors", "Per Lund"),
        ("raw-article.v1", "metadata", ["a list"]),
        ("clean-article.v1", "received_at", "2026-01-31"),
        ("clean-article.v1", "received_at", "2026-01-31T12:00:00"),
        ("clean-article.v1", "received_at", "2026-01-31T12:00:00+01:00"),
        ("clean-article.v1", "published_at", "yesterday"),
        ("clean-article.v1", "version", "1"),
        ("clean-article.v1", "duplicate", {"of": "a0", "kind": "alike", "similarity": 1}),
        ("enriched-article.v1", "entities", [{"id": "e1", "type": "ANIMAL", "name": "Rex", "mentions": []}]),
        ("enriched-article.v1", "quotes", [{"start": 0, "end": 1, "spans": [[0]], "text": "x", "kind": "direct"}]),
        ("event.v1", "factuality", "perhaps"),
        ("event.v1", "quad", "COOP"),
        ("event.v1", "trigger", {"start": 0, "end": 1, "text": "x"}),
        ("story.v1", "first_seen", None),
        ("assignment.v1", "story_id", None),
        ("dead-letter.v1", "value_size", 1.5),
    ],
)
def test_wrong_value_is_an_error(name: str, field: str, value: object) -> None:
    assert errors_of(name, written(name, **{field: value})) != []


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"title": "Only a title"},
        {"body": None},
        {"body_b64": None, "url": "https://example.org"},
    ],
)
def test_raw_article_without_a_body_is_an_error(raw: dict[str, object]) -> None:
    assert errors_of("raw-article.v1", raw) != []


@pytest.mark.parametrize(
    "raw", [{"body": "Rain fell."}, {"body_b64": "UmFpbg=="}, {"body": None, "body_b64": "UmFpbg=="}]
)
def test_raw_article_needs_either_form_of_body(raw: dict[str, object]) -> None:
    assert errors_of("raw-article.v1", raw) == []


def test_writing_makes_the_files_that_checking_accepts(tmp_path: Path) -> None:
    main(["--folder", str(tmp_path)])

    main(["--folder", str(tmp_path), "--check"])

    assert {path.name for path in tmp_path.iterdir()} == set(schema_files())


@pytest.mark.parametrize("change", ["edited", "missing", "left over"])
def test_checking_names_the_file_that_differs(tmp_path: Path, change: str) -> None:
    main(["--folder", str(tmp_path)])
    name = "left-over.v1.json" if change == "left over" else "event.v1.json"
    if change == "missing":
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_text("{}", encoding="utf-8")

    with pytest.raises(SystemExit, match=name):
        main(["--folder", str(tmp_path), "--check"])
