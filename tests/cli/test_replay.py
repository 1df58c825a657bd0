"""`newswire replay`: raw articles again, beside what was told of them."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.codec import decode, encode
from pipeline.config import Settings
from pipeline.records.article import EnrichedArticle
from pipeline.stages.topics import ENRICHED, RAW
from tests.cli.conftest import Newswire
from tests.schema_examples import ARTICLES
from tests.stream.messages import put

pytestmark = [pytest.mark.kafka, pytest.mark.model]


def test_what_is_told_otherwise_is_said(
    newswire_with_model: Newswire, newswire_environment: Settings, tmp_path: Path
) -> None:
    raw = [(str(one["id"]), json.dumps(one).encode()) for one in ARTICLES]
    put(newswire_environment, [*raw, ("broken", b"no json")], topic=RAW)
    first = newswire_with_model("replay", "--output", tmp_path / "told.jsonl")
    assert json.loads(first.out.splitlines()[-1])["new"] == 2
    told = [decode(line, EnrichedArticle) for line in (tmp_path / "told.jsonl").read_bytes().splitlines()]
    lost = told[0].events[0]
    wrong = replace(told[1].events[0], factuality="denied")
    before = [
        replace(
            told[0], events=(*told[0].events, replace(lost, id="gone", trigger=replace(lost.trigger, text="gone")))
        ),
        replace(told[1], events=(wrong, *told[1].events[1:])),
    ]
    put(newswire_environment, [(one.id, encode(one)) for one in before], topic=ENRICHED)
    *changes, total = map(json.loads, newswire_with_model("replay").out.splitlines())
    assert sorted((one["change"], one["article_id"], one["aspects"]) for one in changes) == [
        ("altered", told[1].id, ["factuality"]), ("lost", told[0].id, []),
    ]  # fmt: skip
    assert {name: total[name] for name in ("compared", "failed", "gained", "lost", "altered")} == {
        "compared": 2, "failed": 1, "gained": 0, "lost": 1, "altered": 1,
    }  # fmt: skip
    table = newswire_with_model("replay", "--format", "table").out.decode()
    assert "2 articles compared, 0 not enriched before, 1 failed" in table
    assert "Altered in: factuality 1" in table


def test_only_the_time_that_is_asked_for(newswire_with_model: Newswire, newswire_environment: Settings) -> None:
    put(newswire_environment, [("a", json.dumps(ARTICLES[0]).encode())], topic=RAW)
    ran = newswire_with_model("replay", "--to", "2020-01-01")
    assert json.loads(ran.out)["new"] == 0
