"""Fields that words belong to ("missile": weapon): data for the classifier of triggers and for PLOVER's contexts."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pipeline.errors import SourceError
from pipeline.knowledge.tables import HERE, read_rows


@cache
def load_topics(path: Path = HERE / "topics.tsv") -> Mapping[str, tuple[str, ...]]:
    """Read the topics of words, by dictionary form in lower case.

    Raises:
        SourceError: The file cannot be read or a line is wrong.
    """
    topics: dict[str, tuple[str, ...]] = {}
    for row in read_rows(path, columns=2):
        topic, words = row.columns
        if not topic or not words:
            raise SourceError(f"{row.place}: it takes a topic and its words, parted by a tab")
        for word in words.split():
            topics[word] = (*topics.get(word, ()), topic)
    return topics


def topic_of(word: str) -> tuple[str, ...]:
    """Return the topics of a dictionary form; most words have none."""
    return load_topics().get(word, ())
