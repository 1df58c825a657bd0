"""ninjs, the news in JSON of IPTC: versions 1.x (`headline`, `body_xhtml`), 2.x (`headlines`, `bodies`) and 3.x.

Names differ between versions by their case alone (`versioncreated`, `versionCreated`), so they are read without it.
"""

import json
from collections.abc import Iterator, Mapping

from pipeline.errors import DocumentError
from pipeline.formats.opened import Opened
from pipeline.formats.wire_item import WireItem, raw_article_of
from pipeline.records.raw import BodyFormat, RawArticle

MARKS = frozenset({"versioncreated", "headline", "headlines", "bodies", "body_text", "body_xhtml", "body_html",
                   "pubstatus", "renditions", "representationtype", "descriptions", "eventdetails"})  # fmt: skip
"""Names that stand in a ninjs object and in no raw article."""
LISTS = ("item", "items")
"""Where several items come in one object."""
BODY_ROLES = ("html", "xhtml", "main", "text", "plain")
"""Which of several bodies is the article, best first."""
FORMAT_NAME = "ninjs"

Fields = Mapping[str, object]


def is_ninjs(plain: object) -> bool:
    """Tell a ninjs object from a raw article."""
    if not isinstance(plain, dict) or "body" in plain or "body_b64" in plain:
        return False
    names = {str(name).lower() for name in plain}
    return bool(names & {"uri", "guid"}) and bool(names & MARKS)


def has_ninjs(plain: object) -> bool:
    """Tell whether an object or array holds ninjs objects."""
    return any(is_ninjs(one) for one in _objects(plain))


def ninjs_articles(document: bytes, _opened: Opened) -> Iterator[RawArticle]:
    """Read a document of one item, a list of items, or an object that holds such a list.

    Raises:
        DocumentError: It is no JSON, or holds no ninjs.
    """
    try:
        plain = json.loads(document)
    except (ValueError, RecursionError) as error:
        raise DocumentError(f"no JSON: {error}", line=getattr(error, "lineno", 1)) from error
    for one in _objects(plain):
        if is_ninjs(one):
            yield ninjs_article(one)


def ninjs_article(plain: Fields) -> RawArticle:
    """Make a raw article of one item. A picture, video or event has its description as its text."""
    fields = {str(name).lower(): value for name, value in plain.items()}
    body, body_format = _body(fields)
    return raw_article_of(
        WireItem(
            id=_text(fields, "uri", "guid"),
            version=_text(fields, "version"),
            status=_text(fields, "pubstatus"),
            url=_web(_text(fields, "url", "link", "uri")),
            title=_text(fields, "headline") or _of_role(fields.get("headlines"), ("main",)) or _text(fields, "title"),
            authors=_authors(fields),
            published_at=_text(fields, "firstpublished", "firstcreated", "contentcreated", "versioncreated"),
            language=_text(fields, "language"),
            body=body,
            body_format=body_format,
            more={
                "updated_at": _text(fields, "versioncreated"),
                "type": _text(fields, "type"),
                "embargoed": _text(fields, "embargoed", "embargoeduntil"),
                "editorial_note": _text(fields, "ednote"),
                "slugline": _text(fields, "slugline"),
                "located": _text(fields, "located"),
                "provider": _text(fields, "source", "copyrightholder"),
                "keywords": [name for one in _list(fields, "subject", "subjects") if (name := _name(one))],
            },
        ),
        format_name=FORMAT_NAME,
    )


def _body(fields: Fields) -> tuple[str | None, BodyFormat]:
    """Find the text: ninjs 1.x has it under `body_*`, later ones in `bodies`; what has none is described."""
    for prefix, listed in (("body_", "bodies"), ("description_", "descriptions")):
        body = _patterned(fields, prefix) or _best_body(fields.get(listed))
        if body:
            return body
    return _text(fields, "title"), "clean"


def _patterned(fields: Fields, prefix: str) -> tuple[str, BodyFormat] | None:
    names = sorted((name for name in fields if name.startswith(prefix)), key=lambda name: not name.endswith("html"))
    for name in names:
        if text := _text(fields, name):
            return (f"<article>{text}</article>", "html") if name.endswith("html") else (text, "text")
    return None


def _best_body(bodies: object) -> tuple[str, BodyFormat] | None:
    entries = [one for one in bodies if isinstance(one, dict)] if isinstance(bodies, list) else []
    ranked = sorted(entries, key=lambda one: _rank(str(one.get("role", "")).lower(), BODY_ROLES))
    for entry in ranked:
        lowered = {str(name).lower(): value for name, value in entry.items()}
        text = _text(lowered, "value")
        if text:
            return (f"<article>{text}</article>", "html") if _is_markup(lowered, text) else (text, "text")
    return None


def _is_markup(entry: Fields, text: str) -> bool:
    kind = (_text(entry, "contenttype") or "").lower()
    return "html" in kind or "xml" in kind or (not kind.startswith("text/plain") and text.lstrip().startswith("<"))


def _rank(role: str, roles: tuple[str, ...]) -> int:
    return roles.index(role) if role in roles else len(roles)


def _of_role(entries: object, roles: tuple[str, ...]) -> str | None:
    named = [one for one in entries if isinstance(one, dict)] if isinstance(entries, list) else []
    ranked = sorted(named, key=lambda one: _rank(str(one.get("role", "")).lower(), roles))
    return next((text for one in ranked if (text := _text(one, "value"))), None)


def _authors(fields: Fields) -> list[str]:
    listed = [name for one in _list(fields, "authors") if (name := _name(one))]
    byline = _text(fields, "byline", "by")
    return listed or ([byline.removeprefix("By ")] if byline else [])


def _objects(plain: object) -> Iterator[Fields]:
    if isinstance(plain, list):
        yield from (one for one in plain if isinstance(one, dict))
        return
    if not isinstance(plain, dict):
        return
    listed = next((plain[name] for name in LISTS if isinstance(plain.get(name), list)), None)
    if listed is None or is_ninjs(plain):
        yield plain
    else:
        yield from (one for one in listed if isinstance(one, dict))


def _list(fields: Fields, *names: str) -> list[object]:
    return next((value for name in names if isinstance(value := fields.get(name), list)), [])


def _name(entry: object) -> str | None:
    return (
        _text({str(name).lower(): value for name, value in entry.items()}, "name") if isinstance(entry, dict) else None
    )


def _text(fields: Fields, *names: str) -> str | None:
    for name in names:
        value = fields.get(name)
        if isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).strip():
            return str(value)
    return None


def _web(address: str | None) -> str | None:
    return address if address and address.startswith(("http://", "https://")) else None
