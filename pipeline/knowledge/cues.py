"""Words that tell whether an event happened, and words of saying."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from pipeline.errors import SourceError
from pipeline.knowledge.tables import HERE, read_rows, read_words
from pipeline.records.event import Factuality

CueKind = Literal["verb", "noun", "modal", "adverb", "adjective", "mark"]
Cues = Mapping[CueKind, Mapping[str, Factuality]]


@cache
def load_cues(path: Path = HERE / "cues.tsv") -> Cues:
    """Read the cues of factuality; of a word given twice in one kind the first line counts.

    Raises:
        SourceError: The file cannot be read or a line is wrong.
    """
    cues: dict[CueKind, dict[str, Factuality]] = {kind: {} for kind in get_args(CueKind)}
    for row in read_rows(path, columns=3):
        word, kind, factuality = row.columns
        if kind not in get_args(CueKind) or factuality not in get_args(Factuality):
            raise SourceError(f"{row.place}: {kind!r} and {factuality!r} are no kind and factuality of a cue")
        cues[kind].setdefault(word, factuality)  # type: ignore[index, arg-type]  # checked on the line above
    return cues


@cache
def load_speech_verbs(path: Path = HERE / "speech.txt") -> frozenset[str]:
    """Read the verbs of saying.

    Raises:
        SourceError: The file cannot be read.
    """
    return read_words(path)


@cache
def load_light_verbs(path: Path = HERE / "light_verbs.txt") -> frozenset[str]:
    """Read the verbs that say little beside their object.

    Raises:
        SourceError: The file cannot be read.
    """
    return read_words(path)


@cache
def load_stop_words(path: Path = HERE / "stopwords.txt") -> frozenset[str]:
    """Read the words that say nothing about what an article is about.

    Raises:
        SourceError: The file cannot be read.
    """
    return read_words(path)
