"""For an analyst: who acts on whom, as a picture: an arrow from actor to actor, the thicker the more events.

    newswire enrich articles/ --output enriched.jsonl
    python -m pipeline.examples.who_to_whom enriched.jsonl --picture network.png

Red arrows are conflict, blue ones cooperation, by PLOVER's quad class. What is only planned or denied is left out.
"""

import argparse
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import matplotlib as mpl
from matplotlib import pyplot as plt

from pipeline import codec
from pipeline.records.article import EnrichedArticle
from pipeline.records.event import Event

MOST_ACTORS = 14
COLOURS = {True: "#b23a22", False: "#2b57a7"}

Tie = tuple[str, str, bool]
"""Who, on whom, and whether in conflict."""


def main() -> None:
    """Do it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("enriched", type=Path)
    parser.add_argument("--picture", type=Path, default=Path("network.png"))
    options = parser.parse_args()
    lines = options.enriched.read_bytes().splitlines()
    ties = Counter(ties_of(codec.decode(line, EnrichedArticle) for line in lines if line))
    drawn = draw(ties, options.picture)
    print(f"{sum(ties.values())} events between actors, {drawn} of them drawn: {options.picture}")


def ties_of(articles: Iterable[EnrichedArticle]) -> Iterator[Tie]:
    """Give a tie for each pair of named actors of an event that happened, copies left out."""
    for article in articles:
        for event in article.events if article.duplicate is None else ():
            if event.factuality == "happened" and event.quad:
                yield from _pairs(event)


def _pairs(event: Event) -> Iterator[Tie]:
    is_conflict = (event.quad or "").endswith("CONF")
    for one in event.source:
        for other in event.target:
            if one.name and other.name and one.name != other.name:
                yield " ".join(one.name.split()), " ".join(other.name.split()), is_conflict


def draw(ties: Counter[Tie], path: Path) -> int:
    """Draw the ties of the actors that have most of them; return how many events that are."""
    mpl.use("agg")
    weights = Counter[str]()
    for (one, other, _conflict), count in ties.items():
        weights.update({one: count, other: count})
    actors = [name for name, _count in weights.most_common(MOST_ACTORS)]
    places = {name: (math.cos(2 * math.pi * at / len(actors)), math.sin(2 * math.pi * at / len(actors)))
              for at, name in enumerate(actors)}  # fmt: skip
    shown = {tie: count for tie, count in ties.items() if tie[0] in places and tie[1] in places}
    figure, axes = plt.subplots(figsize=(8, 8), layout="constrained")
    for (one, other, is_conflict), count in shown.items():
        arrow = {"arrowstyle": "-|>", "color": COLOURS[is_conflict], "linewidth": 0.8 + 1.2 * math.log(1 + count),
                 "connectionstyle": "arc3,rad=0.12", "shrinkA": 14, "shrinkB": 14}  # fmt: skip
        axes.annotate("", xy=places[other], xytext=places[one], arrowprops=arrow)
    for name, (x, y) in places.items():
        axes.text(1.12 * x, 1.08 * y, name, ha="center", va="center", fontsize=9)
        axes.plot(x, y, "o", color="#1b1d20", markersize=4 + 2 * math.sqrt(weights[name]))
    axes.set(xlim=(-1.45, 1.45), ylim=(-1.25, 1.25))
    axes.axis("off")
    figure.savefig(path, dpi=120)
    plt.close(figure)
    return sum(shown.values())


if __name__ == "__main__":
    main()
