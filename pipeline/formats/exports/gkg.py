"""GDELT's Global Knowledge Graph 2.1: a line an article, 27 columns parted by tabs, without headings.

Themes carry the scheme that they are of (`PLOVER_PROTEST`, `MEDTOP_20000073`): GDELT's own list of themes is not ours.
What we do not measure (tone, GCAM, embedded videos) stays empty. Offsets count code points of our clean text.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from pipeline.formats.exports.places import PlaceFacts, fips_country, fips_region, full_name, gdelt_kind, known_place
from pipeline.formats.exports.told import number_of, stamp, tab_line
from pipeline.knowledge.ontology import load_ontology
from pipeline.records.annotation import Entity, Mention, TimeExpression
from pipeline.records.article import EnrichedArticle
from pipeline.records.event import Event, Figure

COLUMNS = (
    "GKGRECORDID", "DATE", "SourceCollectionIdentifier", "SourceCommonName", "DocumentIdentifier", "Counts", "V2Counts",
    "Themes", "V2Themes", "Locations", "V2Locations", "Persons", "V2Persons", "Organizations", "V2Organizations",
    "V2Tone", "Dates", "GCAM", "SharingImage", "RelatedImages", "SocialImageEmbeds", "SocialVideoEmbeds", "Quotations",
    "AllNames", "Amounts", "TranslationInfo", "Extras",
)  # fmt: skip
"""In GDELT's order."""
WEB = 1
"""GDELT's number for sources on the open web, whose identifier is a URL."""
OTHER = 6
"""GDELT's number for documents that are known by no URL and come from no collection of theirs: here, our id."""
COUNT_TYPES = {"killed": "KILL", "injured": "WOUND", "arrested": "ARREST"}
"""GDELT's types of counts by kind of figure."""
NAMES = frozenset(["PERSON", "ORG", "GPE", "LOC", "FAC", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW"])
DELIMITERS = str.maketrans(dict.fromkeys("#;,|<>", " "))
"""What parts values within a cell cannot stand in one."""


def gkg_lines(articles: Iterable[EnrichedArticle], *, has_header: bool = False) -> Iterator[bytes]:
    """Write articles."""
    if has_header:
        yield tab_line(COLUMNS)
    for article in articles:
        yield tab_line(_cells(article))


def _cells(article: EnrichedArticle) -> list[object]:
    seen = article.published_at or article.fetched_at
    counts = list(_counts(article))
    themes = list(_themes(article))
    places = [(facts, entity) for entity in article.entities if entity.place for facts in (known_place(entity.place),)]
    return [
        f"{stamp(seen)}-{number_of(article.id, bits=31)}",
        stamp(seen),
        WEB if article.url else OTHER,
        article.source,
        article.url or article.id,
        _blocks(block for block, _offset in counts),
        _blocks(f"{block}#{offset}" for block, offset in counts),
        _blocks(dict.fromkeys(theme for theme, _offset in themes)),
        _blocks(f"{theme},{offset}" for theme, offset in themes),
        _blocks(dict.fromkeys(_location(facts) for facts, _entity in places)),
        _blocks(_location(facts, at=mention.start) for facts, entity in places for mention in entity.mentions),
        *_named(article, "PERSON"),
        *_named(article, "ORG"),
        f",,,,,,{len(article.text.split())}",
        _blocks(filter(None, map(_date, article.dates))),
        None,
        article.images[0] if article.images else None,
        _blocks(article.images[1:]),
        None,
        None,
        _quotations(article),
        _blocks(f"{_clean(mention.text)},{mention.start}" for mention in _mentions(article.entities)),
        _blocks(
            f"{figure.value:.15g},{_clean(figure.unit or figure.kind)},{figure.start}" for figure in _figures(article)
        ),
        None,
        _extras(article),
    ]


def _counts(article: EnrichedArticle) -> Iterator[tuple[str, int]]:
    """Counts of people, each with the place of its event: type, number, object, and seven fields of the place."""
    for event in article.events:
        place = _event_place(article, event)
        for figure in event.figures:
            if figure.kind in COUNT_TYPES:
                kind, unit = COUNT_TYPES[figure.kind], _clean(figure.unit or "")
                yield f"{kind}#{figure.value:.15g}#{unit}#{place}", figure.start


def _event_place(article: EnrichedArticle, event: Event) -> str:
    wanted = event.place.geonameid if event.place else None
    places = (entity.place for entity in article.entities if entity.place and entity.place.geonameid == wanted)
    found = next(places, None) if wanted is not None else None
    return _location(known_place(found)) if found else "######"


def _themes(article: EnrichedArticle) -> Iterator[tuple[str, int]]:
    leaves = load_ontology().leaves()
    for event in article.events:
        leaf = leaves.get(event.type)
        yield f"NEWSWIRE_{event.type}", event.trigger.start
        if event.plover:
            yield f"PLOVER_{event.plover.type}", event.trigger.start
            yield from ((f"PLOVER_CONTEXT_{context.upper()}", event.trigger.start) for context in event.plover.contexts)
        if leaf and leaf.iptc:
            yield f"MEDTOP_{leaf.iptc}", event.trigger.start


def _location(facts: PlaceFacts, *, at: int | None = None) -> str:
    """Fields of a place, parted by `#`; the second form has ADM2 and the offset as well."""
    more = [""] if at is not None else []
    cells = [gdelt_kind(facts), _clean(full_name(facts), kept=","), fips_country(facts), fips_region(facts), *more]
    cells += [str(facts.lat), str(facts.lon), fips_country(facts) if facts.kind == "country" else ""]
    return "#".join([*cells, *([str(at)] if at is not None else [])])


def _named(article: EnrichedArticle, kind: str) -> tuple[str, str]:
    """Names, and each of their mentions with its offset."""
    entities = [entity for entity in article.entities if entity.type == kind]
    mentions = [(entity.name, one.start) for entity in entities for one in entity.mentions if one.kind == "name"]
    return (
        _blocks(dict.fromkeys(_clean(entity.name) for entity in entities)),
        _blocks(f"{_clean(name)},{start}" for name, start in mentions),
    )


def _mentions(entities: Iterable[Entity]) -> list[Mention]:
    return sorted(
        (one for entity in entities if entity.type in NAMES for one in entity.mentions if one.kind == "name"),
        key=lambda one: one.start,
    )


def _date(expression: TimeExpression) -> str:
    """Resolution (1 year, 2 month, 3 day), month, day, year and offset; others than calendar dates are left out."""
    if expression.type not in {"DATE", "TIME"}:
        return ""
    parts = expression.value.partition("T")[0].split("-")
    if not all(part.isascii() and part.isdigit() for part in parts) or len(parts[0]) != len("2026"):
        return ""
    year, month, day = (*map(int, parts), 0, 0)[:3]
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return ""
    return f"{1 + bool(month) + bool(day)}#{month}#{day}#{year}#{expression.start}"


def _quotations(article: EnrichedArticle) -> str:
    """Direct quotations: offset, length, verb and words, parted by `|`; quotations parted by `#`."""
    return "#".join(
        "|".join(
            (
                str(start),
                str(end - start),
                _clean(quote.cue.text) if quote.cue else "",
                _clean(article.text[start:end], kept=",;"),
            )
        )
        for quote in article.quotes
        if quote.kind != "indirect"
        for start, end in quote.spans
    )


def _figures(article: EnrichedArticle) -> Iterator[Figure]:
    return (figure for event in article.events for figure in event.figures)


def _extras(article: EnrichedArticle) -> str:
    """GDELT's XML: here the title of the page."""
    if not article.title:
        return ""
    escaped = article.title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<PAGE_TITLE>{escaped}</PAGE_TITLE>"


def _blocks(values: Iterable[str]) -> str:
    return ";".join(value for value in values if value)


def _clean(text: str, *, kept: str = "") -> str:
    table = {code: blank for code, blank in DELIMITERS.items() if chr(code) not in kept}
    return " ".join(text.translate(table).split())
