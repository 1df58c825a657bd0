"""An explanation on a terminal. Nothing of an article is markup there, or moves the cursor."""

from collections.abc import Mapping

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from pipeline.cli.event_table import build_event_table
from pipeline.cli.explanation_parts import facts, heading, pieces
from pipeline.cli.printable import printable
from pipeline.cli.tables import cell
from pipeline.records.explanation import ExplainedSentence, Explanation

STYLES: Mapping[str, str] = {
    "trigger": "bold green", "dropped": "yellow", "rejected": "dim strike", "cue": "magenta", "actor": "cyan",
    "circumstance": "blue",
}  # fmt: skip
"""How each kind of mark looks."""


def print_explanation(explanation: Explanation, console: Console) -> None:
    """Print an article's events, then its sentences with what was read in each."""
    published = explanation.published_at and f"{explanation.published_at:%Y-%m-%d %H:%M}"
    known = (explanation.source, published, explanation.language, explanation.model)
    console.print()
    console.print(cell(explanation.title or explanation.article_id), style="bold")
    console.print(cell(" · ".join(str(fact) for fact in known if fact)), style="dim")
    if explanation.unread:
        console.print(cell(f"not read: {explanation.unread}"), style="yellow")
        return
    if explanation.events:
        console.print(build_event_table(explanation.events))
    else:
        console.print("no events", style="dim")
    for number, sentence in enumerate(explanation.sentences, 1):
        _print_sentence(number, sentence, console)


def _print_sentence(number: int, sentence: ExplainedSentence, console: Console) -> None:
    line = Text(f"{number:>3} ", style="dim")
    for piece in pieces(sentence):
        line.append(printable(" ".join(piece.text.split("\n"))), style=STYLES.get(piece.kind or "", "not dim"))
    console.print()
    console.print(line)
    if sentence.unread:
        console.print(Padding(cell(f"not read: {sentence.unread}"), (0, 0, 0, 4)), style="dim")
    for told in sentence.told:
        _print_rows(f"{told.text}  {heading(told)}", list(facts(told)), console)
    for rejected in sentence.rejected:
        lines = [(f"{line.type}", f"{line.place}: {line.why}") for line in rejected.lines]
        _print_rows(f"{rejected.text}  rejected, {rejected.reason}: {rejected.why}", lines, console)


def _print_rows(title: str, rows: list[tuple[str, str]], console: Console) -> None:
    console.print(Padding(cell(title), (0, 0, 0, 4)))
    for name, value in rows:
        console.print(Padding(cell(f"{name:<12} {value}"), (0, 0, 0, 6)), style="dim")
