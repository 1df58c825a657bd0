"""What came of articles: every id accounted for, and the same as `newswire enrich` makes of them."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from tests.deploy.proof.stack import ROOT, Stack
from tests.deploy.proof.steps import StepError, wait_until

SEEDS = ROOT / "seeds" / "articles"
TIMES = {"processed_at"}
TIMEOUT_S = 420.0

Record = dict[str, Any]


def newest(stack: Stack, topic: str) -> dict[str, Record]:
    """Read the newest value of each key of a topic, without those that were withdrawn."""
    values = dict(stack.records(topic))
    return {key: value for key, value in values.items() if value is not None}


def wait_for_share(stack: Stack, ids: set[str], share: float) -> int:
    """Wait until that share of articles is enriched, and return how many are."""
    found: set[str] = set()

    def is_enough() -> bool:
        found.update(ids & newest(stack, "enriched").keys())
        return len(found) >= share * len(ids)

    wait_until(is_enough, timeout_s=TIMEOUT_S, what=lambda: f"{len(found)} of {len(ids)} enriched")
    return len(found)


def account(stack: Stack, ids: set[str]) -> str:
    """Wait until every id is enriched and in a story, and find none among the dead letters."""
    missing: dict[str, set[str]] = {}

    def is_complete() -> bool:
        for topic in ("enriched", "assignments"):
            missing[topic] = ids - newest(stack, topic).keys()
        return not any(missing.values())

    def what_is_missing() -> str:
        return ", ".join(f"{len(lost)} of {len(ids)} not in {topic}" for topic, lost in missing.items())

    wait_until(is_complete, timeout_s=TIMEOUT_S, what=what_is_missing, pause_s=2.0)
    dead = ids & {key for key, _ in stack.records("dead-letters")}
    if dead:
        raise StepError(f"{len(dead)} ids are among the dead letters")
    return f"{len(ids)} of {len(ids)} enriched and in a story, no dead letter"


def compare_with_enrich(stack: Stack, folder: Path) -> str:
    """Compare what came over the broker with what the same seeds give in process."""
    alone = _enriched_alone(folder)
    expected = {record["id"]: _plain(record) for record in alone["articles"]}
    wait_until(
        lambda: len(newest(stack, "assignments")) >= len(expected),
        timeout_s=TIMEOUT_S,
        what=lambda: f"{len(newest(stack, 'assignments'))} of {len(expected)} articles are through",
    )
    over = {key: _plain(value) for key, value in newest(stack, "enriched").items()}
    different = [name for name in expected.keys() | over.keys() if over.get(name) != expected.get(name)]
    if different:
        raise StepError(
            f"{len(different)} of {len(expected)} articles differ: {_difference(different[0], over, expected)}"
        )
    events = _compare_events(newest(stack, "events"), expected)
    reasons = Counter(str(value["reason"]) for _, value in stack.records("dead-letters") if value)
    if reasons != alone["reasons"]:
        raise StepError(f"dead letters by reason are {dict(reasons)}, in process {dict(alone['reasons'])}")
    return f"{len(expected)} articles, {events} events, {reasons.total()} dead letters: the same"


def _enriched_alone(folder: Path) -> dict[str, Any]:
    output, dead = folder / "enriched.jsonl", folder / "dead.jsonl"
    newswire = str(Path(sys.executable).with_name("newswire"))
    command = [newswire, "enrich", str(SEEDS), "--output", str(output), "--dead-letters", str(dead)]
    subprocess.run(command, check=True, capture_output=True)
    letters = [json.loads(line) for line in dead.read_text(encoding="utf-8").splitlines()]
    articles = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    return {"articles": articles, "reasons": Counter(letter["reason"] for letter in letters)}


def _plain(record: Record) -> Record:
    return {name: value for name, value in record.items() if name not in TIMES}


def _difference(name: str, over: dict[str, Record], expected: dict[str, Record]) -> str:
    one, other = over.get(name, {}), expected.get(name, {})
    fields = sorted(field for field in one.keys() | other.keys() if one.get(field) != other.get(field))
    return f"{name} in {', '.join(fields)}"


def _compare_events(found: dict[str, Record], articles: dict[str, Record]) -> int:
    expected = {event["id"]: event for article in articles.values() for event in article["events"]}
    if found.keys() != expected.keys():
        raise StepError(f"{len(found.keys() ^ expected.keys())} events are on one side only")
    for name, event in expected.items():
        different = sorted(field for field in event if event[field] != found[name].get(field))
        if different:
            raise StepError(f"event {name} differs in {', '.join(different)}")
    return len(expected)
