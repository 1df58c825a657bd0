"""Stories that were read or written last, ready for the next article that joins them."""

from collections import OrderedDict

from pipeline.records.story import StoryRecord

MOST_KEPT = 512
"""Stories that are kept: what has not been told for longer is read from the store again."""


class StoryCache:
    """Made of the store alone: each story is kept with the mark of its state there, and given for that mark only."""

    def __init__(self) -> None:
        self._stories: OrderedDict[str, tuple[object, StoryRecord]] = OrderedDict()

    def get(self, key: str, mark: object) -> StoryRecord | None:
        """Return a story if it is known as it stands under that mark."""
        kept = self._stories.get(key)
        if kept is None or kept[0] != mark:
            return None
        self._stories.move_to_end(key)
        return kept[1]

    def put(self, key: str, mark: object, story: StoryRecord) -> None:
        """Keep a story, and let go of what was used longest ago."""
        self._stories[key] = (mark, story)
        self._stories.move_to_end(key)
        if len(self._stories) > MOST_KEPT:
            self._stories.popitem(last=False)
