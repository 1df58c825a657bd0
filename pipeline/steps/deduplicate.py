"""Is this article a copy of another, and which version of itself is it?"""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from pipeline.records.article import CleanArticle, Duplicate
from pipeline.steps.ring import Ring
from pipeline.steps.state import Json, Store

VERSIONS_KEPT = 32
"""Contents of one article that are remembered, so that each comes out under its own version again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CopyWindow:
    """How far copies are looked for."""

    span: timedelta
    """Between the times of an article and its copy."""
    capacity: int
    """Articles a language that are remembered."""


def deduplicate_article(article: CleanArticle, *, store: Store, window: CopyWindow) -> CleanArticle:
    """Decide `duplicate` and `version`.

    The first answer for a content under an id is kept and given again whenever it comes again. Copies are looked
    for among articles of the same language whose times are within the window.
    """
    ring = Ring(store, name=f"{article.language}/copies", capacity=window.capacity)
    key = f"{article.language}/article/{article.id}"
    known = store.get(key)
    content = content_hash(article)
    if known and content in _answers(known):
        _mend_ring(ring, known, key)
        return _answered(article, _answers(known)[content])
    number = _number(known) if known else ring.next_number()
    verdict = find_exact_copy(article, store=store, window=window)
    answer = {"version": _newest(known) + 1, "duplicate": asdict(verdict) if verdict else None}
    answers = dict([*_answers(known).items(), (content, answer)][-VERSIONS_KEPT:])
    store.put(key, {"number": number, "newest": answer["version"], "answers": answers})
    copy_key = f"{article.language}/copy/{article.fingerprint}"
    if verdict is None:
        store.put(copy_key, {"of": article.id, "at": moment(article).isoformat()})
    if known is None:
        ring.remember(number, (key, copy_key) if verdict is None else (key,))
    return _answered(article, answer)


def find_exact_copy(article: CleanArticle, *, store: Store, window: CopyWindow) -> Duplicate | None:
    """Look for another article with the same normalised text, near enough in time."""
    entry = store.get(f"{article.language}/copy/{article.fingerprint}")
    if entry is None or entry["of"] == article.id:
        return None
    if abs(moment(article) - datetime.fromisoformat(str(entry["at"]))) > window.span:
        return None
    return Duplicate(of=str(entry["of"]), kind="exact", similarity=1.0)


def moment(article: CleanArticle) -> datetime:
    """Return the time by which windows go: publication, else collection, else receipt."""
    return article.published_at or article.fetched_at or article.received_at


def content_hash(article: CleanArticle) -> str:
    """Name the content of an article: another title or text is another version."""
    return hashlib.sha256(f"{article.title or ''}\0{article.text}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _answered(article: CleanArticle, answer: Mapping[str, object]) -> CleanArticle:
    verdict = answer["duplicate"]
    duplicate = Duplicate(**verdict) if isinstance(verdict, dict) else None
    return replace(article, duplicate=duplicate, version=int(str(answer["version"])))


def _answers(known: Json | None) -> Mapping[str, Mapping[str, object]]:
    answers = known["answers"] if known else {}
    return answers if isinstance(answers, dict) else {}


def _newest(known: Json | None) -> int:
    return int(str(known["newest"])) if known else 0


def _number(known: Json) -> int:
    return int(str(known["number"]))


def _mend_ring(ring: Ring, known: Json, key: str) -> None:
    """Finish what a crash may have cut: the entry was written, its slot was not."""
    if _number(known) >= ring.next_number():
        ring.remember(_number(known), (key,))
