"""For a researcher: the events of a folder of articles as a table, and a picture of what happened when.

    python -m pipeline.examples.event_table FOLDER --table events.csv --picture events.png

The folder holds articles as .txt and .html; what is known of one beside its text stands in a .json of the same name,
such as {"published_at": "2026-01-31", "source": "example.org"}. The picture counts only what articles say has happened,
and is news; the table has everything, with its factuality.
"""

import argparse
import json
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import matplotlib as mpl
from matplotlib import pyplot as plt

from pipeline import enrich_all
from pipeline.formats.exports.tables import csv_lines
from pipeline.formats.exports.told import Told, event_day
from pipeline.records.article import EnrichedArticle
from pipeline.steps.features import event_record

MOST_FAMILIES = 8


def main() -> None:
    """Do it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--table", type=Path, default=Path("events.csv"))
    parser.add_argument("--picture", type=Path, default=Path("events.png"))
    options = parser.parse_args()
    told = list(events_in(options.folder))
    options.table.write_bytes(b"".join(csv_lines(told)))
    draw(told, options.picture)
    print(f"{len(told)} events: {options.table}, {options.picture}")


def articles_in(folder: Path) -> Iterator[Mapping[str, object]]:
    """Give the articles of a folder, in order of their names."""
    for path in sorted(folder.iterdir()):
        if path.suffix in {".txt", ".html"}:
            beside = path.with_suffix(".json")
            known = json.loads(beside.read_text(encoding="utf-8")) if beside.exists() else {}
            yield {"id": path.stem, "body_b64": b64encode(path.read_bytes()).decode("ascii"), **known}


def events_in(folder: Path) -> Iterator[Told]:
    """Give the events of every article that could be worked; copies are passed over."""
    for article in enrich_all(articles_in(folder)):
        if isinstance(article, EnrichedArticle) and article.duplicate is None:
            yield from (Told(event=event_record(article, event), article=article) for event in article.events)


def draw(told: Iterable[Told], path: Path) -> None:
    """Draw how many events of each family there were on each day."""
    mpl.use("agg")
    counts = Counter(
        (one.event.type.partition(".")[0], day)
        for one in told
        if one.event.factuality == "happened" and not one.event.background and (day := event_day(one.event))
    )
    days = sorted({day for _family, day in counts})
    families = [name for name, _ in Counter(family for family, _day in counts.elements()).most_common(MOST_FAMILIES)]
    figure, axes = plt.subplots(figsize=(9, 4.5), layout="constrained")
    below = [0] * len(days)
    for family in families:
        heights = [counts[family, day] for day in days]
        axes.bar([f"{day:%Y-%m-%d}" for day in days], heights, bottom=below, label=family)
        below = [one + other for one, other in zip(below, heights, strict=True)]
    axes.set_ylabel("events that happened")
    axes.tick_params(axis="x", rotation=60)
    axes.legend(frameon=False, ncols=4)
    figure.savefig(path, dpi=120)
    plt.close(figure)


if __name__ == "__main__":
    main()
