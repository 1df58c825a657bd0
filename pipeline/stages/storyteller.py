"""The stage that joins articles to stories: features in; stories, assignments and tombstones out."""

from collections.abc import Sequence
from datetime import timedelta

from pipeline import codec
from pipeline.config import Settings
from pipeline.records.story import StoryFeatures
from pipeline.stages.guard import guarded
from pipeline.stages.messages import Incoming, Outcome, Outgoing
from pipeline.stages.topics import ASSIGNMENTS, EVENTS, STORIES
from pipeline.steps.state import PendingStore, Store
from pipeline.steps.story_index import StoryIndexes
from pipeline.steps.tell import StoryWindow, Telling, tell_story

EVENT_SCHEMA = "newswire.event.v1"


class StorytellerStage:
    """Works one message at a time; its state changes only when the message could be worked."""

    name = "storyteller"

    def __init__(self, *, store: Store, window: StoryWindow) -> None:
        self._store = store
        self._window = window
        self._indexes = StoryIndexes()

    def work(self, batch: Sequence[Incoming]) -> list[Outcome]:
        """Work messages in order."""
        return [guarded(self._work_one, incoming) for incoming in batch]

    def _work_one(self, incoming: Incoming) -> tuple[Outgoing, ...]:
        features = codec.decode(incoming.value or b"", StoryFeatures)
        pending = PendingStore(self._store)
        telling = tell_story(features, store=pending, window=self._window, indexes=self._indexes)
        messages = _messages(telling)
        pending.flush()
        return messages


def _messages(telling: Telling) -> tuple[Outgoing, ...]:
    tombstones = (
        Outgoing(topic=EVENTS, key=event_id.encode(), value=None, schema=EVENT_SCHEMA) for event_id in telling.withdrawn
    )
    stories = (telling.story, *((telling.absorbed,) if telling.absorbed else ()))
    return (
        *tombstones,
        *(_outgoing(STORIES, story.id, story, story.schema) for story in stories),
        *(_outgoing(ASSIGNMENTS, one.article_id, one, one.schema) for one in (*telling.moved, telling.assignment)),
    )


def _outgoing(topic: str, key: str, record: object, schema: str) -> Outgoing:
    return Outgoing(topic=topic, key=key.encode(), value=codec.encode(record), schema=schema)


def build_storyteller(store: Store, settings: Settings) -> StorytellerStage:
    """Make the stage over a store: a Faust table, or its in-process twin."""
    window = StoryWindow(span=timedelta(hours=settings.stories_window_h), capacity=settings.stories_capacity)
    return StorytellerStage(store=store, window=window)
