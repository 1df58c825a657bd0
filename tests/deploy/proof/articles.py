"""Articles for the proof: sentences of the seeds in new orders, so that none is a copy of another."""

import json
import random
import re
from pathlib import Path

from tests.benchmarks.articles import seed_texts

SENTENCES = 8

_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")


def write_articles(path: Path, prefix: str, count: int) -> set[str]:
    """Write raw articles as JSON lines and return their ids."""
    sentences = sorted({sentence for text in seed_texts() for sentence in _END.split(text) if len(sentence) > 60})
    lines = {f"{prefix}-{number:04}": _body(f"{prefix}-{number}", sentences) for number in range(count)}
    path.write_text("".join(json.dumps(_article(name, body)) + "\n" for name, body in lines.items()), encoding="utf-8")
    return set(lines)


def _body(name: str, sentences: list[str]) -> str:
    chosen = random.Random(name).sample(sentences, SENTENCES)
    return f"Dispatch {name} reached the desk this morning.\n\n" + "\n\n".join(chosen)


def _article(name: str, body: str) -> dict[str, str]:
    return {"id": name, "source": f"paper-{len(body) % 7}.example", "published_at": "2026-03-04T08:00:00Z",
            "language": "en", "body": body, "body_format": "clean"}  # fmt: skip
