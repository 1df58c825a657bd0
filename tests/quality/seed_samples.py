"""Small records and expectations made by hand, for tests of the scorer: each has one thing that must show."""

from typing import Any

TEXT = (
    'Ada Rovell, the mayor of Oslo, has promised a park. "We will plant a thousand trees," she said. '
    "Police arrested two men at the park on Monday. The company Borealis denied a leak."
)


def span(text: str, of: str = TEXT) -> dict[str, Any]:
    start = of.index(text)
    return {"start": start, "end": start + len(text), "text": text}


def an_expectation(**fields: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {"headings": [], "removed": [], "names": [], "quotes": [], "events": [], "authors": []}
    whole = {
        "article": "a",
        "version": 1,
        "form": "text",
        "language": "en",
        "title": "A park",
        "published_at": "2026-03-02T07:40:00Z",
    }
    return {**empty, **whole, "story": "park", "duplicate": None, "dead_letter": None, **fields}


def a_record(**fields: Any) -> dict[str, Any]:
    whole = {"id": "a", "version": 1, "title": "A park", "authors": [], "published_at": "2026-03-02T07:40:00Z"}
    empty: dict[str, Any] = {"sections": [], "removed": [], "entities": [], "quotes": [], "events": []}
    return {**whole, **empty, "text": TEXT, "duplicate": None, **fields}


def a_name(name: str, kind: str, *aliases: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "aliases": list(aliases), **more}


def an_entity(name: str, kind: str, *aliases: str, mention: str = "name") -> dict[str, Any]:
    return {"id": name, "name": name, "type": kind, "aliases": list(aliases), "mentions": [{"kind": mention}]}


def a_line(role: str, text: str, *also: str) -> dict[str, Any]:
    return {"role": role, "text": text, "also_acceptable": list(also)}


def a_piece(role: str, text: str) -> dict[str, Any]:
    return {"role": role, "text": text}


def a_quote(text: str, *, kind: str = "direct", **more: Any) -> dict[str, Any]:
    place = span(text)
    return {**place, "spans": [[place["start"], place["end"]]], "kind": kind, "speaker": None, **more}


def an_event(trigger: str, sentence: str, kind: str, **more: Any) -> dict[str, Any]:
    rest = {"also_acceptable": [], "mentions": [], "factuality": "happened", "essential": True, "lead": False}
    return {"trigger": trigger, "sentence": sentence, "type": kind, **rest, **more}


def a_found_event(trigger: str, kind: str, **more: Any) -> dict[str, Any]:
    sentence = next(part for part in TEXT.replace(". ", ".\n").split("\n") if trigger in part)
    rest = {"factuality": "happened", "mentions": [], "lead": False}
    return {"trigger": span(trigger), "sentence": span(sentence), "type": kind, **rest, **more}


ARREST = an_event("arrested", "Police arrested two men at the park", "JUS.ARREST", lead=True)
DENIAL = an_event("denied", "The company Borealis denied a leak.", "STMT.DENY")


def a_letter(reason: str = "undecodable", file: str = "/seeds/9.jsonl", line: int = 1) -> dict[str, Any]:
    return {"reason": reason, "origin": {"file": file, "line": line}}


def a_story(id_: str, *articles: str, merged_into: str | None = None) -> dict[str, Any]:
    return {"id": id_, "articles": [{"id": article} for article in articles], "merged_into": merged_into}
