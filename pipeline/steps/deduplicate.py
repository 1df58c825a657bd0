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
    answer = _answers(known).get(content_hash(article))
    if known is None or answer is None:
        answer = _judge(article, known, store=store, window=window)
        number = _number(known) if known else ring.next_number()
        known = _remembered(known, article, answer, number=number)
        _remember_text(article, answer, store)
        store.put(key, known)
    if _number(known) >= ring.next_number():
        ring.remember(_number(known), (key, _copy_key(article)) if answer["duplicate"] is None else (key,))
    return _answered(article, answer)


def find_exact_copy(article: CleanArticle, *, store: Store, window: CopyWindow) -> Duplicate | None:
    """Look for another article with the same normalised text, near enough in time."""
    entry = store.get(_copy_key(article))
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


def _judge(article: CleanArticle, known: Json | None, *, store: Store, window: CopyWindow) -> Json:
    verdict = find_exact_copy(article, store=store, window=window)
    version = int(str(known["newest"])) + 1 if known else 1
    return {"version": version, "duplicate": asdict(verdict) if verdict else None}


def _remember_text(article: CleanArticle, answer: Json, store: Store) -> None:
    """Write the text's entry before the answer: a crash between the two then ends in the same answer."""
    if answer["duplicate"] is None:
        store.put(_copy_key(article), {"of": article.id, "at": moment(article).isoformat()})


def _remembered(known: Json | None, article: CleanArticle, answer: Json, *, number: int) -> Json:
    answers = [*_answers(known).items(), (content_hash(article), answer)]
    return {"number": number, "newest": answer["version"], "answers": dict(answers[-VERSIONS_KEPT:])}


def _answered(article: CleanArticle, answer: Json) -> CleanArticle:
    verdict = answer["duplicate"]
    duplicate = Duplicate(**verdict) if isinstance(verdict, dict) else None
    return replace(article, duplicate=duplicate, version=int(str(answer["version"])))


def _answers(known: Json | None) -> Mapping[str, Json]:
    answers = known["answers"] if known else {}
    return answers if isinstance(answers, dict) else {}


def _number(known: Json) -> int:
    return int(str(known["number"]))


def _copy_key(article: CleanArticle) -> str:
    return f"{article.language}/copy/{article.fingerprint}"
