"""Scores what `newswire enrich` finds, and fails when a figure is below its floor in floors.json.

With NEWSWIRE_EVAL naming a folder that holds a scoring kit (`score.py` and its `dev/`), that kit is run; without it the
project's own labelled seeds are scored. `--update` raises the floors to the figures reached; it never lowers one.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from floors import compare, raised, table

HERE = Path(__file__).resolve().parent
FLOORS = HERE / "floors.json"


def options(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("tasks", nargs="*", metavar="TASK", help="tasks of the scoring kit (default: all)")
    parser.add_argument(
        "--limit", type=int, metavar="N", help="a fixed sample of N documents a task, with floors of its own"
    )
    parser.add_argument("--update", action="store_true", help="raise floors to the figures reached")
    parser.add_argument("--floors", type=Path, default=FLOORS, help="where they stand (default: %(default)s)")
    given = parser.parse_args(arguments)
    if (given.tasks or given.limit) and not os.environ.get("NEWSWIRE_EVAL"):
        parser.error("TASK and --limit are for a scoring kit: NEWSWIRE_EVAL names the folder that holds one")
    return given


OWN = ("seed_scores.py", "labelled_scores.py")
"""Scorers of the project's own articles, each with figures of its own."""


def commands(given: argparse.Namespace, kit: str | None, figures: Path) -> list[list[str]]:
    """Return what is run, one after the other; each writes its figures to the same file."""
    if not kit:
        return [[sys.executable, str(HERE / scorer), "--json", str(figures)] for scorer in OWN]
    limit = ["--limit", str(given.limit)] if given.limit else []
    return [[sys.executable, str(Path(kit).resolve() / "score.py"), *limit, "--json", str(figures), *given.tasks]]


def floors_key(given: argparse.Namespace, kit: str | None) -> str:
    """Which floors apply: a sample has others than the whole set."""
    if not kit:
        return "seeds"
    return f"limit_{given.limit}" if given.limit else "full"


def score(given: argparse.Namespace, kit: str | None) -> dict[str, float]:
    """Run the scorer with this environment's `newswire` first on the path, and read its figures."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    environment = {**os.environ, "PATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    with tempfile.TemporaryDirectory(prefix="newswire-quality-") as folder:
        file = Path(folder) / "figures.json"
        figures: dict[str, float] = {}
        for command in commands(given, kit, file):
            done = subprocess.run(command, env=environment, check=False)
            if done.returncode != 0:
                raise SystemExit(f"scoring failed ({done.returncode})")
            figures |= json.loads(file.read_text(encoding="utf-8"))
        return figures


def main(arguments: list[str] | None = None) -> None:
    given = options(arguments)
    kit = os.environ.get("NEWSWIRE_EVAL")
    key = floors_key(given, kit)
    floors = json.loads(given.floors.read_text(encoding="utf-8"))
    rows = compare(score(given, kit), floors.get(key, {}), tasks=given.tasks)
    print(f"\nagainst the floors {key!r} of {given.floors.name}")
    print(table(rows))
    if given.update:
        try:
            floors[key] = raised(floors.get(key, {}), rows)
        except ValueError as error:
            raise SystemExit(str(error)) from error
        given.floors.write_text(json.dumps(dict(sorted(floors.items())), indent=1) + "\n", encoding="utf-8")
    elif not floors.get(key):
        raise SystemExit(f"there are no floors {key!r} yet: `make quality ARGS=--update` sets them to these figures")
    failures = [row.figure for row in rows if row.is_failure]
    if failures:
        raise SystemExit(f"below their floors: {', '.join(failures)}")


if __name__ == "__main__":
    main()
