"""The stage that joins articles to stories: features in; stories, assignments and tombstones out."""

from collections.abc import Sequence

from pipeline import codec
from pipeline.config import Settings
from pipeline.records.story import StoryFeatures
from pipeline.stages.guard import guarded
from pipeline.stages.messages import Incoming, Outcome, Outgoing
from pipeline.stages.topics import ASSIGNMENTS, EVENTS, STORIES
from pipeline.steps.state import PendingStore, Store
from pipeline.steps.tell import Telling, tell_story

EVENT_SCHEMA = "newswire.event.v1"


class StorytellerStage:
    """Works one message at a time; its state changes only when the message could be worked."""

    name = "storyteller"

    def __init__(self, *, store: Store, capacity: int) -> None:
        self._store = store
        self._capacity = capacity

    def work(self, batch: Sequence[Incoming]) -> list[Outcome]:
        """Work messages in order."""
        return [guarded(self._work_one, incoming) for incoming in batch]

    def _work_one(self, incoming: Incoming) -> tuple[Outgoing, ...]:
        features = codec.decode(incoming.value or b"", StoryFeatures)
        pending = PendingStore(self._store)
        telling = tell_story(features, store=pending, capacity=self._capacity)
        messages = _messages(telling)
        pending.flush()
        return messages


def _messages(telling: Telling) -> tuple[Outgoing, ...]:
    story, assignment = telling.story, telling.assignment
    tombstones = (
        Outgoing(topic=EVENTS, key=event_id.encode(), value=None, schema=EVENT_SCHEMA) for event_id in telling.withdrawn
    )
    return (
        *tombstones,
        Outgoing(topic=STORIES, key=story.id.encode(), value=codec.encode(story), schema=story.schema),
        Outgoing(
            topic=ASSIGNMENTS,
            key=assignment.article_id.encode(),
            value=codec.encode(assignment),
            schema=assignment.schema,
        ),
    )


def build_storyteller(store: Store, settings: Settings) -> StorytellerStage:
    """Make the stage over a store: a Faust table, or its in-process twin."""
    return StorytellerStage(store=store, capacity=settings.stories_capacity)
