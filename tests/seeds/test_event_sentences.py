"""The hand-written event sentences are well formed, balanced and free of repeats."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "seeds" / "events"
FILES = sorted((ROOT / "sentences").glob("*.jsonl"))
TYPES = (ROOT / "types.txt").read_text(encoding="utf-8").split()
NONE = "NONE"
FACTUALITY = {"happened", "ongoing", "planned", "possible", "alleged", "demanded", "threatened", "denied"}
ITEM_KEYS = {"start", "end", "trigger", "type", "source", "target", "factuality"}
FREQUENT = [
    "DIPL.MEET",
    "DIPL.AGREE",
    "DIPL.AID",
    "STMT.REQUEST",
    "STMT.ACCUSE",
    "STMT.REJECT",
    "STMT.THREATEN",
    "CONF.ATTACK",
    "CONF.BOMB",
    "UNR.PROTEST",
    "UNR.STRIKE",
    "GOV.ELECTION",
    "GOV.APPOINT",
    "GOV.SANCTION",
    "JUS.ARREST",
    "JUS.VERDICT",
    "BUS.RESULTS",
    "BUS.MERGER",
    "BUS.FUNDING",
    "DIS.GEO",
    "DIS.WEATHER",
    "DIS.TRANSPORT",
    "DIS.INDUSTRIAL",
    "HSE.OUTBREAK",
]


def read(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


RECORDS = [(path.name, record) for path in FILES for record in read(path)]
ITEMS = [item for _, record in RECORDS for item in record["items"]]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def test_there_are_enough_sentences() -> None:
    assert len(RECORDS) >= 1800


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_format(path: Path) -> None:
    for record in read(path):
        text = record["text"]
        assert set(record) == {"text", "items"}, text
        assert text == " ".join(text.split()), text
        assert not re.search(r"[{}|]", text), text
        assert record["items"], text
        for item in record["items"]:
            assert set(item) == ITEM_KEYS, text
            assert item["type"] == NONE or item["type"] in TYPES, (text, item["type"])
            if item["type"] == NONE:
                assert item["source"] is item["target"] is item["factuality"] is None, text
            else:
                assert item["factuality"] in FACTUALITY, text


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_offsets_and_spans(path: Path) -> None:
    for record in read(path):
        text = record["text"]
        end = 0
        for item in record["items"]:
            assert item["start"] >= end, f"items overlap or are out of order: {text}"
            end = item["end"]
            trigger = text[item["start"] : end]
            assert trigger == item["trigger"], text
            assert trigger.split() == [trigger], text
            before, after = text[: item["start"]][-1:], text[end:][:1]
            assert not any(c.isalnum() for c in before + after), f"half a word is marked: {text}"
            for role in ("source", "target"):
                assert item[role] is None or item[role] in text, (text, item[role])


def test_new_leaves_are_described() -> None:
    leaves = json.loads((ROOT / "new_leaves.json").read_text(encoding="utf-8"))
    assert len(TYPES) == len(set(TYPES)) == 70 + len(leaves)
    for leaf in leaves:
        assert leaf["id"] in TYPES
        assert all(leaf[key] for key in ("label", "definition", "examples", "near_misses"))
        assert leaf["falls_back_to"] is None or leaf["falls_back_to"] in TYPES


def test_every_type_has_examples() -> None:
    counts = Counter(item["type"] for item in ITEMS)
    assert {name: counts[name] for name in TYPES if counts[name] < 18} == {}
    assert {name: counts[name] for name in FREQUENT if counts[name] < 40} == {}


def test_a_third_of_the_items_are_no_events() -> None:
    share = sum(item["type"] == NONE for item in ITEMS) / len(ITEMS)
    assert 0.31 <= share <= 0.37


def test_every_factuality_is_well_represented() -> None:
    counts = Counter(item["factuality"] for item in ITEMS)
    assert {value: counts[value] for value in FACTUALITY if counts[value] < 90} == {}


def test_no_sentence_twice() -> None:
    assert [text for text, n in Counter(record["text"] for _, record in RECORDS).items() if n > 1] == []


def test_no_two_sentences_share_eight_words_in_a_row() -> None:
    seen: dict[tuple[str, ...], str] = {}
    for _, record in RECORDS:
        tokens = words(record["text"])
        for i in range(len(tokens) - 7):
            first = seen.setdefault(tuple(tokens[i : i + 8]), record["text"])
            assert first == record["text"], f"{first!r} / {record['text']!r}"
