"""JSON Schemas (draft 2020-12) of the records, written from the records themselves.

`python -m pipeline.records.schema` writes them under `schemas/`; with `--check` it only compares.
"""

import argparse
import ast
import inspect
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, get_type_hints

import msgspec

from pipeline.records import annotation, article, dead_letter, event, raw, story
from pipeline.records.article import CleanArticle, EnrichedArticle
from pipeline.records.dead_letter import DeadLetter
from pipeline.records.event import EventRecord
from pipeline.records.raw import RawArticle
from pipeline.records.story import Assignment, StoryFeatures, StoryRecord

RECORDS: Mapping[str, type] = {
    "raw-article.v1": RawArticle,
    "clean-article.v1": CleanArticle,
    "enriched-article.v1": EnrichedArticle,
    "event.v1": EventRecord,
    "story-features.v1": StoryFeatures,
    "story.v1": StoryRecord,
    "assignment.v1": Assignment,
    "dead-letter.v1": DeadLetter,
}
"""What crosses a topic, by name and version of its schema."""

KINDS: Mapping[str, type] = {
    kind.__name__: kind
    for module in (annotation, article, dead_letter, event, raw, story)
    for kind in vars(module).values()
    if is_dataclass(kind) and isinstance(kind, type)
}
"""Every record, those within others too, by its name."""

FOLDER = Path(__file__).resolve().parents[2] / "schemas"
"""Where a checkout keeps the schemas."""

EXAMPLES = Path(__file__).with_name("examples.json")
"""An example of each record by its schema, as the pipeline makes them of a short article."""

UTC_TIME = {"type": "string", "format": "date-time", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$"}
"""The pattern is for readers that pass over `format`."""

NEEDS_A_BODY = [{"required": [name], "properties": {name: {"type": "string"}}} for name in ("body", "body_b64")]

Schema = dict[str, Any]


def field_docs(record: type) -> dict[str, str]:
    """Read the docstring under each field of a class and of the classes that it extends, by the field's name."""
    docs: dict[str, str] = {}
    for kind in reversed(record.__mro__[:-1]):
        docs.update(_docs_in(_class_body(kind)))
    return docs


def _class_body(kind: type) -> list[ast.stmt]:
    module = ast.parse(inspect.getsource(sys.modules[kind.__module__]))
    for node in module.body:
        if isinstance(node, ast.ClassDef) and node.name == kind.__name__:
            return node.body
    raise LookupError(f"{kind.__qualname__} stands not at the top of its module")


def _docs_in(body: Sequence[ast.stmt]) -> dict[str, str]:
    docs: dict[str, str] = {}
    for field, doc in pairwise(body):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(doc, ast.Expr)
            and isinstance(doc.value, ast.Constant)
            and isinstance(doc.value.value, str)
        ):
            docs[field.target.id] = " ".join(doc.value.value.split())
    return docs


def record_schema(name: str) -> Schema:
    """Make the schema of a record, such as `event.v1`; fields that it does not name are allowed.

    Raises:
        KeyError: There is no record of that name.
    """
    record = RECORDS[name]
    title, version = name.rsplit(".", 1)
    _, parts = msgspec.json.schema_components([record], schema_hook=_any_value, ref_template="#/$defs/{name}")
    described = {part: _described(schema, KINDS[part]) for part, schema in sorted(parts.items())}
    schema: Schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:newswire:schema:{title}:{version}",
        **described.pop(record.__name__),
    }
    if "schema" in schema["properties"]:
        schema["properties"]["schema"]["const"] = f"newswire.{name}"
        schema["required"] = ["schema", *schema["required"]]
    if record is RawArticle:
        schema["anyOf"] = NEEDS_A_BODY
    schema["examples"] = [json.loads(EXAMPLES.read_text(encoding="utf-8"))[name]]
    return {**schema, "$defs": described} if described else schema


def _any_value(kind: type) -> Schema:
    """Describe a type that msgspec does not know; what it raises for others is msgspec's word for "neither do I"."""
    if kind is object:
        return {"description": "Any JSON value."}
    raise NotImplementedError(f"{kind} has no JSON Schema")


def _described(schema: Schema, kind: type) -> Schema:
    docs, hints, given = field_docs(kind), get_type_hints(kind), schema["properties"]
    return {
        "title": kind.__name__,
        "description": inspect.cleandoc(kind.__doc__ or ""),
        "type": "object",
        "properties": {
            field.name: {"description": docs.get(field.name, ""), **_with_utc(given[field.name], hints[field.name])}
            for field in fields(kind)
        },
        "required": schema["required"],
    }


def _with_utc(schema: Schema, hint: object) -> Schema:
    if hint is datetime:
        return UTC_TIME
    if hint == datetime | None:
        return {**schema, "anyOf": [UTC_TIME, {"type": "null"}]}
    return schema


def schema_files() -> dict[str, str]:
    """Write out every schema, by file name."""
    return {f"{name}.json": json.dumps(record_schema(name), indent=2, ensure_ascii=False) + "\n" for name in RECORDS}


def stale_files(folder: Path) -> list[str]:
    """Name the schemas of a folder that are missing, differ from the records, or have no record any more."""
    expected = schema_files()
    found = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.json")}
    return sorted(name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name))


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the schemas, or check them.

    Raises:
        SystemExit: With `--check`, when a file is not what the records say; or wrong arguments.
    """
    parser = argparse.ArgumentParser(prog="python -m pipeline.records.schema", description="Write the JSON Schemas.")
    parser.add_argument("--check", action="store_true", help="only compare, and fail when a file differs")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where they stand (default: %(default)s)")
    given = parser.parse_args(arguments)
    if given.check:
        stale = stale_files(given.folder)
        if stale:
            raise SystemExit(f"not what the records say: {', '.join(stale)}; run `make schemas`")
        return
    for name, text in schema_files().items():
        (given.folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
