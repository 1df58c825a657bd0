"""Words that tell whether an event happened, and words of saying."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from pipeline.errors import SourceError
from pipeline.knowledge.tables import HERE, read_rows, read_words
from pipeline.records.event import Factuality

Form = Literal["clause", "infinitive", "object"]
"""What the content of a report can be: "said that …", "vowed to …", "denounced the …"."""
ReportingWords = Mapping[str, Mapping[str, frozenset[Form]]]
"""Forms by word class and dictionary form."""
CueKind = Literal["verb", "noun", "modal", "adverb", "adjective", "mark"]
Cues = Mapping[CueKind, Mapping[str, Factuality]]


@cache
def load_cues(path: Path = HERE / "cues.tsv") -> Cues:
    """Read the cues of factuality; of a word given twice in one kind the first line counts.

    Raises:
        SourceError: The file cannot be read or a line is wrong.
    """
    kinds: dict[str, CueKind] = {kind: kind for kind in get_args(CueKind)}
    values: dict[str, Factuality] = {value: value for value in get_args(Factuality)}
    cues: dict[CueKind, dict[str, Factuality]] = {kind: {} for kind in kinds.values()}
    for row in read_rows(path, columns=3):
        word, kind, factuality = row.columns
        if kind not in kinds or factuality not in values:
            raise SourceError(f"{row.place}: {kind!r} and {factuality!r} are no kind and factuality of a cue")
        cues[kinds[kind]].setdefault(word, values[factuality])
    return cues


@cache
def load_speech_verbs(path: Path = HERE / "speech.txt") -> frozenset[str]:
    """Read the verbs of saying.

    Raises:
        SourceError: The file cannot be read.
    """
    return read_words(path)


@cache
def load_reporting_words(path: Path = HERE / "reporting.tsv") -> ReportingWords:
    """Read the verbs and nouns that report what somebody said or thought.

    Raises:
        SourceError: The file cannot be read or a line is wrong.
    """
    words: dict[str, dict[str, frozenset[Form]]] = {"verb": {}, "noun": {}}
    for row in read_rows(path, columns=3):
        word, word_class, listed = row.columns
        forms = frozenset(form for form in get_args(Form) if form in listed.split(","))
        if word_class not in words or len(forms) != len(listed.split(",")):
            raise SourceError(f"{row.place}: {word_class!r} and {listed!r} are no word class and forms of a report")
        words[word_class][word] = forms
    return words


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
