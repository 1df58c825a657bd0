"""XML from strangers as a tree: no entity is expanded, nothing is fetched, and size, depth and elements have bounds."""

import codecs
import html.entities
import itertools
import re

from lxml import etree

from pipeline.errors import DocumentError
from pipeline.text.decoding import decode_body

MAX_ELEMENTS = 100_000
"""Elements that a document may have. Feeds of a thousand items have 20,000."""
HEAD_BYTES = 400
MAX_ENTITIES = 100
MAX_REPLACED = 10_000

_DECLARATION = re.compile(r"\s{0,100}<\?xml[^>]{0,400}>")
_DOCTYPE = re.compile(r"<!DOCTYPE\b[^\[>]{0,2000}(?:(\[)|>)", re.IGNORECASE)
_SUBSET_END = re.compile(r"\]\s{0,100}>")
_EBCDIC = re.compile(r"encoding\s{0,5}=\s{0,5}[\"']((?:cp|(?:cs)?ibm|ebcdic)[\w-]{0,20})[\"']", re.IGNORECASE)
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_OWN_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_ENTITY = re.compile(r"<!ENTITY\s{1,9}([A-Za-z]\w{0,31})\s{1,9}[\"']([^\"'&<%]{0,200})[\"']\s{0,9}>")
"""A plain text under a name: without references to others, so that none can grow."""
_BEFORE_DOCTYPE = re.compile(r"(?:\s{1,2000}|<\?[^>]{0,2000}>|<!--(?:[^-]|-(?!->)){0,20000}-->){0,1000}")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def read_tree(document: bytes, *, is_lenient: bool = False) -> tuple[etree._Element, DocumentError | None]:
    """Parse a document; where lenient, whatever can be read of a broken one, with what is wrong with it.

    Raises:
        DocumentError: It is not well-formed (where lenient: nothing can be read of it), or too costly to parse.
    """
    text = xml_text(document)
    outside = (part.partition("]]>")[2] if number else part for number, part in enumerate(text.split("<![CDATA[")))
    if sum(part.count("<") for part in outside) > 2 * MAX_ELEMENTS:
        raise DocumentError(f"more than {MAX_ELEMENTS} elements, which is refused")
    data = text.encode("utf-8")
    try:
        return etree.fromstring(data, _parser(recover=False)), None
    except (etree.XMLSyntaxError, ValueError) as error:
        problem = _problem(error)
        if not is_lenient:
            raise problem from error
    try:
        root = etree.fromstring(data, _parser(recover=True))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise problem from error
    if root is None:
        raise problem
    return root, problem


def xml_text(document: bytes) -> str:
    """Decode a document; leave out its declaration and document type, and give HTML's named characters as such.

    Lines stay where they were, so that places in errors are those of the document.
    """
    text = _NOT_XML.sub(" ", _decoded(document)).removeprefix("\ufeff")
    declared = _DECLARATION.match(text)
    if declared:
        text = _blank(declared[0]) + text[declared.end() :]
    text, declared_names = _without_doctype(text)
    return _NAMED.sub(_Replacement(declared_names), text)


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=recover, remove_pis=True,
        remove_comments=True, encoding="utf-8",
    )  # fmt: skip


def _decoded(document: bytes) -> str:
    """Decode as XML says where there is no byte order mark: the first characters are always ASCII."""
    start = document[:4]
    for pattern, encoding in (
        (b"<\0\0\0", "utf-32-le"), (b"\0\0\0<", "utf-32-be"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"),
        (b"\x4c\x6f\xa7\x94", _ebcdic(document)),
    ):  # fmt: skip
        if start.startswith(pattern):
            return document.decode(encoding, errors="replace")
    return decode_body(document, content_type=None)


def _ebcdic(document: bytes) -> str:
    head = document[:HEAD_BYTES].decode("cp037", errors="replace")
    found = _EBCDIC.search(head)
    try:
        return codecs.lookup(found[1]).name if found else "cp037"
    except LookupError:
        return "cp037"


def _without_doctype(text: str) -> tuple[str, dict[str, str]]:
    """Leave out a document type, and with it all entities that it declares but a few short and plain ones."""
    before = _BEFORE_DOCTYPE.match(text)
    found = _DOCTYPE.match(text, before.end() if before else 0)
    if not found:
        return text, {}
    closing = _SUBSET_END.search(text, found.end()) if found[1] else found
    if not closing:
        return text, {}
    end = closing.end()
    declared = itertools.islice(_ENTITY.finditer(text, found.start(), end), MAX_ENTITIES)
    names = {one[1]: one[2] for one in declared}
    return text[: found.start()] + _blank(text[found.start() : end]) + text[end:], names


def _blank(text: str) -> str:
    return "\n" * text.count("\n")


class _Replacement:
    """Gives characters for their names: HTML's, and what the document declares, which is used so often and no more."""

    def __init__(self, declared: dict[str, str]) -> None:
        self._declared = declared
        self._left = MAX_REPLACED

    def __call__(self, found: re.Match[str]) -> str:
        name = found[1]
        if name in _OWN_NAMES:
            return found[0]
        if name in self._declared and self._left:
            self._left -= 1
            return self._declared[name]
        return html.entities.html5.get(f"{name};") or f"&amp;{name};"


def _problem(error: Exception) -> DocumentError:
    line = getattr(error, "lineno", None) or None
    offset = getattr(error, "offset", None)
    where = f" at line {line}, column {offset}" if line else ""
    said = str(getattr(error, "msg", None) or error).split(", line ")[0][:200]
    return DocumentError(f"not well-formed XML{where}: {said}", line=line)
