"""The stage of `newswire explain`: clean articles in, explanations out. It runs in no worker."""

from collections.abc import Sequence

from pipeline import codec
from pipeline.config import Settings
from pipeline.knowledge.own_files import OwnFiles
from pipeline.nlp.explaining import Explainer, build_explainer
from pipeline.records.article import CleanArticle
from pipeline.stages.guard import guarded
from pipeline.stages.messages import Incoming, Outcome, Outgoing
from pipeline.stages.topics import ENRICHED


class ExplainerStage:
    """Explains one article after the other; it stands where the annotator does."""

    name = "explainer"

    def __init__(self, explainer: Explainer) -> None:
        self._explainer = explainer

    def work(self, batch: Sequence[Incoming]) -> list[Outcome]:
        """Work messages; one outcome each, in the same order."""
        return [guarded(self._work_one, incoming) for incoming in batch]

    def _work_one(self, incoming: Incoming) -> tuple[Outgoing, ...]:
        article = codec.decode(incoming.value or b"", CleanArticle)
        found = self._explainer.explain(article)
        value = codec.encode(found)
        return (Outgoing(topic=ENRICHED, key=article.id.encode(), value=value, schema=found.schema),)


def build_explainer_stage(settings: Settings) -> ExplainerStage:
    """Load the model and make the stage.

    Raises:
        ModelError: The spaCy pipeline is missing or lacks a component.
        SourceError: One of the user's own files cannot be read or is wrong.
    """
    own = OwnFiles(event_types=settings.event_types, knowledge=settings.knowledge)
    return ExplainerStage(build_explainer(settings.model, own=own))
