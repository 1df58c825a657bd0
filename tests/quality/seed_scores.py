"""Runs `newswire enrich` over the seeds, and scores what it makes of them against what a careful reader expects.

python tests/quality/seed_scores.py                    a table of all figures
python tests/quality/seed_scores.py --by-article       and one of every article
python tests/quality/seed_scores.py --faults events    and what was missed and what was wrong in a task
python tests/quality/seed_scores.py --json FILE        and the figures as one flat JSON object
python tests/quality/seed_scores.py --output-of DIR    score what an earlier run left in DIR by --keep DIR
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import seed_events
import seed_lines
import seed_tasks
from rich.console import Console
from rich.table import Table
from seed_tasks import Json, Tally

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
ANNOTATED = frozenset({"en"})
"""Languages whose names, quotes and events count."""


def of_form(form: str, task: Callable[[Json, Json], Tally]) -> Callable[[Json, Json], Tally]:
    """Score articles of one form on a task; others count nothing."""
    return lambda expected, record: task(expected, record) if expected["form"] == form else Tally()


TASKS: Mapping[str, Callable[[Json, Json], Tally]] = {
    "title": seed_tasks.titles,
    "authors": seed_tasks.authors,
    "published": seed_tasks.times,
    "removed": seed_tasks.removed_lines,
    "removed_of_text": of_form("text", seed_tasks.removed_lines),
    "removed_of_pages": of_form("html", seed_tasks.removed_lines),
    "roles": seed_tasks.removed_roles,
    "headings": seed_tasks.headings,
    "duplicate": seed_tasks.duplicates,
    "names": seed_tasks.names,
    "quotes": seed_tasks.quotes,
    "speakers": seed_tasks.speakers,
    "events": seed_events.events,
    "types": seed_events.types,
    "factuality": seed_events.factuality,
    "leads": seed_events.leads,
}
ANNOTATIONS = frozenset({"names", "quotes", "speakers", "events", "types", "factuality", "leads"})
FIGURES: Mapping[str, tuple[str, Callable[[Tally], float]]] = {
    "metadata.title": ("title", lambda tally: tally.accuracy),
    "metadata.authors_f1": ("authors", lambda tally: tally.f1),
    "metadata.published": ("published", lambda tally: tally.accuracy),
    "removed.precision": ("removed", lambda tally: tally.precision),
    "removed.recall": ("removed", lambda tally: tally.recall),
    "removed.f1": ("removed", lambda tally: tally.f1),
    "removed.text_f1": ("removed_of_text", lambda tally: tally.f1),
    "removed.page_f1": ("removed_of_pages", lambda tally: tally.f1),
    "removed.role_f1": ("roles", lambda tally: tally.f1),
    "headings.precision": ("headings", lambda tally: tally.precision),
    "headings.recall": ("headings", lambda tally: tally.recall),
    "copies.accuracy": ("duplicate", lambda tally: tally.accuracy),
    "names.precision": ("names", lambda tally: tally.precision),
    "names.recall": ("names", lambda tally: tally.recall),
    "names.f1": ("names", lambda tally: tally.f1),
    "quotes.precision": ("quotes", lambda tally: tally.precision),
    "quotes.recall": ("quotes", lambda tally: tally.recall),
    "quotes.f1": ("quotes", lambda tally: tally.f1),
    "quotes.speaker": ("speakers", lambda tally: tally.accuracy),
    "events.precision": ("events", lambda tally: tally.precision),
    "events.recall": ("events", lambda tally: tally.recall),
    "events.f1": ("events", lambda tally: tally.f1),
    "events.type": ("types", lambda tally: tally.accuracy),
    "events.factuality": ("factuality", lambda tally: tally.accuracy),
    "events.lead": ("leads", lambda tally: tally.accuracy),
}
"""The figures that add up over articles: their task, and how they are read off its tally."""
SHOWN_BY_ARTICLE = ("removed", "headings", "names", "quotes", "events")


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """What `newswire enrich` wrote."""

    records: Mapping[tuple[str, int], Json]
    """Enriched records by article id and version."""
    stories: Sequence[Json]
    letters: Sequence[Json]


def read_lines(path: Path) -> list[Json]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def read_expectations(folder: Path = SEEDS / "expected") -> dict[str, Json]:
    """Read what is expected, by the name of the file."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))}


def read_run(folder: Path) -> Run:
    """Read what a run left in a folder."""
    records = {(record["id"], record["version"]): record for record in read_lines(folder / "enriched.jsonl")}
    stories, letters = (read_lines(folder / name) for name in ("stories.jsonl", "dead-letters.jsonl"))
    return Run(records=records, stories=stories, letters=letters)


def enrich(folder: Path) -> None:
    """Run the console command over the seeds.

    Raises:
        SystemExit: It is not installed, or it failed.
    """
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    command = shutil.which("newswire", path=path)
    if command is None:
        raise SystemExit("there is no command newswire: install the project first")
    outputs = {"--output": "enriched", "--stories": "stories", "--dead-letters": "dead-letters"}
    flags = [word for flag, name in outputs.items() for word in (flag, str(folder / f"{name}.jsonl"))]
    done = subprocess.run([command, "enrich", str(SEEDS / "articles"), *flags], capture_output=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"newswire enrich failed ({done.returncode}): {done.stderr.decode(errors='replace')[-1500:]}")


def tally_of(task: str, expected: Json, run: Run) -> Tally:
    """Score one article on one task; what does not apply to it counts nothing."""
    if expected["dead_letter"] or (task in ANNOTATIONS and expected["language"] not in ANNOTATED):
        return Tally()
    return TASKS[task](expected, run.records.get((expected["article"], expected["version"]), {}))


def tallies_of(expectations: Mapping[str, Json], run: Run) -> dict[str, dict[str, Tally]]:
    """Score every article on every task: by task, then by the name of the article's file."""
    return {task: {slug: tally_of(task, expected, run) for slug, expected in expectations.items()} for task in TASKS}


def figures_of(expectations: Mapping[str, Json], run: Run) -> dict[str, float]:
    """Make all figures of a run."""
    totals = {
        task: sum(by_article.values(), start=Tally()) for task, by_article in tallies_of(expectations, run).items()
    }
    figures = {name: read(totals[task]) for name, (task, read) in FIGURES.items()}
    worked = seed_tasks.dead_letters(expectations.values(), run.records, run.letters)
    wanted = {expected["article"]: expected["story"] for expected in expectations.values() if expected["story"]}
    precision, recall = seed_tasks.b_cubed(wanted, seed_tasks.story_of(run.stories))
    return figures | {
        "dead_letters.accuracy": worked.accuracy,
        "stories.bcubed_precision": precision,
        "stories.bcubed_recall": recall,
        "stories.bcubed_f1": 2 * precision * recall / (precision + recall) if precision + recall else 0.0,
    }


def table_of_figures(figures: Mapping[str, float]) -> Table:
    table = Table("figure", title="newswire enrich on the seeds")
    table.add_column("value", justify="right")
    for name, value in figures.items():
        table.add_row(name, f"{value:.3f}")
    return table


def table_of_articles(tallies: Mapping[str, Mapping[str, Tally]]) -> Table:
    table = Table("article", title="F1 by article")
    for task in SHOWN_BY_ARTICLE:
        table.add_column(task, justify="right")
    for slug in tallies[SHOWN_BY_ARTICLE[0]]:
        shown = [tallies[task][slug] for task in SHOWN_BY_ARTICLE]
        table.add_row(slug, *(f"{tally.f1:.2f}" if tally != Tally() else "-" for tally in shown))
    return table


def faults_of(task: str, tallies: Mapping[str, Mapping[str, Tally]]) -> list[str]:
    """List what was missed and what was wrong in a task, article by article."""
    return [
        f"{slug} {verdict}: {item}"
        for slug, tally in tallies[task].items()
        for verdict, items in (("missed", tally.missed), ("wrong", tally.wrong))
        for item in items
    ]


def options(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures as one flat JSON object")
    parser.add_argument("--by-article", action="store_true", help="show every article's figures, too")
    parser.add_argument("--faults", choices=sorted(TASKS), metavar="TASK", help=f"list faults in: {', '.join(TASKS)}")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep what the command writes in DIR")
    parser.add_argument("--output-of", type=Path, metavar="DIR", help="run nothing: score what is kept in DIR")
    return parser.parse_args(arguments)


def run_of(given: argparse.Namespace) -> Run:
    """Run the command, or read what an earlier run left."""
    if given.output_of:
        return read_run(given.output_of)
    if given.keep:
        given.keep.mkdir(parents=True, exist_ok=True)
    with nullcontext(given.keep) if given.keep else tempfile.TemporaryDirectory(prefix="newswire-seeds-") as folder:
        enrich(Path(folder))
        return read_run(Path(folder))


def main(arguments: Sequence[str] | None = None) -> None:
    given, console = options(arguments), Console()
    expectations, run = read_expectations(), run_of(given)
    figures = figures_of(expectations, run) | seed_lines.line_figures()
    tallies = tallies_of(expectations, run)
    console.print(table_of_figures(figures))
    if given.by_article:
        console.print(table_of_articles(tallies))
    if given.faults:
        console.print("\n".join(faults_of(given.faults, tallies)), markup=False, highlight=False, soft_wrap=True)
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
