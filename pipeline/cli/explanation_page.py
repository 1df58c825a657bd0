"""An explanation as one page for a browser: nothing is loaded, nothing runs, all text of the article is escaped.

The page's policy allows its own style sheet, by the sheet's hash, and nothing else.
"""

import base64
import hashlib
from collections.abc import Iterable
from html import escape

from pipeline.cli.event_table import COLUMNS, event_cells
from pipeline.cli.explanation_parts import facts, heading, pieces
from pipeline.cli.printable import printable
from pipeline.records.event import Event
from pipeline.records.explanation import ExplainedSentence, Explanation

STYLE = """
:root { color-scheme: light dark; --text: #1b1f24; --page: #ffffff; --soft: #57606a; --line: #d0d7de;
  --trigger: #b7efc5; --dropped: #fbe3a6; --rejected: #e7eaee; --cue: #f3cdf0; --actor: #bfe6f2;
  --circumstance: #cddcfb; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --page: #0f1419; --soft: #9aa7b4; --line: #30363d;
  --trigger: #1d5c33; --dropped: #6b5210; --rejected: #2b323b; --cue: #63285f; --actor: #17505f;
  --circumstance: #263f73; } }
body { margin: 0 auto; max-width: 60rem; padding: 1rem 1.25rem 4rem; color: var(--text); background: var(--page);
  font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
h1, h2, h3 { line-height: 1.25; } article { border-top: 1px solid var(--line); }
.facts, .why, dt, th, summary { color: var(--soft); font-size: .875rem; }
.wide { overflow-x: auto; } table { border-collapse: collapse; font-size: .875rem; }
th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
.lead { font-weight: 600; } .background { color: var(--soft); }
mark { color: inherit; border-radius: .2em; padding: 0 .15em; }
.trigger { background: var(--trigger); font-weight: 600; }
.dropped { background: var(--dropped); } .cue { background: var(--cue); } .actor { background: var(--actor); }
.circumstance { background: var(--circumstance); }
.rejected { background: var(--rejected); text-decoration: line-through; }
.sentence { margin: 1.75rem 0 .5rem; } .key mark { margin-right: .5rem; } ul { padding-left: 1.25rem; }
dl { display: grid; grid-template-columns: 7rem 1fr; gap: .1rem .75rem; margin: .25rem 0 .75rem 1.25rem;
  font-size: .875rem; }
dd { margin: 0; } h3 { font-size: 1rem; margin: .75rem 0 0 1.25rem; } details { margin: .25rem 0 0 1.25rem; }
"""
"""The page's only style sheet; colours of text and ground have a contrast of 4.5 to 1 and more, light and dark."""

_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'"
"""What the page may do: be styled by that sheet."""
KEY = (
    ("trigger", "tells an event"), ("dropped", "became none"), ("rejected", "rejected"), ("actor", "who, whom"),
    ("cue", "whether"), ("circumstance", "where, when, how many"),
)  # fmt: skip
END = "</body>\n</html>\n"


def page_head() -> str:
    """Return the head of the page, up to where articles begin."""
    key = " ".join(f'<mark class="{kind}">{words}</mark>' for kind, words in KEY)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>Events explained</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f'<h1>Events explained</h1>\n<p class="key">{key}</p>\n'
    )


def article_part(explanation: Explanation) -> str:
    """Return an article's part of the page."""
    published = explanation.published_at and f"{explanation.published_at:%Y-%m-%d %H:%M}"
    known = (explanation.source, published, explanation.language, explanation.url, explanation.model)
    parts = [
        f"<article>\n<h2>{_safe(explanation.title or explanation.article_id)}</h2>\n",
        f'<p class="facts">{_safe(" · ".join(str(fact) for fact in known if fact))}</p>\n',
    ]
    if explanation.unread:
        parts.append(f"<p>Not read: {_safe(explanation.unread)}.</p>\n")
    else:
        parts.append(_event_table(explanation.events))
        parts.extend(_sentence(number, one) for number, one in enumerate(explanation.sentences, 1))
    return "".join((*parts, "</article>\n"))


def _event_table(events: tuple[Event, ...]) -> str:
    if not events:
        return "<p>No events.</p>\n"
    rows = []
    for number, event in enumerate(events, 1):
        kind = "lead" if event.lead else ("background" if event.background else "other")
        cells = "".join(f"<td>{_safe(value)}</td>" for value in (str(number), *event_cells(event), event.confidence))
        rows.append(f'<tr class="{kind}">{cells}</tr>\n')
    heads = "".join(f"<th>{name}</th>" for name in ("no.", *COLUMNS, "confidence"))
    return f'<div class="wide"><table>\n<tr>{heads}</tr>\n{"".join(rows)}</table></div>\n'


def _sentence(number: int, sentence: ExplainedSentence) -> str:
    words = "".join(
        f'<mark class="{piece.kind}">{_safe(piece.text)}</mark>' if piece.kind else _safe(piece.text)
        for piece in pieces(sentence)
    )
    parts = [f'<p class="sentence"><span class="facts">{number}</span> {words}</p>\n']
    if sentence.unread:
        parts.append(f'<p class="why">Not read: {_safe(sentence.unread)}.</p>\n')
    parts.extend(f"<h3>{_safe(one.text)} · {_safe(heading(one))}</h3>\n{_list(facts(one))}" for one in sentence.told)
    if sentence.rejected:
        parts.append(f"<details><summary>{len(sentence.rejected)} rejected</summary>\n<ul>\n")
        parts.extend(
            f'<li><mark class="rejected">{_safe(one.text)}</mark> {_safe(one.reason)}: {_safe(one.why)}\n'
            + _list((line.type, f"{line.place}: {line.why}") for line in one.lines)
            + "</li>\n"
            for one in sentence.rejected
        )
        parts.append("</ul>\n</details>\n")
    return "".join(parts)


def _list(rows: Iterable[tuple[str, str]]) -> str:
    inside = "".join(_row(name, value) for name, value in rows)
    return f"<dl>{inside}</dl>\n" if inside else ""


def _row(name: str, value: str) -> str:
    return f"<dt>{_safe(name)}</dt><dd>{_safe(value)}</dd>"


def _safe(value: object) -> str:
    """Escape text for an element, and write out what would turn a line around or be invisible."""
    return escape(printable(" ".join(str(value).split("\n"))), quote=True)
