"""The tasks that seeds are scored on: what a careful reader expects of an article against what was made of it.

Every task is a function of (expected, record): an expectation of `seeds/expected` and the enriched record of that
article as plain JSON. It returns a `Tally`, and tallies of all articles add up to the figures of `seed_scores.py`.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COMPLETE_NAMES = frozenset({"PERSON", "ORG", "GPE"})
"""Types whose names are all listed: one that is found and not listed is wrong."""
LEAST_OVERLAP = 0.8
"""Share of words that two stretches must have in common to be the same quote."""
STRAIGHT = str.maketrans("“”‘’", "\"\"''")
MARKED = re.compile(r'"([^"]+)"')

Json = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """What was found rightly, what was missed, and what was found that is not there; items in words."""

    right: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(right=self.right + other.right, missed=self.missed + other.missed, wrong=self.wrong + other.wrong)

    @property
    def precision(self) -> float:
        """Share of what was found that is right; where nothing was found, 1 if nothing was to be found."""
        found = len(self.right) + len(self.wrong)
        return len(self.right) / found if found else float(not self.missed)

    @property
    def recall(self) -> float:
        """Share of what was to be found that was found."""
        wanted = len(self.right) + len(self.missed)
        return len(self.right) / wanted if wanted else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = 2 * len(self.right) + len(self.missed) + len(self.wrong)
        return 2 * len(self.right) / total if total else 1.0

    @property
    def accuracy(self) -> float:
        """Share of decisions that are right; none at all are worth nothing."""
        return len(self.right) / max(1, len(self.right) + len(self.wrong))


def judged(*, is_right: bool, item: str) -> Tally:
    """One decision that is right or wrong."""
    return Tally(right=(item,)) if is_right else Tally(wrong=(item,))


# ---------------------------------------------------------------- lines
def words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.casefold()))


def holds(outer: Sequence[str], inner: Sequence[str]) -> bool:
    return f" {' '.join(inner)} " in f" {' '.join(outer)} "


def removed_lines(expected: Json, record: Json, *, with_role: bool = False) -> Tally:
    """Compare the lines that are no part of the article; a piece may hold several lines, a line several pieces."""
    lines, pieces = expected["removed"], [piece for piece in record.get("removed", ()) if words(piece["text"])]
    right_lines: set[int] = set()
    right_pieces: set[int] = set()
    for number, piece in enumerate(pieces):
        for found in _lines_of_piece(piece, lines, with_role=with_role):
            right_lines.add(found)
            right_pieces.add(number)
    for number, line in enumerate(lines):
        for found in _pieces_of_line(line, pieces, with_role=with_role):
            right_lines.add(number)
            right_pieces.add(found)
    return Tally(
        right=tuple(line["text"] for number, line in enumerate(lines) if number in right_lines),
        missed=tuple(line["text"] for number, line in enumerate(lines) if number not in right_lines),
        wrong=tuple(piece["text"] for number, piece in enumerate(pieces) if number not in right_pieces),
    )


def removed_roles(expected: Json, record: Json) -> Tally:
    """As `removed_lines`, and for the right reason."""
    return removed_lines(expected, record, with_role=True)


def _is_same_role(line: Json, piece: Json) -> bool:
    return piece["role"] in {line["role"], *line.get("also_acceptable", ())}


def _lines_of_piece(piece: Json, lines: Sequence[Json], *, with_role: bool) -> list[int]:
    """Lines that a piece is, or is mostly made of."""
    whole = words(piece["text"])
    fitting = [number for number, line in enumerate(lines) if not with_role or _is_same_role(line, piece)]
    same = [number for number in fitting if words(lines[number]["text"]) == whole]
    inside = [number for number in fitting if holds(whole, words(lines[number]["text"]))]
    covered = sum(len(words(lines[number]["text"])) for number in inside)
    return same or (inside if covered * 2 >= len(whole) else [])


def _pieces_of_line(line: Json, pieces: Sequence[Json], *, with_role: bool) -> list[int]:
    """Pieces that a line was mostly cut into."""
    whole = words(line["text"])
    inside = [
        number
        for number, piece in enumerate(pieces)
        if holds(whole, words(piece["text"])) and (not with_role or _is_same_role(line, piece))
    ]
    covered = sum(len(words(pieces[number]["text"])) for number in inside)
    return inside if covered * 2 >= len(whole) else []


def headings(expected: Json, record: Json) -> Tally:
    """Compare sub-headings."""
    found = [_slice(record, part) for part in record.get("sections", ()) if part["role"] == "heading"]
    wanted = {words(heading): heading for heading in expected["headings"]}
    named = {words(heading): heading for heading in found}
    return Tally(
        right=tuple(wanted[key] for key in wanted if key in named),
        missed=tuple(wanted[key] for key in wanted if key not in named),
        wrong=tuple(named[key] for key in named if key not in wanted),
    )


def _slice(record: Json, part: Json) -> str:
    return str(record["text"][part["start"] : part["end"]])


# ---------------------------------------------------------------- names
def names(expected: Json, record: Json) -> Tally:
    """Compare persons, organisations and countries, towns and regions: name and type, once an article."""
    wanted = list(expected["names"])
    found = [entity for entity in record.get("entities", ()) if _has_name(entity)]
    pairs = pair(wanted, found, (_is_same_name, _is_same_alias))
    right = [entry for number, entry in enumerate(wanted) if number in pairs]
    missed = [entry for number, entry in enumerate(wanted) if number not in pairs]
    taken = set(pairs.values())
    wrong = [entity for number, entity in enumerate(found) if number not in taken]
    return Tally(
        right=tuple(map(_label, filter(_is_counted, right))),
        missed=tuple(map(_label, filter(_is_counted, missed))),
        wrong=tuple(_label(entity) for entity in wrong if entity["type"] in COMPLETE_NAMES),
    )


def pair(
    wanted: Sequence[Json], found: Sequence[Json], tests: Iterable[Callable[[Json, Json], bool]]
) -> dict[int, int]:
    """Pair each wanted item with at most one that was found, by the strictest test that fits."""
    pairs: dict[int, int] = {}
    for is_match in tests:
        for number, item in enumerate(wanted):
            free = (other for other in range(len(found)) if other not in pairs.values())
            if number not in pairs and (other := next((o for o in free if is_match(item, found[o])), None)) is not None:
                pairs[number] = other
    return pairs


def _has_name(entity: Json) -> bool:
    return any(mention.get("kind", "name") == "name" for mention in entity.get("mentions", ()))


def _is_counted(entry: Json) -> bool:
    return entry["type"] in COMPLETE_NAMES and not entry.get("optional", False)


def _label(entry: Json) -> str:
    return f"{entry['name']} ({entry['type']})"


def _plain(name: str) -> str:
    return name.casefold().translate(STRAIGHT).removeprefix("the ")


def _all_names(entry: Json) -> set[str]:
    return {_plain(name) for name in (entry["name"], *entry.get("aliases", ()))}


def _is_same_alias(entry: Json, entity: Json) -> bool:
    types = {entry["type"], *entry.get("also_acceptable", ())}
    return entity["type"] in types and bool(_all_names(entry) & _all_names(entity))


def _is_same_name(entry: Json, entity: Json) -> bool:
    return _is_same_alias(entry, entity) and _plain(entry["name"]) == _plain(entity["name"])


# ---------------------------------------------------------------- quotes
def quotes(expected: Json, record: Json) -> Tally:
    """Compare words between quotation marks, each marked stretch by itself; reported speech is not looked at."""
    wanted, found = expected["quotes"], _marked_pieces(record)
    pairs = pair(wanted, found, (_is_same_quote,))
    taken = set(pairs.values())
    return Tally(
        right=tuple(quote["text"] for number, quote in enumerate(wanted) if number in pairs),
        missed=tuple(quote["text"] for number, quote in enumerate(wanted) if number not in pairs),
        wrong=tuple(piece["text"] for number, piece in enumerate(found) if number not in taken),
    )


def speakers(expected: Json, record: Json) -> Tally:
    """Judge the speakers of the quotes that were found."""
    wanted, found = expected["quotes"], _marked_pieces(record)
    full = {entry["name"]: _all_names(entry) for entry in expected["names"]}
    total = Tally()
    for number, other in pair(wanted, found, (_is_same_quote,)).items():
        speaker, told = wanted[number]["speaker"], _speaker_names(record, found[other]["quote"])
        accepted = full.get(speaker, {_plain(speaker)}) if speaker else set()
        is_right = bool(told & accepted) if speaker else not told
        total += judged(is_right=is_right, item=f"{speaker}: {wanted[number]['text']}")
    return total


def _marked_pieces(record: Json) -> list[Json]:
    """Every piece of every quote in marks, and the quote that it belongs to."""
    return [
        {"text": record["text"][start:end], "quote": quote}
        for quote in record.get("quotes", ())
        if quote["kind"] != "indirect"
        for start, end in quote.get("spans") or [(quote["start"], quote["end"])]
    ]


def overlap(one: str, other: str) -> float:
    """Share of words, counted as often as they stand, that two stretches have in common."""
    left, right = Counter(words(one)), Counter(words(other))
    return (left & right).total() / max(1, (left | right).total())


def _is_same_quote(quote: Json, piece: Json) -> bool:
    candidates = [piece["text"], *MARKED.findall(piece["text"].translate(STRAIGHT))]
    return max(overlap(quote["text"], candidate) for candidate in candidates) >= LEAST_OVERLAP


def _speaker_names(record: Json, quote: Json) -> set[str]:
    for entity in record.get("entities", ()):
        if entity["id"] == quote.get("speaker"):
            return _all_names(entity)
    mention = quote.get("speaker_mention")
    return {_plain(mention["text"])} if mention else set()


# ---------------------------------------------------------------- the article as a whole
def duplicates(expected: Json, record: Json) -> Tally:
    """Judge the verdict on copies: of which article, and of what kind."""
    verdict, wanted = record.get("duplicate"), expected["duplicate"]
    told = {field: verdict[field] for field in ("of", "kind")} if verdict else None
    return judged(is_right=bool(record) and told == wanted, item=f"{expected['article']}: {told}")


def titles(expected: Json, record: Json) -> Tally:
    """Judge the headline."""
    told = record.get("title") or ""
    return judged(is_right=words(told) == words(expected["title"]), item=f"{expected['article']}: {told}")


def authors(expected: Json, record: Json) -> Tally:
    """Compare authors."""
    wanted, told = set(expected["authors"]), set(record.get("authors") or ())
    return Tally(right=tuple(wanted & told), missed=tuple(wanted - told), wrong=tuple(told - wanted))


def times(expected: Json, record: Json) -> Tally:
    """Judge the time of publication."""
    told = record.get("published_at") or ""
    return judged(is_right=told[:16] == expected["published_at"][:16], item=f"{expected['article']}: {told}")


def dead_letters(
    expectations: Iterable[Json], records: Mapping[tuple[str, int], Json], letters: Iterable[Json]
) -> Tally:
    """Judge for every article whether it was worked, or dead-lettered for the right reason."""
    told = {
        (Path(letter["origin"]["file"] or "").name, letter["origin"]["line"]): letter["reason"] for letter in letters
    }
    total = Tally()
    for expected in expectations:
        if expected["dead_letter"]:
            place = (expected["file"], expected["line"])
            is_right = told.get(place) == expected["dead_letter"]
            total += judged(is_right=is_right, item=f"{expected['file']}: {told.get(place)}")
        else:
            is_right = (expected["article"], expected["version"]) in records
            total += judged(is_right=is_right, item=expected["article"])
    return total


def story_of(stories: Iterable[Json]) -> dict[str, str]:
    """Tell the story of every article, as the last record of each story has it; merged stories are followed."""
    latest = {story["id"]: story for story in stories}
    found: dict[str, str] = {}
    for story in latest.values():
        root, seen = story, {story["id"]}
        while root.get("merged_into") in latest.keys() - seen:
            root = latest[root["merged_into"]]
            seen.add(root["id"])
        is_merged = root is not story
        for article in story["articles"]:
            if not (is_merged and article["id"] in found):
                found[article["id"]] = root["id"]
    return found


def b_cubed(wanted: Mapping[str, str], found: Mapping[str, str]) -> tuple[float, float]:
    """Precision and recall of a grouping, the mean over its items; an item in no group found stands alone."""
    groups = {item: found.get(item, f"alone: {item}") for item in wanted}
    precision = recall = 0.0
    for item in wanted:
        together = {other for other in wanted if groups[other] == groups[item]}
        belonging = {other for other in wanted if wanted[other] == wanted[item]}
        precision += len(together & belonging) / len(together)
        recall += len(together & belonging) / len(belonging)
    return precision / max(1, len(wanted)), recall / max(1, len(wanted))
