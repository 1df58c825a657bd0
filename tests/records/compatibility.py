"""Whether records can still be read by those who read them before: no field is gone, renamed or of another type.

`baseline.json` holds every field that was ever published, with its type; `python -m tests.records.compatibility` adds
new fields to it, and refuses to take any away.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.records.schema import FOLDER, RECORDS

BASELINE = Path(__file__).with_name("baseline.json")
SILENT = frozenset({"description", "title", "default", "examples"})
"""What may change in a field without anybody noticing."""

Fields = dict[str, str]
"""Types by record, definition and field: `event.v1/Actor/country`."""


def published() -> Fields:
    """List the fields of all schemas as they are."""
    fields: Fields = {}
    for name in RECORDS:
        fields.update(fields_of(name, json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))))
    return fields


def fields_of(name: str, schema: Mapping[str, Any]) -> Fields:
    """List the fields of a schema and of its definitions."""
    fields = dict(_fields(name, schema))
    for definition, inner in schema.get("$defs", {}).items():
        fields.update(_fields(f"{name}/{definition}", inner))
    return fields


def _fields(place: str, schema: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    required = set(schema.get("required", ()))
    for field, described in schema.get("properties", {}).items():
        kind = json.dumps(_audible(described), sort_keys=True, ensure_ascii=False)
        yield f"{place}/{field}", f"{kind} required" if field in required else kind


def _audible(described: Any) -> Any:
    if isinstance(described, dict):
        return {key: _audible(value) for key, value in described.items() if key not in SILENT}
    return [_audible(value) for value in described] if isinstance(described, list) else described


def breaks(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Say what readers of before cannot live with; a new field that must be there breaks those who write."""
    gone = [f"{name} is gone" for name in before if name not in after]
    changed = [
        f"{name} was {before[name]} and is {kind}" for name, kind in after.items() if before.get(name, kind) != kind
    ]
    added = [f"{name} is new and required" for name, kind in after.items()
             if name not in before and kind.endswith(" required") and _is_old_place(name, before)]  # fmt: skip
    return gone + changed + added


def _is_old_place(name: str, before: Mapping[str, str]) -> bool:
    place = name.rpartition("/")[0]
    return any(known.rpartition("/")[0] == place for known in before)


def known() -> Fields:
    """Read the baseline."""
    fields: Fields = json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.exists() else {}
    return fields


if __name__ == "__main__":
    problems = breaks(known(), published())
    if problems:
        sys.exit("\n".join(problems))
    BASELINE.write_text(json.dumps(published(), indent=0, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
