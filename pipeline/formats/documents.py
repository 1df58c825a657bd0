"""Readers of whole documents: bounded in size, and a broken one is an item that says what is wrong and where."""

from collections.abc import Callable, Iterator

from pipeline.errors import DocumentError
from pipeline.formats.found import Found, broken, refuse
from pipeline.formats.opened import Opened
from pipeline.records.dead_letter import Origin
from pipeline.records.raw import RawArticle

MAX_DOCUMENT_BYTES = 33_554_432
"""Largest feed or message that is parsed, which takes some ten times as much memory."""

Reader = Callable[[Opened, int], Iterator[Found]]
"""Reads what was opened; the number is the size up to which an article is taken.

Raises SourceError where the source itself fails, and nothing else: what is wrong with its content is an item."""
DocumentArticles = Callable[[bytes, Opened], Iterator[RawArticle]]
"""Gives the articles of a document. Raises DocumentError, at any point."""


def whole_document(articles_of: DocumentArticles) -> Reader:
    """Make a reader of a function that is given the document whole."""

    def read(opened: Opened, max_bytes: int) -> Iterator[Found]:
        limit = max(MAX_DOCUMENT_BYTES, max_bytes)
        document = opened.stream.read(limit + 1)
        if len(document) > limit:
            refused = refuse(opened.stream, head=document, max_bytes=limit, end_of_line=False)
            yield Found(origin=Origin(file=opened.name), content=refused, read_bytes=refused.size)
            return
        yield from found_in_document(articles_of, document, opened)

    return read


def found_in_document(articles_of: DocumentArticles, document: bytes, opened: Opened) -> Iterator[Found]:
    """Give the articles of a document as items, and what is wrong with it as the last one."""
    read_bytes = len(document)
    try:
        for article in articles_of(document, opened):
            yield Found(origin=Origin(file=opened.name), content=article, read_bytes=read_bytes)
            read_bytes = 0
    except DocumentError as error:
        reason = "broken_document" if error.line else "no_articles"
        origin = Origin(file=opened.name, line=error.line)
        refused = broken(document, error.detail, reason=reason)
        yield Found(origin=origin, content=refused, read_bytes=read_bytes)
