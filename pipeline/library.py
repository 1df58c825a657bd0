"""Newswire in a program of your own: `from pipeline import enrich`."""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice

from pipeline import codec
from pipeline.config import Settings
from pipeline.errors import NewswireError
from pipeline.records.article import EnrichedArticle
from pipeline.records.dead_letter import DeadLetter, Origin
from pipeline.records.raw import RawArticle
from pipeline.stages.bench import LocalBench, build_local_bench
from pipeline.stages.build import STATELESS
from pipeline.stages.chain import Fed, build_chain, build_way
from pipeline.stages.messages import Incoming

Given = str | bytes | RawArticle | Mapping[str, object]
"""An article: its text or HTML, the bytes of its page, a record, or fields by name as on `news.articles.raw`."""
BENCHES = 2
"""Models of how many settings are kept loaded."""


class ArticleError(NewswireError):
    """An article that could not be worked."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        """A fixed word, as in dead letters: `empty_body`, `too_short`, …"""
        self.detail = detail
        """In words."""


def enrich(article: Given, *, settings: Settings | None = None, **known: object) -> EnrichedArticle:
    """Work one article in this process. The first call loads the model, which takes some seconds.

    Args:
        article: The article.
        settings: As for a worker, such as another model; the defaults where None. The environment is not read.
        known: What is known of it beside its body, by the fields of `RawArticle`: `published_at` (dates in the text
            are read against it), `source`, `url`, `title`, `body_format` and so on.

    Returns:
        The article as it would stand on `news.articles.enriched`, offsets in code points of its `text`.

    Raises:
        ArticleError: It cannot be worked.
        ModelError: The model is not installed.
    """
    found = next(_worked([_raw(article, known)], settings or Settings(), is_deduplicating=False))
    if isinstance(found, DeadLetter):
        raise ArticleError(found.reason, found.detail)
    return found


def enrich_all(
    articles: Iterable[Given], *, settings: Settings | None = None
) -> Iterator[EnrichedArticle | DeadLetter]:
    """Work many articles in this process, in batches; copies among them are found, and marked in `duplicate`.

    Yields:
        For each article, in order, its record, or the dead letter that says why there is none.

    Raises:
        ModelError: The model is not installed.
    """
    raws = (_raw(article, {}) for article in articles)
    return _worked(raws, settings or Settings(), is_deduplicating=True)


def _worked(
    raws: Iterable[bytes], settings: Settings, *, is_deduplicating: bool
) -> Iterator[EnrichedArticle | DeadLetter]:
    way = build_way("annotate", is_deduplicating=is_deduplicating)
    chain = build_chain(way, settings, bench=_bench(settings), clock=_now, gather=())
    for worked in chain.run(_chunks(raws, settings.chunk)):
        yield from worked.dead_letters
        yield from (codec.decode(value, EnrichedArticle) for value in worked.enriched)


def _chunks(raws: Iterable[bytes], size: int) -> Iterator[list[Fed]]:
    waiting = iter(raws)
    while chunk := [_fed(raw) for raw in islice(waiting, size)]:
        yield chunk


def _fed(raw: bytes) -> Fed:
    return Fed(incoming=Incoming(value=raw, timestamp=_now()), origin=Origin())


def _raw(article: Given, known: Mapping[str, object]) -> bytes:
    if isinstance(article, RawArticle):
        article = codec.decode_object(codec.encode(article))
    elif isinstance(article, str):
        article = {"body": article}
    elif isinstance(article, bytes):
        article = {"body_b64": b64encode(article).decode("ascii")}
    return codec.encode_value({**article, **known})


@lru_cache(maxsize=BENCHES)
def _bench(settings: Settings) -> LocalBench:
    return build_local_bench(STATELESS, settings)


def _now() -> datetime:
    return datetime.now(UTC)
