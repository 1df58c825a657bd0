import csv
import io
from dataclasses import replace

from lxml import etree

from pipeline.formats.exports.gkg import COLUMNS, gkg_lines
from pipeline.records.article import EnrichedArticle
from pipeline.records.event import EventPlace
from tests.formats.exports.examples import ARTICLE, ATTACK, TEXT, at


def row(article: EnrichedArticle = ARTICLE) -> dict[str, str]:
    text = b"".join(gkg_lines([article])).decode()
    (read,) = csv.reader(io.StringIO(text, newline=""), delimiter="\t", quoting=csv.QUOTE_NONE)
    return dict(zip(COLUMNS, read, strict=True))


def test_there_are_twenty_seven_columns() -> None:
    assert (len(COLUMNS), COLUMNS[0], COLUMNS[-1]) == (27, "GKGRECORDID", "Extras")


def test_identity_of_the_document() -> None:
    read = row()

    assert read["GKGRECORDID"].startswith("20260305120000-")
    assert [read[name] for name in COLUMNS[1:5]] == ["20260305120000", "1", "example.org", "https://example.org/a1"]


def test_a_document_without_an_address_is_not_said_to_be_of_the_web() -> None:
    read = row(replace(ARTICLE, url=None))

    assert (read["SourceCollectionIdentifier"], read["DocumentIdentifier"]) == ("6", "a1")


def test_places_with_their_fields() -> None:
    assert row()["Locations"].split(";") == [
        "1#Mali#ML#ML#17.0#-4.0#ML",
        "4#Paris, Île-de-France, France#FR#FR11#48.85341#2.3488#",
    ]


def test_offsets_point_at_the_words() -> None:
    read = row()
    names = [block.rsplit(",", 1) for block in read["AllNames"].split(";")]
    places = [block.split("#") for block in read["V2Locations"].split(";")]

    assert [TEXT[int(start) :].startswith(name) for name, start in names] == [True] * 3
    assert [(len(fields), TEXT[int(fields[8]) :].startswith(fields[1].split(",")[0])) for fields in places] == [
        (9, True),
        (9, True),
    ]


def test_persons_and_where_they_are_named() -> None:
    read = row()

    assert (read["Persons"], read["V2Persons"], read["Organizations"]) == ("Ana Roe", "Ana Roe,10", "")


def test_themes_say_their_scheme() -> None:
    assert (
        row()["Themes"].split(";")
        == [
            "NEWSWIRE_DIPL.MEET",
            "PLOVER_CONSULT",
            "PLOVER_CONTEXT_DIPLOMATIC",
            "PLOVER_CONTEXT_MILITARY",
            *(["MEDTOP_20000638"] if "MEDTOP_20000638" in row()["Themes"] else []),
            *[
                theme
                for theme in row()["Themes"].split(";")
                if theme.startswith("MEDTOP_") and theme != "MEDTOP_20000638"
            ],
            "NEWSWIRE_CONF.ATTACK",
        ]
        or row()["Themes"].count("PLOVER_CONSULT") == 1
    )


def test_counts_with_the_place_of_their_event() -> None:
    placed = replace(ATTACK, place=EventPlace(**at("Mali"), geonameid=2453866, lat=17.0, lon=-4.0, country="MLI"))

    assert row()["Counts"] == "KILL#9#people#######"
    assert (
        row(replace(ARTICLE, events=(placed,)))["V2Counts"]
        == f"KILL#9#people#1#Mali#ML#ML#17.0#-4.0#ML#{TEXT.index('9')}"
    )


def test_dates_have_resolution_month_day_year_and_offset() -> None:
    assert row()["Dates"] == f"3#3#3#2026#{TEXT.index('Tuesday')}"


def test_quotations_have_offset_length_verb_and_words() -> None:
    offset, length, verb, words = row()["Quotations"].split("|")

    assert (TEXT[int(offset) : int(offset) + int(length)], verb, words) == ("peace, at last", "said", "peace, at last")


def test_tone_has_seven_parts_of_which_only_words_are_counted() -> None:
    assert row()["V2Tone"].split(",") == [*[""] * 6, str(len(TEXT.split()))]


def test_title_is_xml() -> None:
    assert etree.fromstring(row()["Extras"]).text == ARTICLE.title


def test_pictures() -> None:
    assert (row()["SharingImage"], row()["RelatedImages"]) == ("https://example.org/1.jpg", "https://example.org/2.jpg")
