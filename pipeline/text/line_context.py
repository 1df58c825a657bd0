"""How a line stands among the others: its place, its neighbours, and what it has in common with the text."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.text.fingerprint import normalize_words
from pipeline.text.line_shapes import SMALL, WORD
from pipeline.text.wordlists import words

PLACES = (0, 1, 2, 3, 5, 8, 12)
STEM_CHARS = 5
"""Letters of a word that are compared."""
MIN_STEM = 4
NEAR = 3
"""Lines to either side whose words are compared."""
SHARES = (0.01, 0.2, 0.4, 0.6, 0.8, 0.999)
SEEN_CHARS = 600
MAX_RUN = 6
ECHO_MIN = 20
LIKE_TITLE = 0.6
MAX_COMPARED = 300
"""Of more lines, none is looked for within the others."""
PASSED_ON = words("""
    running long unended ended ad_mark related_head related_open tag_label section_name share comment subscribe bio
    company byline_open job name_like label label_digits much_digits only_digits first:bullet last:: last:?
    picture_credit caption_label picture_label in_short stamp month all_caps first:quote verb page_number nav
    source_label title_case author_repeated words:0 words:1 words:2 recipe score team_sheet clock legal advert
    reading_time time_ago player open_quote all_quoted echo worded:byline worded:dateline_line worded:credit
    worded:caption worded:related_link worded:navigation worded:social worded:subscription worded:advertisement
    worded:cookie_legal worded:author_bio worded:other worded:heading worded:list_item worded:table bracketed digits
    """)
"""What a line tells the lines beside it of itself."""
SHORT_KINDS = (
    ("related_head", "related_head"), ("tag_label", "tag_label"), ("running", "running"), ("ended", "ended"),
    ("long", "long"), ("unended", "short"),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Vocabulary:
    """The stems of every line, and in how many lines each of them stands."""

    stems: Sequence[frozenset[str]]
    names: Sequence[frozenset[str]]
    counts: Counter[str]


def build_vocabulary(texts: Sequence[str]) -> Vocabulary:
    """Read the words of all lines."""
    stems = [stems_of(text) for text in texts]
    counts: Counter[str] = Counter()
    for line in stems:
        counts.update(line)
    return Vocabulary(stems=stems, names=[_names_of(text) for text in texts], counts=counts)


def stems_of(text: str) -> frozenset[str]:
    """Return the beginnings of a line's words that carry meaning."""
    return frozenset(word.casefold()[:STEM_CHARS] for word in WORD.findall(text[:SEEN_CHARS]) if len(word) >= MIN_STEM)


def _names_of(text: str) -> frozenset[str]:
    words = [word for word in WORD.findall(text[:SEEN_CHARS]) if len(word) >= MIN_STEM]
    return frozenset(word.casefold()[:STEM_CHARS] for word in words if word[0].isupper() and word.lower() not in SMALL)


def find_places(index: int, marks: Sequence[frozenset[str]]) -> Iterator[str]:
    """Tell where a line stands: from the top, from the end, before or behind the running text."""
    behind = len(marks) - 1 - index
    yield f"top:{_step(index)}"
    yield f"end:{_step(behind)}"
    running = [number for number, line in enumerate(marks) if "running" in line or ("ended" in line and "long" in line)]
    if not running or index < running[0]:
        yield "before_text"
        yield f"before_text:{_step(running[0] - index) if running else 'none'}"
    elif index > running[-1]:
        yield "behind_text"
        yield f"behind_text:{_step(index - running[-1])}"
    else:
        yield "inside_text"


def _step(distance: int) -> int:
    return sum(distance > place for place in PLACES)


def find_neighbours(index: int, marks: Sequence[frozenset[str]]) -> Iterator[str]:
    """Tell what stands beside a line."""
    kinds = {}
    for distance in (-3, -2, -1, 1, 2, 3):
        number = index + distance
        there = marks[number] if 0 <= number < len(marks) else None
        kinds[distance] = kind = _kind(there)
        yield f"{distance:+d}:{kind}"
        if there and abs(distance) == 1:
            yield from (f"{distance:+d}={mark}" for mark in there & PASSED_ON)
    own = _kind(marks[index])
    yield f"between:{kinds[-1]},{own},{kinds[1]}"
    yield f"next_two:{own},{kinds[1]},{kinds[2]}"
    yield f"before_two:{kinds[-2]},{kinds[-1]},{own}"
    yield from _runs(index, marks)


def _kind(marks: frozenset[str] | None) -> str:
    if marks is None:
        return "edge"
    return next((kind for mark, kind in SHORT_KINDS if mark in marks), "other")


UNDER = (
    "related_head", "tag_label", "company", "in_short", "last::", "bio", "recipe", "worded:navigation", "worded:other",
    "worded:table", "worded:list_item", "worded:heading", "worded:advertisement",
)  # fmt: skip


def _runs(index: int, marks: Sequence[frozenset[str]]) -> Iterator[str]:
    """Tell how many short lines stand together with this one, and which of them it is."""
    if "unended" not in marks[index]:
        return
    start = index
    while start > 0 and index - start < MAX_RUN and "unended" in marks[start - 1]:
        start -= 1
    end = index
    while end + 1 < len(marks) and end - index < MAX_RUN and "unended" in marks[end + 1]:
        end += 1
    yield f"run:{min(MAX_RUN, end - start)}"
    yield f"run_place:{'only' if start == end else 'first' if index == start else 'last' if index == end else 'mid'}"
    for number in range(index - 1, max(-1, index - 8), -1):
        for mark in UNDER:
            if mark in marks[number] and "running" not in marks[number]:
                yield f"under:{mark}"
        if "running" in marks[number]:
            break


def find_agreement(index: int, vocabulary: Vocabulary) -> Iterator[str]:
    """Tell how much of a line's words stands in the lines around it, and in all others."""
    stems = vocabulary.stems[index]
    if not stems:
        return
    after = frozenset().union(*vocabulary.stems[index + 1 : index + 1 + NEAR])
    before = frozenset().union(*vocabulary.stems[max(0, index - NEAR) : index])
    elsewhere = sum(vocabulary.counts[stem] > 1 for stem in stems) / len(stems)
    yield f"elsewhere:{_share(elsewhere)}"
    yield f"after:{_share(len(stems & after) / len(stems))}"
    yield f"before:{_share(len(stems & before) / len(stems))}"
    if len(stems & after) > len(stems & before):
        yield "leads_on"
    names = vocabulary.names[index]
    if names:
        known = sum(vocabulary.counts[name] > 1 for name in names) / len(names)
        yield f"names:{_share(known)}"


def _share(share: float) -> int:
    return sum(share >= step for step in SHARES)


def find_repeats(texts: Sequence[str], title: str | None) -> list[str | None]:
    """Tell which lines say what the title or a longer line says, too."""
    wanted = normalize_words(title) if title else ""
    bare = [normalize_words(text[:SEEN_CHARS]) for text in texts]
    counts = Counter(bare)
    title_stems = stems_of(title or "")
    likeness = [_likeness(stems_of(text), title_stems) if wanted else 0.0 for text in texts]
    return [
        _title_repeat(line, wanted, like) or _line_repeat(index, bare, counts[line])
        for index, (line, like) in enumerate(zip(bare, likeness, strict=True))
    ]


def _likeness(stems: frozenset[str], others: frozenset[str]) -> float:
    return len(stems & others) / max(1, len(stems | others))


def _title_repeat(line: str, title: str, likeness: float) -> str | None:
    if not title:
        return None
    if line == title:
        return "is_title"
    is_part = len(line) > ECHO_MIN and (line in title or title in line[: len(title) + ECHO_MIN])
    return "like_title" if is_part or likeness >= LIKE_TITLE else None


def _line_repeat(index: int, bare: Sequence[str], times: int) -> str | None:
    line = bare[index]
    if times > 1:
        return "said_again" if line in bare[index + 1 :] else "said_before"
    if len(line) > ECHO_MIN and len(bare) <= MAX_COMPARED and any(line in other for other in bare if other != line):
        return "echo"
    return None
