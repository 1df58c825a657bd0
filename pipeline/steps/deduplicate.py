"""Is this article a copy of another, and which version of itself is it?"""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from pipeline.records.article import CleanArticle, Duplicate
from pipeline.steps.copies import CopyIndexes, Probe, sketch_fields
from pipeline.steps.ring import Ring, forget_key
from pipeline.steps.state import Json, Store
from pipeline.text.shingles import Sketch, sketch_of

VERSIONS_KEPT = 32
"""Contents of one article that are remembered, so that each comes out under its own version again."""
FINGERPRINT_KEPT = 24
"""Characters of a fingerprint by which an exact copy is known: 96 bits."""
SHELVES = ("live", "archive")
"""Rings of articles: those that came within the window of their own time, and those that came later. Each has the
whole capacity, so that back-filling an archive pushes nothing out of the live window."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CopyWindow:
    """How far copies are looked for."""

    span: timedelta
    """Between the times of an article and its copy."""
    capacity: int
    """Articles a language and shelf that are remembered."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Desk:
    """What a judgement is made with."""

    store: Store
    window: CopyWindow
    indexes: CopyIndexes
    language: str

    def ring(self, shelf: str) -> Ring:
        """Make the ring of a shelf; what loses its place is forgotten with the keys that lead to it."""
        name = f"{self.language}/copies/{shelf}"
        return Ring(self.store, name=name, capacity=self.window.capacity, forget=partial(self._forget, shelf=shelf))

    def article_key(self, article_id: str) -> str:
        return f"{self.language}/article/{article_id}"

    def copy_key(self, fingerprint: str) -> str:
        return f"{self.language}/copy/{fingerprint[:FINGERPRINT_KEPT]}"

    def _forget(self, held: Json, *, shelf: str) -> None:
        for key in (self.article_key(str(held["id"])), self.copy_key(str(held["print"]))):
            forget_key(self.store, key, number=held["number"], ring=shelf)


def deduplicate_article(
    article: CleanArticle, *, store: Store, window: CopyWindow, indexes: CopyIndexes
) -> CleanArticle:
    """Decide `duplicate` and `version`.

    The first answer for a content under an id is kept and given again whenever it comes again. Copies are looked
    for among articles of the same language whose times are within the window. An original stays one through all of
    its versions.

    Args:
        article: What is judged.
        store: All that is remembered.
        window: How far copies are looked for.
        indexes: Made of the store alone; another set of them, or a fresh one, gives the same answers.
    """
    desk = _Desk(store=store, window=window, indexes=indexes, language=article.language)
    key, copy_key = desk.article_key(article.id), desk.copy_key(article.fingerprint)
    known = store.get(key)
    answer = _answers(known).get(content_hash(article))
    if known and answer and _number(known) < desk.ring(str(known["ring"])).next_number():
        return _answered(article, answer)
    sketch = sketch_of(article.text)
    answer = answer or _judge(article, known, sketch, desk)
    shelf = _shelf(article, window)
    ring = desk.ring(shelf)
    number = ring.next_number()
    # A crash may cut these writes anywhere: until the ring has moved on, the same message writes the same again.
    if answer["duplicate"] is None:
        store.put(copy_key, {"of": article.id, "at": _seconds(article), "ring": shelf, "number": number})
    answers = dict([*_answers(known).items(), (content_hash(article), answer)][-VERSIONS_KEPT:])
    store.put(key, {"ring": shelf, "number": number, "newest": answer["version"], "answers": answers})
    ring.remember(number, _entry(article, answer, sketch))
    return _answered(article, answer)


def find_copy(article: CleanArticle, sketch: Sketch, desk: _Desk) -> Duplicate | None:
    """Look for another article with the same words, else for the one that is most alike, near enough in time."""
    exact = _find_exact(article, desk)
    if exact is not None:
        return exact
    probe = Probe(article_id=article.id, at=_seconds(article), sketch=sketch)
    span_s = desk.window.span.total_seconds()
    names = [(shelf, desk.ring(shelf)) for shelf in SHELVES]
    found = [desk.indexes.of(f"{desk.language}/{shelf}").find(probe, ring, span_s=span_s) for shelf, ring in names]
    best = max((one for one in found if one), key=lambda one: one.similarity, default=None)
    return Duplicate(of=best.root, kind=best.kind, similarity=best.similarity) if best else None


def moment(article: CleanArticle) -> datetime:
    """Return the time by which windows go: publication, else collection, else receipt."""
    return article.published_at or article.fetched_at or article.received_at


def content_hash(article: CleanArticle) -> str:
    """Name the content of an article: another title or text is another version."""
    return hashlib.sha256(f"{article.title or ''}\0{article.text}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _find_exact(article: CleanArticle, desk: _Desk) -> Duplicate | None:
    entry = desk.store.get(desk.copy_key(article.fingerprint))
    if entry is None or entry["of"] == article.id:
        return None
    if abs(_seconds(article) - _number(entry, "at")) > desk.window.span.total_seconds():
        return None
    is_held = _number(entry) >= desk.ring(str(entry["ring"])).oldest_number()
    return Duplicate(of=str(entry["of"]), kind="exact", similarity=1.0) if is_held else None


def _shelf(article: CleanArticle, window: CopyWindow) -> str:
    return SHELVES[0] if abs(article.received_at - moment(article)) <= window.span else SHELVES[1]


def _judge(article: CleanArticle, known: Json | None, sketch: Sketch, desk: _Desk) -> Json:
    is_original = any(answer["duplicate"] is None for answer in _answers(known).values())
    verdict = None if is_original else find_copy(article, sketch, desk)
    version = _number(known, "newest") + 1 if known else 1
    return {"version": version, "duplicate": asdict(verdict) if verdict else None}


def _entry(article: CleanArticle, answer: Json, sketch: Sketch) -> Json:
    """Make what the index reads; an exact copy is found by its original, and needs no place in it."""
    verdict = answer["duplicate"]
    of = verdict if isinstance(verdict, dict) else {"of": article.id, "kind": None}
    fields = {"id": article.id, "print": article.fingerprint[:FINGERPRINT_KEPT], "root": of["of"],
              "at": _seconds(article)}  # fmt: skip
    return fields if of["kind"] == "exact" else {**fields, **sketch_fields(sketch)}


def _answered(article: CleanArticle, answer: Json) -> CleanArticle:
    verdict = answer["duplicate"]
    duplicate = Duplicate(**verdict) if isinstance(verdict, dict) else None
    return replace(article, duplicate=duplicate, version=_number(answer, "version"))


def _answers(known: Json | None) -> Mapping[str, Json]:
    answers = known["answers"] if known else {}
    return answers if isinstance(answers, dict) else {}


def _number(value: Json, name: str = "number") -> int:
    return int(str(value[name]))


def _seconds(article: CleanArticle) -> int:
    return int(moment(article).timestamp())
