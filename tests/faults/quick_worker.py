"""A worker as users start it, but for the model: its annotator finds one event in every article at next to no cost.

Articles with a mark in their text do what no article should: end the process that works them, take long, or yield more
than a topic takes.
"""

import os
import re
import time
from collections.abc import Sequence

from pipeline.config import Settings, settings_from
from pipeline.nlp.reader import Annotations
from pipeline.records.annotation import Span
from pipeline.records.article import CleanArticle
from pipeline.records.event import Event, Trigger
from pipeline.stages.annotator import AnnotatorStage
from pipeline.stages.build import build_stage
from pipeline.stages.messages import Incoming, Outcome, Stage
from pipeline.steps.annotate import Annotator
from pipeline.stream.worker import run_worker

ENDS_ITS_PROCESS = "ends its process"
IS_SLOW = "is worked slowly"
YIELDS_TOO_MUCH = "yields too much"
SLOW_S = 4.0
WORK_S = 0.01
TOO_MUCH = 17_000_000
_WORD = re.compile(r"\w{1,40}")


class QuickReader:
    """Takes the first word of an article for an event."""

    language = "en"
    model = "none"
    ontology = "none"

    def read(self, articles: Sequence[CleanArticle]) -> list[Annotations]:
        return [
            Annotations(entities=(), dates=(), quotes=(), events=tuple(_events(article.id, article.text)))
            for article in articles
        ]


def _events(article_id: str, text: str) -> list[Event]:
    found = _WORD.search(text)
    if not found:
        return []
    start, end, word = found.start(), found.end(), found.group()
    rule = "x" * TOO_MUCH if YIELDS_TOO_MUCH in text else "first word"
    trigger = Trigger(start=start, end=end, text=word, lemma=word.lower())
    return [
        Event(id=f"ev-{article_id}", type="DIPL.MEET", label="Meeting or talks", trigger=trigger, lead=True, rule=rule,
              sentence=Span(start=start, end=end, text=word), factuality="happened")
    ]  # fmt: skip


class MarkedStage:
    """Works as the stage that it is put before, some time a message, and does what marks ask for."""

    def __init__(self, below: Stage) -> None:
        self.name = below.name
        self._below = below

    def work(self, batch: Sequence[Incoming]) -> list[Outcome]:
        values = [incoming.value or b"" for incoming in batch]
        if any(ENDS_ITS_PROCESS.encode() in value for value in values):
            os._exit(9)
        is_slow = any(IS_SLOW.encode() in value for value in values)
        time.sleep(SLOW_S if is_slow else WORK_S * len(batch))
        return self._below.work(batch)


def build_quick_stage(name: str, settings: Settings) -> Stage:
    if name == "annotator":
        return MarkedStage(AnnotatorStage(Annotator(QuickReader())))
    return build_stage(name, settings)


if __name__ == "__main__":
    run_worker(settings_from(os.environ), build=build_quick_stage)
