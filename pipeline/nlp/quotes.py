"""Quotations, between marks and reported, with who said them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.nlp.attributes import NAMED, QUOTES, article_of, text_of
from pipeline.nlp.quote_marks import Marked, marked_stretches
from pipeline.nlp.quote_reports import Report, find_reports
from pipeline.nlp.speakers import Speaker, speaker_of
from pipeline.records.annotation import Quote, QuoteKind

MIN_WORDS = 3
"""Fewer words between marks are a name or a word held at arm's length, unless a sentence of their own."""

MOST = 0.7
"""Share of a report or of a quotation from which on one is taken to be the other."""

MAX_TITLE_WORDS = 10
"""More words in capitals are a headline that is quoted."""

_BRINGS = frozenset({"", ",", ":", ".", "!", "?"})
_SMALL_WORDS = frozenset(
    {"a", "an", "and", "as", "at", "by", "for", "from", "in", "is", "of", "on", "or", "the", "to", "with"}
)
_QUOTED = re.compile("[“”„«»\"]|''")
_OPENING = '“"«„‘`'
_SILENT = frozenset({"heading", "table"})


@dataclass(frozen=True, kw_only=True, slots=True)
class _Piece:
    """A stretch between marks, and its paragraph."""

    stretch: Marked
    bounds: tuple[int, int]
    kind: QuoteKind
    speaker: Speaker | None = None


@Language.component(
    "newswire_quotes", assigns=[f"doc._.{QUOTES}"], requires=["token.tag", "token.dep", f"doc._.{NAMED}"]
)
def find_quotes(doc: Doc) -> Doc:
    """Set the quotations of a doc: what stands between marks, paragraph by paragraph, and its speaker."""
    pieces = list(_pieces(doc))
    inside = _inside(doc, pieces)
    spoken = _with_speakers(doc, pieces, inside)
    quotes = list(_joined(doc, [piece for piece in spoken if _is_quotation(doc, piece)]))
    doc._.set(QUOTES, _with_reports(doc, quotes, find_reports(doc, inside)))
    return doc


def _with_reports(doc: Doc, quotes: list[Quote], reports: tuple[Report, ...]) -> tuple[Quote, ...]:
    """Add reports to what stands between marks; words in marks within a report are part of it."""
    reported = [report for report in reports if not any(_is_mostly_in(report, quote) for quote in quotes)]
    kept = [quote for quote in quotes if not any(_holds(report, quote) for report in reported)]
    taken = {id(report) for report in reported for quote in kept if _meets(report, quote)}
    added = [_reported(doc, report) for report in reported if id(report) not in taken]
    return tuple(sorted((*kept, *added), key=lambda quote: quote.start))


def _is_mostly_in(report: Report, quote: Quote) -> bool:
    """Tell whether what is reported is a sentence in marks and little else."""
    size = sum(end - start for start, end in report.spans)
    shared = _shared(report.spans, quote.spans)
    return quote.kind == "direct" and shared > size * MOST


def _holds(report: Report, quote: Quote) -> bool:
    """Tell whether words in marks are part of a report; a whole sentence in marks is a quotation of its own."""
    if quote.kind == "direct" and quote.text[:1].isupper() and len(quote.text.split()) > MIN_WORDS:
        return False
    return _shared(report.spans, quote.spans) > MOST * sum(end - start for start, end in quote.spans)


def _meets(report: Report, quote: Quote) -> bool:
    return _shared(report.spans, quote.spans) > 0


def _shared(spans: tuple[tuple[int, int], ...], others: tuple[tuple[int, int], ...]) -> int:
    return sum(max(0, min(end, stop) - max(start, begin)) for start, end in spans for begin, stop in others)


def _reported(doc: Doc, report: Report) -> Quote:
    start, end = report.spans[0][0], report.spans[-1][1]
    words = text_of(doc)[start:end]
    return _made(doc, report.spans, "mixed" if _QUOTED.search(words) else "indirect", report.speaker)


def paragraphs(doc: Doc) -> list[tuple[int, int]]:
    """Return the offsets of the paragraphs that can hold a quotation."""
    article = article_of(doc)
    if article is None or not article.sections:
        return [(0, len(text_of(doc)))]
    length = len(text_of(doc))
    sections = (section for section in article.sections if section.role not in _SILENT and section.start < length)
    return [(section.start, min(section.end, length)) for section in sections]


def _pieces(doc: Doc) -> Iterator[_Piece]:
    bounds = paragraphs(doc)
    for number, (start, end) in enumerate(bounds):
        following = text_of(doc)[bounds[number + 1][0] :][:1] if number + 1 < len(bounds) else ""
        for stretch in marked_stretches(text_of(doc), start, end):
            goes_on = bool(following) and following in _OPENING
            if not stretch.is_open or goes_on or _lacks_mark(text_of(doc), stretch, start):
                yield _Piece(stretch=stretch, bounds=(start, end), kind=_kind(text_of(doc), stretch, start))


def _lacks_mark(text: str, stretch: Marked, start: int) -> bool:
    """Tell whether a quotation that lacks its closing mark runs to the end of its paragraph: it is a sentence."""
    before = text[start : stretch.start].rstrip(_OPENING + " ")
    words = text[stretch.start : stretch.end]
    return words[:1].isupper() and words[-1] in ".!?…" and (not before or before[-1] in ',:.!?”"')


def _kind(text: str, stretch: Marked, start: int) -> QuoteKind:
    """Tell a sentence of its own from a few words that are woven into another's sentence."""
    words = text[stretch.start : stretch.end]
    before = text[start : stretch.start].rstrip(_OPENING + " ")
    behind = text[stretch.end : stretch.end + 3]
    is_set_off = not before or before[-1] in ',:.!?”"' or words[:1].isupper()
    is_closed = (
        (words.rstrip("'’”\"»") or words)[-1] in ".,!?…—-" or any(mark in behind for mark in ",.!?") or stretch.is_open
    )
    return "direct" if is_set_off and is_closed else "mixed"


def _inside(doc: Doc, pieces: list[_Piece]) -> frozenset[int]:
    spans = (doc.char_span(p.stretch.start, p.stretch.end, alignment_mode="expand") for p in pieces)
    return frozenset(token.i for span in spans if span is not None for token in span)


def _with_speakers(doc: Doc, pieces: list[_Piece], inside: frozenset[int]) -> list[_Piece]:
    spoken: list[_Piece] = []
    for piece in pieces:
        speaker = speaker_of(doc, piece.stretch, inside, piece.bounds)
        if speaker is None and spoken and piece.kind == "direct" and _goes_on(text_of(doc), spoken[-1], piece):
            before = spoken[-1].speaker
            speaker = replace(before, cue=None) if before else None
        spoken.append(replace(piece, speaker=speaker))
    return spoken


def _goes_on(text: str, before: _Piece, piece: _Piece) -> bool:
    """Tell whether a quotation without a speaker goes on with the one before: the same paragraph, or one of its own."""
    if before.bounds == piece.bounds:
        return True
    start, end = piece.bounds
    is_whole = piece.stretch.start - start <= 2 and end - piece.stretch.end <= 2  # noqa: PLR2004 - a mark and a stop
    is_next = not text[before.bounds[1] : start].strip()
    return is_whole and is_next and before.bounds[1] - before.stretch.end < before.bounds[1] - before.bounds[0]


def _is_quotation(doc: Doc, piece: _Piece) -> bool:
    words = len(text_of(doc)[piece.stretch.start : piece.stretch.end].split())
    if _is_title(text_of(doc), piece):
        return False
    if piece.kind == "direct":
        return words >= MIN_WORDS or (piece.speaker is not None and piece.speaker.cue is not None)
    return words >= MIN_WORDS and piece.speaker is not None


def _is_title(text: str, piece: _Piece) -> bool:
    """Tell whether marks hold the title of a book or show: capitals, and no comma or colon brings it in."""
    words = text[piece.stretch.start : piece.stretch.end].split()
    if (
        len(words) > MAX_TITLE_WORDS
        or text[piece.bounds[0] : piece.stretch.start].rstrip(_OPENING + " ")[-1:] in _BRINGS
    ):
        return False
    return all(word[:1].isupper() or word in _SMALL_WORDS or not word[:1].isalpha() for word in words)


def _joined(doc: Doc, pieces: list[_Piece]) -> Iterator[Quote]:
    """Make quotations; the halves of one that a "he said" parts become one."""
    number = 0
    while number < len(pieces):
        halves = [pieces[number]]
        while number + 1 < len(pieces) and _is_split(text_of(doc), halves[-1], pieces[number + 1]):
            number += 1
            halves.append(pieces[number])
        yield _quote(doc, halves)
        number += 1


def _is_split(text: str, half: _Piece, other: _Piece) -> bool:
    if half.bounds != other.bounds or half.speaker is None or half.speaker.cue is None:
        return False
    cue = half.speaker.cue
    is_between = half.stretch.end <= cue.start and cue.end <= other.stretch.start
    gap = text[half.stretch.end : other.stretch.start].rstrip(_OPENING + " ")
    first = text[other.stretch.start : other.stretch.start + 1]
    return is_between and text[half.stretch.end - 1] == "," and gap.endswith(",") and first.islower()


def _quote(doc: Doc, halves: list[_Piece]) -> Quote:
    spans = tuple((half.stretch.start, half.stretch.end) for half in halves)
    return _made(doc, spans, halves[0].kind, halves[0].speaker)


def _made(doc: Doc, spans: tuple[tuple[int, int], ...], kind: QuoteKind, speaker: Speaker | None) -> Quote:
    start, end = spans[0][0], spans[-1][1]
    return Quote(
        start=start,
        end=end,
        spans=spans,
        text=text_of(doc)[start:end],
        kind=kind,
        speaker=speaker.entity if speaker else None,
        speaker_mention=speaker.mention if speaker else None,
        cue=speaker.cue if speaker else None,
        addressee=speaker.addressee if speaker else None,
    )
