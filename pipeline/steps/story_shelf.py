"""How stories are kept: a snapshot now and then, and what every article since has brought."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pipeline import codec
from pipeline.records.story import StoryFeatures, StoryRecord
from pipeline.steps.ring import forget_key
from pipeline.steps.state import Json, Store
from pipeline.steps.story_cache import StoryCache
from pipeline.steps.story_state import begun, joined

MOST_PARTS = 16
"""Articles after which a story is written whole: a large story is not written again for every article."""
SNAPSHOTS = 2
"""Places of a story's snapshots, used in turn: a crash leaves either the old one or the new one named by the head."""
NAMES = (
    b'{"schema":"newswire.story-features.v1","article_id":"","version":1,"language":"en","source":"","url":"https://www.'
    b'","title":"","published_at":"2026-","received_at":"2026-","credits":[],"terms":[],"vector":{},"entities":[{"name":'
    b'"","type":"PERSON","country":null,"salience":0.},{"name":"","type":"GPE"},{"type":"ORG"}],"events":[{"id":"","type'
    b'":"","label":"","factuality":"happened","source":[""],"target":[],"place":null,"time":null,"lead":false,"figures":'
    b'[{"kind":"killed","value":1.0,"unit":"people"}]},{"id":"","factuality":"planned"}],"duplicate":null}'
)
"""What every part has in it, for the compressor: it takes a third off the size of a part."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StoryShelf:
    """The stories of a language.

    A story's head is small and says what else belongs to it; it is written last, and nothing counts that it does not
    name. Parts are what articles brought since the snapshot, so that most articles cost a small value and not the
    story anew.
    """

    store: Store
    language: str
    cache: StoryCache

    def head(self, story_id: str) -> Json | None:
        """Return what wrote a story last: `number` and `ring` of the article's place, and `by`, its id."""
        return self.store.get(self._key(story_id))

    def read(self, story_id: str) -> StoryRecord | None:
        """Return a story."""
        head = self.head(story_id)
        if head is None:
            return None
        known = self.cache.get(self._key(story_id), head["mark"])
        if known is not None:
            return known
        story = self._snapshot(story_id, head)
        for place in range(_whole(head["parts"])):
            features, gone = _part_from(self.store.get(self._part_key(story_id, place)) or {})
            story = joined(story or begun(story_id, features), features, gone=gone)
        if story is not None:
            self.cache.put(self._key(story_id), head["mark"], story)
        return story

    def join(self, story_id: str, features: StoryFeatures, *, gone: tuple[str, ...], tag: Json) -> StoryRecord:
        """Put an article into a story, or begin it."""
        head = self.head(story_id)
        before = self.read(story_id)
        story = joined(before or begun(story_id, features), features, gone=gone)
        place = _whole(head["parts"]) if head else 0
        if place >= MOST_PARTS:
            self.write(story, tag=tag)
            return story
        part = _part(features, gone)
        self.store.put(self._part_key(story_id, place), part)
        mark = _mark(head, tag, part["zlib"])
        self._put_head(story, tag, parts=place + 1, snapshot=head["snapshot"] if head else None, mark=mark)
        return story

    def write(self, story: StoryRecord, *, tag: Json) -> None:
        """Keep a story whole."""
        head = self.head(story.id)
        turn = (_whole(head["snapshot"]) + 1) % SNAPSHOTS if head and head["snapshot"] is not None else 0
        packed = zlib.compress(codec.encode(story), 1)
        self.store.put(self._snapshot_key(story.id, turn), {"zlib": packed})
        self._put_head(story, tag, parts=0, snapshot=turn, mark=_mark(head, tag, packed))
        self._delete(self._part_key(story.id, place) for place in range(MOST_PARTS))
        self._delete([self._snapshot_key(story.id, (turn + 1) % SNAPSHOTS)])

    def forget(self, story_id: str, *, number: object, ring: str) -> None:
        """Forget a story, if no article since that place has changed it."""
        if forget_key(self.store, self._key(story_id), number=number, ring=ring):
            self._delete(self._part_key(story_id, place) for place in range(MOST_PARTS))
            self._delete(self._snapshot_key(story_id, turn) for turn in range(SNAPSHOTS))

    def _put_head(self, story: StoryRecord, tag: Json, *, parts: int, snapshot: object, mark: int) -> None:
        head = {**tag, "parts": parts, "snapshot": snapshot, "mark": mark}
        self.store.put(self._key(story.id), head)
        self.cache.put(self._key(story.id), mark, story)

    def _snapshot(self, story_id: str, head: Json) -> StoryRecord | None:
        if head["snapshot"] is None:
            return None
        kept = self.store.get(self._snapshot_key(story_id, _whole(head["snapshot"]))) or {}
        return codec.decode(zlib.decompress(_bytes(kept["zlib"])), StoryRecord)

    def _delete(self, keys: Iterable[str]) -> None:
        for key in keys:
            if self.store.get(key) is not None:
                self.store.delete(key)

    def _key(self, story_id: str) -> str:
        return f"{self.language}/story/{story_id}"

    def _part_key(self, story_id: str, place: int) -> str:
        return f"{self.language}/story/{story_id}/{place}"

    def _snapshot_key(self, story_id: str, turn: int) -> str:
        return f"{self.language}/story/{story_id}/whole/{turn}"


def _part(features: StoryFeatures, gone: tuple[str, ...]) -> Json:
    slim = codec.encode(replace(features, terms=(), vector={}))
    packer = zlib.compressobj(level=1, zdict=NAMES)
    packed = packer.compress(slim) + packer.flush()
    return {"zlib": packed, "gone": list(gone)} if gone else {"zlib": packed}


def _part_from(part: Json) -> tuple[StoryFeatures, tuple[str, ...]]:
    unpacker = zlib.decompressobj(zdict=NAMES)
    features = codec.decode(unpacker.decompress(_bytes(part["zlib"])), StoryFeatures)
    gone = part.get("gone")
    return features, tuple(str(one) for one in gone) if isinstance(gone, list) else ()


def _mark(head: Json | None, tag: Json, written: object) -> int:
    """Name a state by all that led to it, so that two states of one story are told apart."""
    before = f"{head['mark'] if head else 0} {tag['ring']} {tag['number']} {tag['by']}"
    return zlib.crc32(_bytes(written), zlib.crc32(before.encode("utf-8", "surrogatepass")))


def _bytes(written: object) -> bytes:
    return written if isinstance(written, bytes) else b""


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0
