"""Learns the weights of the model of lines, and writes `pipeline/knowledge/line_weights.tsv`.

python tests/quality/train_lines.py        needs numpy and scipy; the frozen half of `seeds/lines` is never read

A linear-chain conditional random field is fitted by L-BFGS (Sutton and McCallum 2012, ch. 5). Its penalty draws weights
not to 0 but to a prior: a wording or a rule speaks for the role that it is named after.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from pipeline.text.labels import rule_lines
from pipeline.text.line_features import read_features
from pipeline.text.line_model import AFTER, ROLES, START
from pipeline.text.lines import Line
from pipeline.text.sentences import is_sentence_ended

ROOT = Path(__file__).resolve().parents[2]
WEIGHTS = ROOT / "pipeline" / "knowledge" / "line_weights.tsv"
PENALTY, ROUNDS, MIN_COUNT = 1.0, 70, 3
PRIORS = {"worded": 1.5, "rule": 1.125}
NUDGES = (
    ("repeat:is_title", "title", 4), ("repeat:like_title", "title", 1.5), ("repeat:said_again", "navigation", 1),
    ("repeat:echo", "quote", 2), ("running", "paragraph", 2), ("ended", "paragraph", 1), ("sentences", "paragraph", 1),
    ("leads_on", "heading", 0.7), ("open_quote", "quote", 0.7), ("-1=page_number", "caption", 2),
    ("name_like", "byline", 0.5), ("said", "paragraph", 1), ("recipe", "list_item", 1), ("candidate", "table", 2),
    ("only_digits", "table", 1), ("under:related_head", "related_link", 1.5), ("under:tag_label", "navigation", 1.5),
    ("under:worded:navigation", "related_link", 0.5), ("under:company", "other", 1),
    ("picture_credit", "caption", 0.7), ("caption_label", "caption", 1), ("under:last::", "list_item", 1),
    ("-1=last::", "list_item", 1),
)  # fmt: skip
LONG_WORDS = 12
SHOWN = 0.015
COUNT = len(ROLES)
Floats = NDArray[np.float64]
Article = tuple[str | None, list[tuple[str, str]]]
"""Title, and (role, text) of every line."""


def labelled_lines() -> list[Article]:
    """Read the open half of the labelled lines."""
    articles: list[Article] = []
    for path in sorted((ROOT / "seeds" / "lines" / "open").glob("*.tsv")):
        head, *rows = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
        pairs = [(role, text) for role, _, text in (row.partition("\t") for row in rows)]
        articles.append((json.loads(head[1:])["title"], pairs))
    return articles


def prepared_texts() -> list[Article]:
    """Read articles without furniture: a block that does not end as a sentence is a sub-heading."""
    articles: list[Article] = []
    for path in sorted((ROOT / "seeds" / "labelled" / "open").glob("*.json")):
        article = json.loads(path.read_text(encoding="utf-8"))
        blocks = [block.strip() for block in article["text"].split("\n") if block.strip()]
        articles.append((article["title"], [(_plain_role(block), block) for block in blocks]))
    return articles


def _plain_role(block: str) -> str:
    if block.startswith(("- ", "* ", "• ")):
        return "list_item"
    return "paragraph" if is_sentence_ended(block) or len(block.split()) > LONG_WORDS else "heading"


def scraped_seeds() -> list[Article]:
    """Read the seeds that are text as scraped, with the roles that a careful reader expects."""
    articles: list[Article] = []
    for path in sorted((ROOT / "seeds" / "expected").glob("*.json")):
        expected = json.loads(path.read_text(encoding="utf-8"))
        source = ROOT / "seeds" / "articles" / f"{path.stem}.txt"
        if expected.get("form") != "text" or not source.exists():
            continue
        roles = {" ".join(piece["text"].split()): piece["role"] for piece in expected["removed"]}
        roles |= dict.fromkeys(expected["headings"], "heading")
        lines = [" ".join(line.split()) for line in source.read_text(encoding="utf-8").split("\n")]
        articles.append((expected["title"], [(roles.get(line, "paragraph"), line) for line in lines if line]))
    return articles


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """Articles as numbers: one row of features a line, the role of each, and where articles begin."""

    features: Mapping[str, int]
    rows: csr_matrix
    roles: NDArray[np.int64]
    bounds: tuple[int, ...]


def build_sample(articles: Sequence[Article]) -> Sample:
    """Read the features of all lines; seldom ones are left out."""
    rows: list[tuple[str, ...]] = []
    bounds = [0]
    for title, pairs in articles:
        lines = [Line(text=" ".join(text.split())) for _, text in pairs]
        rows += read_features(lines, title=title, ruled=rule_lines(lines, title=title))
        bounds.append(len(rows))
    counts = Counter(feature for row in rows for feature in row)
    features = {name: number for number, name in enumerate(sorted(n for n, c in counts.items() if c >= MIN_COUNT))}
    numbers = [[features[name] for name in row if name in features] for row in rows]
    starts = np.cumsum([0, *map(len, numbers)])
    whole = csr_matrix((np.ones(starts[-1]), [number for row in numbers for number in row], starts),
                       shape=(len(rows), len(features)))  # fmt: skip
    roles = np.array([ROLES.index(role) for _, pairs in articles for role, _ in pairs])
    return Sample(features=features, rows=whole, roles=roles, bounds=tuple(bounds))


def prior_of(features: Mapping[str, int]) -> Floats:
    """Weights that the penalty draws to."""
    weights = np.zeros((len(features), COUNT))
    for name, number in features.items():
        kind, _, role = name.partition(":")
        if kind in PRIORS and role in ROLES:
            weights[number, ROLES.index(role)] = PRIORS[kind]
    for name, role, weight in NUDGES:
        if name in features:
            weights[features[name], ROLES.index(role)] += weight
    return np.concatenate([weights.ravel(), np.zeros(COUNT * COUNT + COUNT)])


def loss_of(weights: Floats, sample: Sample, prior: Floats) -> tuple[float, Floats]:
    """Negative log likelihood with its penalty, and its gradient (forward-backward)."""
    size = len(sample.features) * COUNT
    emitted = sample.rows @ weights[:size].reshape(-1, COUNT)
    steps, start = weights[size:-COUNT].reshape(COUNT, COUNT), weights[-COUNT:]
    loss, given = 0.0, np.zeros_like(emitted)
    step_gradient, start_gradient = np.zeros((COUNT, COUNT)), np.zeros(COUNT)
    for first, last in zip(sample.bounds, sample.bounds[1:], strict=False):
        part = slice(first, last)
        loss += _article_loss(emitted[part], sample.roles[part], steps, start, given[part], step_gradient)
        start_gradient += given[first]
    apart = weights - prior
    gradient = np.concatenate([(sample.rows.T @ given).ravel(), step_gradient.ravel(), start_gradient])
    return loss + PENALTY / 2 * float(apart @ apart), gradient + PENALTY * apart


def _article_loss(  # noqa: PLR0913, PLR0917
    emitted: Floats, roles: NDArray[np.int64], steps: Floats, start: Floats, given: Floats, step_gradient: Floats
) -> float:
    """Loss of one article; its gradients are put into the last two arguments."""
    lines, highest = range(len(roles)), emitted.max(1, keepdims=True)
    scores, following = np.exp(emitted - highest), np.exp(steps)
    ahead, behind, totals = np.zeros_like(scores), np.ones_like(scores), np.zeros(len(roles))
    for line in lines:
        reached = scores[line] * (np.exp(start) if line == 0 else ahead[line - 1] @ following)
        totals[line] = reached.sum()
        ahead[line] = reached / totals[line]
    for line in reversed(lines[1:]):
        behind[line - 1] = (following @ (scores[line] * behind[line])) / totals[line]
    given[:] = ahead * behind
    given[list(lines), roles] -= 1
    step_gradient += (ahead[:-1].T @ (scores[1:] * behind[1:] / totals[1:, None])) * following
    np.add.at(step_gradient, (roles[:-1], roles[1:]), -1)
    right = emitted[list(lines), roles].sum() + start[roles[0]] + steps[roles[:-1], roles[1:]].sum()
    return float(np.log(totals).sum() + highest.sum() - right)


def written(name: str, weights: Floats) -> str:
    """Write one row of the weights' file."""
    told = (f"{role}={weight:.2f}" for role, weight in zip(ROLES, weights, strict=True) if abs(weight) >= SHOWN)
    return f"{name}\t{' '.join(told)}"


def main() -> None:
    sample = build_sample([*labelled_lines(), *prepared_texts(), *scraped_seeds()])
    prior = prior_of(sample.features)
    found = minimize(
        loss_of, np.zeros_like(prior), args=(sample, prior), jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS}
    )
    size = len(sample.features) * COUNT
    by_feature = found.x[:size].reshape(-1, COUNT)
    steps = found.x[size:-COUNT].reshape(COUNT, COUNT)
    rows = [written(START, found.x[-COUNT:]), *(written(AFTER + role, steps[n]) for n, role in enumerate(ROLES))]
    rows += [written(name, by_feature[number]) for name, number in sample.features.items()]
    WEIGHTS.write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
