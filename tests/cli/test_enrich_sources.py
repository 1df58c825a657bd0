"""`newswire enrich` on what agencies and sites send."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Newswire

EXAMPLES = Path(__file__).parents[1] / "formats" / "examples"
USABLE = {"uri": "urn:a:1", "version": "1", "pubStatus": "usable", "language": "en", "body_text": "A mayor met crews."}


def records(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def enriched(newswire_with_model: Newswire, *names: object, stdin: bytes = b"") -> list[dict[str, Any]]:
    return records(newswire_with_model("enrich", "--until", "deduplicate", *names, stdin=stdin).out)


def test_a_folder_of_all_formats_is_read(newswire_with_model: Newswire) -> None:
    formats = {one["metadata"]["format"] for one in enriched(newswire_with_model, EXAMPLES)}

    assert formats == {"feed", "json-feed", "ninjs", "newsml-g2", "newsml-1", "nitf"}


def test_a_feed_may_come_by_standard_input(newswire_with_model: Newswire) -> None:
    stdin = (EXAMPLES / "full.rss").read_bytes()

    assert [one["title"] for one in enriched(newswire_with_model, stdin=stdin)] == [
        "Ferry crews & pilots vote",
        "Quay closed",
        "Tide tables are out",
    ]


def test_plain_text_may_come_by_standard_input(newswire_with_model: Newswire) -> None:
    text = "Mayor Ida Holm met two ministers in Oslo on Friday, her office said."

    assert [one["text"] for one in enriched(newswire_with_model, stdin=text.encode())] == [text]


@pytest.mark.parametrize(
    "change", [{"body_text": "A mayor met crews on Monday."}, {"pubStatus": "canceled"}], ids=["corrected", "withdrawn"]
)
def test_a_later_version_has_the_same_id(newswire_with_model: Newswire, change: dict[str, str]) -> None:
    lines = [json.dumps(USABLE), json.dumps(USABLE | {"version": "2"} | change)]

    found = enriched(newswire_with_model, stdin="\n".join(lines).encode())

    assert [(one["id"], one["version"]) for one in found] == [("urn:a:1", 1), ("urn:a:1", 2)]


def test_a_broken_document_is_a_dead_letter_and_the_rest_is_read(newswire_with_model: Newswire, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<nitf>\n<body>")
    (tmp_path / "b.txt").write_text("A mayor met two crews in the harbour on Friday.")

    ran = newswire_with_model("enrich", "--until", "clean", tmp_path)

    letter = json.loads(ran.err.splitlines()[0])
    assert (ran.code, letter["reason"], letter["origin"]["line"], len(records(ran.out))) == (0, "broken_document", 2, 1)


def test_a_private_address_is_refused_in_one_line(newswire_with_model: Newswire) -> None:
    ran = newswire_with_model("enrich", "http://127.0.0.1:9/feed")

    assert (ran.code, "--allow-private" in ran.err, ran.err.count("\n")) == (1, True, 1)
