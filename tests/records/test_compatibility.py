import json

import pytest

from pipeline.records.schema import FOLDER
from tests.asyncapi_document import PATH, RECORD_OF, document
from tests.records.compatibility import breaks, fields_of, known, published

EVENT = json.loads((FOLDER / "event.v1.json").read_text(encoding="utf-8"))
BEFORE = fields_of("event.v1", EVENT)


def after(change: str) -> dict[str, str]:
    """The fields of events after a change of the schema."""
    schema = json.loads(json.dumps(EVENT))
    properties = schema["properties"]
    match change:
        case "removed":
            del properties["factuality"]
        case "renamed":
            properties["certainty"] = properties.pop("factuality")
        case "retyped":
            properties["salience"] = {"type": "string"}
        case "narrowed":
            properties["factuality"]["enum"] = properties["factuality"]["enum"][:-1]
        case "required":
            properties["mood"] = {"type": "string"}
            schema["required"].append("mood")
        case "inner":
            del schema["$defs"]["Actor"]["properties"]["country"]
        case "added":
            properties["mood"] = {"type": ["string", "null"], "default": None}
        case "described":
            properties["salience"]["description"] = "in other words"
    return fields_of("event.v1", schema)


def test_what_is_published_can_be_read_by_those_who_read_it_before() -> None:
    assert breaks(known(), published()) == []


def test_every_field_that_is_published_is_in_the_baseline() -> None:
    assert published() == known(), "python -m tests.records.compatibility adds what is new"


@pytest.mark.parametrize("change", ["removed", "renamed", "retyped", "narrowed", "required", "inner"])
def test_a_change_that_breaks_readers_is_found(change: str) -> None:
    assert breaks(BEFORE, after(change)) != []


@pytest.mark.parametrize("change", ["added", "described"])
def test_a_change_that_breaks_nobody_passes(change: str) -> None:
    assert breaks(BEFORE, after(change)) == []


def test_the_asyncapi_document_is_up_to_date() -> None:
    assert PATH.read_text(encoding="utf-8") == document(), "make schemas writes it"


def test_the_asyncapi_document_names_schemas_that_there_are() -> None:
    assert all((FOLDER / f"{record}.json").exists() for record in RECORD_OF.values())
