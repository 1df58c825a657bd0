"""Chooses a story for an article among those that are open."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from pipeline.records.story import StoryFeatures
from pipeline.steps.ring import Ring, forget_key
from pipeline.steps.state import Json, Store
from pipeline.steps.story_index import StoryIndex, StoryIndexes, Vector, summed, vector_fields, vector_from
from pipeline.steps.story_shelf import StoryShelf
from pipeline.steps.story_sources import moment

SHELVES = ("live", "archive")
"""Rings of articles: those that came within the window of their own time, and those that came later. Each has the
whole capacity, so that back-filling an archive pushes nothing out of the live window."""
LEAST_ALIKE = 0.19
"""Cosine with a story's centre at which an article joins. B-cubed is .93 from .17 to .20, on 1,040 articles
of 203 stories."""
LEAST_ALIKE_SINGLE = 0.17
"""The same for a story of one article: its centre knows few of the words by which the story is told."""
COOLING_A_DAY = 0.2
"""Likeness falls by exp(-.2) for each day since the story's latest article: .93 with it, .89 without."""
LEAST_ALIKE_MERGED = 0.4
"""Cosine of two stories' centres at which an article that is near to both makes them one."""
MOST_MOVED = 30
"""Articles of a story that can become part of another: what one message changes is bounded."""
DAY_S = 86_400
HOPS = 16
"""Mergers that are followed from a story to the one it became part of."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Centre:
    """What a story's articles have in common, and when they came."""

    vector: Vector
    """Sum of the articles' vectors."""
    first: float
    """Time of the earliest article, in seconds since 1970."""
    last: float
    """Time of the latest."""
    count: int
    """Articles in it."""

    def plus(self, other: "Centre") -> "Centre":
        """Put two together."""
        return Centre(
            vector=summed(self.vector, other.vector),
            first=min(self.first, other.first),
            last=max(self.last, other.last),
            count=self.count + other.count,
        )

    def days_from(self, at: float) -> float:
        """Return how far a time is from the story's own."""
        return max(0.0, at - self.last, self.first - at) / DAY_S


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    """What a story is chosen and written with."""

    store: Store
    language: str
    span_s: float
    capacity: int
    indexes: StoryIndexes

    @property
    def stories(self) -> StoryShelf:
        """The stories themselves."""
        return StoryShelf(store=self.store, language=self.language, cache=self.indexes.stories)

    def ring(self, shelf: str) -> Ring:
        """Return the ring of a shelf; what loses its place is forgotten, and with it a story that nobody told since."""
        name = f"{self.language}/told/{shelf}"
        return Ring(self.store, name=name, capacity=self.capacity, forget=partial(self._forget, shelf=shelf))

    def index(self, shelf: str) -> StoryIndex:
        """Return the index of a shelf, as its ring has it now."""
        index = self.indexes.of(f"{self.language}/{shelf}")
        index.follow(self.ring(shelf))
        return index

    def shelf(self, features: StoryFeatures) -> str:
        """Tell an article of these days from one of an archive."""
        late_s = abs((features.received_at - moment(features)).total_seconds())
        return SHELVES[0] if late_s <= self.span_s else SHELVES[1]

    def assignment_key(self, article_id: str) -> str:
        """Name where an article's place is kept."""
        return f"{self.language}/assignment/{article_id}"

    def centre_key(self, story_id: str) -> str:
        """Name where a story's centre is kept."""
        return f"{self.language}/centre/{story_id}"

    def merged_key(self, story_id: str) -> str:
        """Name where is kept what a story became part of."""
        return f"{self.language}/merged/{story_id}"

    def _forget(self, held: Json, *, shelf: str) -> None:
        story_id, number = str(held["story"]), held["number"]
        self.stories.forget(story_id, number=number, ring=shelf)
        for key in (self.assignment_key(str(held["id"])), self.centre_key(story_id), self.merged_key(story_id)):
            forget_key(self.store, key, number=number, ring=shelf)


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """The story that an article joins, and the one that becomes part of it."""

    story_id: str | None = None
    """None where the article begins a story."""
    absorbed: str | None = None
    """None where no stories meet."""


def choose_story(features: StoryFeatures, vector: Vector, desk: Desk) -> Choice:
    """Find the nearest story that is near enough, and whether the article brings two together."""
    centres = _open_centres(features, vector, desk)
    if not centres:
        return Choice()
    index = desk.index(desk.shelf(features))
    at = moment(features).timestamp()
    alike = index.likeness(vector, [centre.vector for centre in centres.values()])
    scores = {
        story_id: cosine * math.exp(-COOLING_A_DAY * centre.days_from(at))
        for (story_id, centre), cosine in zip(centres.items(), alike, strict=True)
    }
    near = [story_id for story_id in scores if scores[story_id] >= _least(centres[story_id])]
    near.sort(key=lambda story_id: (-scores[story_id], story_id))
    if len(near) < 2:  # noqa: PLR2004 - one is no pair
        return Choice(story_id=near[0] if near else None)
    one, other = centres[near[0]], centres[near[1]]
    if index.likeness(one.vector, [other.vector])[0] < LEAST_ALIKE_MERGED or min(one.count, other.count) > MOST_MOVED:
        return Choice(story_id=near[0])
    kept, absorbed = sorted(
        near[:2], key=lambda story_id: (-centres[story_id].count, centres[story_id].first, story_id)
    )
    return Choice(story_id=kept, absorbed=absorbed)


def centre_of(desk: Desk, story_id: str) -> Centre | None:
    """Return a story's centre, if it has one."""
    stored = desk.store.get(desk.centre_key(story_id))
    return _centre_from(stored) if stored else None


def put_centre(desk: Desk, story_id: str, centre: Centre, tag: Json) -> None:
    """Keep a story's centre, and what wrote it."""
    fields: Mapping[str, object] = vector_fields(centre.vector)
    times = [centre.first, centre.last, centre.count]
    desk.store.put(desk.centre_key(story_id), {**tag, "times": times, **fields})


def current_story(wanted: str, desk: Desk) -> str:
    """Follow a story to the one that it became part of."""
    for _hop in range(HOPS):
        stored = desk.store.get(desk.merged_key(wanted))
        if stored is None:
            return wanted
        wanted = str(stored["into"])
    return wanted


def _open_centres(features: StoryFeatures, vector: Vector, desk: Desk) -> dict[str, Centre]:
    """Read the centres of the stories that share the article's weightiest terms and are near it in time."""
    at = moment(features).timestamp()
    found: dict[str, Centre] = {}
    for shelf in SHELVES:
        ring = desk.ring(shelf)
        if ring.next_number() == 0:
            continue
        index = desk.index(shelf)
        for named in index.candidates(index.query(vector), ring):
            story_id = current_story(named, desk)
            centre = centre_of(desk, story_id)
            if centre and centre.days_from(at) * DAY_S <= desk.span_s:
                found.setdefault(story_id, centre)
    return found


def _least(centre: Centre) -> float:
    return LEAST_ALIKE if centre.count > 1 else LEAST_ALIKE_SINGLE


def _centre_from(stored: Json) -> Centre:
    first, last, count = stored["times"] if isinstance(stored["times"], list) else (0.0, 0.0, 0)
    return Centre(vector=vector_from(stored), first=first, last=last, count=count)
