"""Scores `newswire enrich` on the labelled whole articles: events with the right family and the right source.

python tests/quality/labelled_scores.py                figures of both halves, and by family
python tests/quality/labelled_scores.py --faults       and what is wrong in the open half; nothing of the frozen half
python tests/quality/labelled_scores.py --json FILE    and the figures as one flat JSON object

An event found is right when its trigger, or one of its mentions, stands where one of the expected event stands, or else
in the same sentence; when its family is that of the expected type or of one also acceptable; and when both have no
source, or a source in common. Borderline events count when they are found, and nothing when they are not.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from seed_tasks import Json, Tally, pair

LABELLED = Path(__file__).resolve().parents[2] / "seeds" / "labelled"
HALVES = ("open", "frozen")
FIELDS = ("id", "title", "source", "published_at", "language")
"""What an article is given with; its text is prepared."""

_SMALL = frozenset({"the", "a", "an", "of", "and", "in", "for", "its", "his", "her", "their", "s"})


def read_articles(half: str, folder: Path = LABELLED) -> list[Json]:
    """Read the articles of one half."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted((folder / half).glob("*.json"))]


def raw_article(article: Json) -> Json:
    """Make of a labelled article what is fed."""
    return {**{name: article[name] for name in FIELDS}, "body": article["text"], "body_format": "clean"}


def events(article: Json, record: Json) -> Mapping[str, Tally]:
    """Compare the events of one article, and return a tally for each family; keys are families."""
    wanted, found, pairs = _paired(article, record)
    tallies: dict[str, Tally] = {}
    for number, event in enumerate(wanted):
        other = pairs.get(number)
        if other is not None and has_same_source(event, found[other]):
            verdict = Tally(right=(_label(event),))
        else:
            verdict = Tally(missed=(_label(event),)) if event["essential"] else Tally()
        _add(tallies, event["type"], verdict)
    sound = {other for number, other in pairs.items() if has_same_source(wanted[number], found[other])}
    for other, event in enumerate(found):
        if other not in sound:
            _add(tallies, event["type"], Tally(wrong=(_found_label(event),)))
    return tallies


def factuality(article: Json, record: Json) -> Tally:
    """Judge whether the events found happened, as the label has it."""
    wanted, found, pairs = _paired(article, record)
    verdicts = ((wanted[number], found[other]) for number, other in pairs.items())
    total = Tally()
    for event, other in verdicts:
        item = (f"{_label(event)} / {other['factuality']}",)
        is_right = event["factuality"] == other["factuality"]
        total += Tally(right=item) if is_right else Tally(wrong=item)
    return total


def leads(article: Json, record: Json) -> Tally:
    """Judge whether the lead is the happening that the article is about."""
    wanted, found, pairs = _paired(article, record)
    lead = next((number for number, event in enumerate(wanted) if event.get("lead")), None)
    if lead is None:
        return Tally()
    item = (_label(wanted[lead]),)
    return Tally(right=item) if lead in pairs and found[pairs[lead]].get("lead") else Tally(wrong=item)


def has_same_source(event: Json, other: Json) -> bool:
    """Tell whether one of the sources is the same by a word that matters; two events without one agree."""
    wanted = [_words(source) for source in event["source"]]
    given = [_words(f"{actor['text']} {actor.get('name') or ''}") for actor in other.get("source", ())]
    return not (wanted or given) or any(one & another for one in wanted for another in given)


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.casefold()) if word not in _SMALL}


def _add(tallies: dict[str, Tally], kind: str, verdict: Tally) -> None:
    family = kind.split(".", maxsplit=1)[0]
    tallies[family] = tallies.get(family, Tally()) + verdict


def _paired(article: Json, record: Json) -> tuple[Sequence[Json], list[Json], dict[int, int]]:
    """Pair each expected event with one that was found: first those with the same source."""
    text = article["text"]
    wanted = [{**event, "spans": list(_trigger_spans(event, text))} for event in article["events"]]
    found = list(record.get("events", ()))
    tests: tuple[Callable[[Json, Json], bool], ...] = (
        lambda event, other: is_at_trigger(event, other) and has_same_source(event, other),
        is_at_trigger,
        lambda event, other: is_in_sentence(event, other) and has_same_source(event, other),
        is_in_sentence,
    )
    return wanted, found, pair(wanted, found, tests)


def _trigger_spans(event: Json, text: str) -> Iterator[tuple[int, int]]:
    for mention in event["mentions"]:
        start = text.index(mention["trigger"], text.index(mention["sentence"]))
        yield start, start + len(mention["trigger"])


def _is_same_family(event: Json, other: Json) -> bool:
    kinds = (event["type"], *event["also_acceptable"])
    return other["type"].split(".")[0] in {kind.split(".")[0] for kind in kinds}


def is_at_trigger(event: Json, other: Json) -> bool:
    """Tell whether both tell the same kind of event by the same word."""
    told = [(span["start"], span["end"]) for span in (other["trigger"], *other.get("mentions", ()))]
    is_hit = any(start < last and first < end for start, end in event["spans"] for first, last in told)
    return is_hit and _is_same_family(event, other)


def is_in_sentence(event: Json, other: Json) -> bool:
    """Tell whether both tell the same kind of event in the same sentence."""
    sentence = other["sentence"]
    is_inside = any(sentence["start"] <= start < sentence["end"] for start, _ in event["spans"])
    return is_inside and _is_same_family(event, other)


def _label(event: Json) -> str:
    mention = event["mentions"][0]
    return f"{event['type']} {event['source']}: {mention['sentence']} [{mention['trigger']}]"


def _found_label(event: Json) -> str:
    sources = [actor["text"] for actor in event.get("source", ())]
    return f"{event['type']} {sources}: {event['sentence']['text']} [{event['trigger']['text']}]"


def enrich(articles: Sequence[Json], folder: Path) -> dict[str, Json]:
    """Run the console command over some articles, and return the records by id.

    Raises:
        SystemExit: It is not installed, or it failed.
    """
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    command = shutil.which("newswire", path=path)
    if command is None:
        raise SystemExit("there is no command newswire: install the project first")
    given, made = folder / "raw.jsonl", folder / "enriched.jsonl"
    given.write_text("".join(json.dumps(raw_article(one)) + "\n" for one in articles), encoding="utf-8")
    flags = ["--no-deduplicate", "--output", str(made)]
    done = subprocess.run([command, "enrich", str(given), *flags], capture_output=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"newswire enrich failed ({done.returncode}): {done.stderr.decode(errors='replace')[-1500:]}")
    lines = made.read_text(encoding="utf-8").splitlines()
    return {record["id"]: record for record in map(json.loads, lines)}


def families_of(articles: Sequence[Json], records: Mapping[str, Json]) -> dict[str, Tally]:
    """Add up the tallies of articles, family by family."""
    total: dict[str, Tally] = {}
    for article in articles:
        for family, tally in events(article, records.get(article["id"], {})).items():
            total[family] = total.get(family, Tally()) + tally
    return dict(sorted(total.items()))


def figures_of(half: str, articles: Sequence[Json], records: Mapping[str, Json]) -> dict[str, float]:
    """Make the figures of one half."""
    whole = sum(families_of(articles, records).values(), start=Tally())
    told = sum((factuality(article, records.get(article["id"], {})) for article in articles), start=Tally())
    lead = sum((leads(article, records.get(article["id"], {})) for article in articles), start=Tally())
    return {
        f"labelled_{half}.events_precision": whole.precision,
        f"labelled_{half}.events_recall": whole.recall,
        f"labelled_{half}.events_f1": whole.f1,
        f"labelled_{half}.factuality": told.accuracy,
        f"labelled_{half}.lead": lead.accuracy,
    }


def table_of_families(half: str, families: Mapping[str, Tally]) -> Table:
    table = Table("family", title=f"events of the {half} half")
    for name in ("precision", "recall", "F1", "found", "expected"):
        table.add_column(name, justify="right")
    for family, tally in families.items():
        found, wanted = len(tally.right) + len(tally.wrong), len(tally.right) + len(tally.missed)
        shown = (f"{value:.2f}" for value in (tally.precision, tally.recall, tally.f1))
        table.add_row(family, *shown, str(found), str(wanted))
    return table


def options(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures as one flat JSON object")
    parser.add_argument("--faults", action="store_true", help="list what was missed and wrong in the open half")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> None:
    given, console = options(arguments), Console()
    figures: dict[str, float] = {}
    for half in HALVES:
        articles = read_articles(half)
        with tempfile.TemporaryDirectory(prefix="newswire-labelled-") as folder:
            records = enrich(articles, Path(folder))
        families = families_of(articles, records)
        figures |= figures_of(half, articles, records)
        console.print(table_of_families(half, families))
        if given.faults and half == "open":
            faults = [f"missed: {item}" for tally in families.values() for item in tally.missed]
            faults += [f"wrong: {item}" for tally in families.values() for item in tally.wrong]
            console.print("\n".join(faults), markup=False, highlight=False, soft_wrap=True)
    for name, value in figures.items():
        console.print(f"{name} {value:.3f}", highlight=False)
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
