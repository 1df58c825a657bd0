"""Every format that can be written, by name."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, get_args

from pipeline.formats.exports.cloud_events import cloud_event_lines
from pipeline.formats.exports.gdelt import gdelt_lines
from pipeline.formats.exports.geojson import geojson_pieces, has_coordinates
from pipeline.formats.exports.gkg import gkg_lines
from pipeline.formats.exports.ninjs_item import ninjs_lines
from pipeline.formats.exports.polecat import polecat_lines
from pipeline.formats.exports.tables import csv_lines, parquet_pieces
from pipeline.formats.exports.told import Told
from pipeline.records.event import Factuality

Unit = Literal["events", "articles", "records"]
"""What a format is written of: `Told` events, enriched articles, or any record as plain JSON values."""

ALL_FACTUALITIES: tuple[Factuality, ...] = get_args(Factuality)


@dataclass(frozen=True, kw_only=True, slots=True)
class ExportFormat:
    """One format."""

    about: str
    """What it is, in a few words."""
    unit: Unit
    """What it is written of."""
    write: Callable[[Iterable[Any]], Iterator[bytes]]
    """Writes it, piece by piece."""
    factualities: tuple[Factuality, ...] = ALL_FACTUALITIES
    """Which events go in unless somebody says otherwise."""
    is_fit: Callable[[Told], bool] = lambda _told: True
    """Tells which events the format can hold."""


FORMATS: Mapping[str, ExportFormat] = {
    "csv": ExportFormat(about="table of events", unit="events", write=csv_lines),
    "spreadsheet": ExportFormat(
        about="the same, safe to open in a spreadsheet",
        unit="events",
        write=partial(csv_lines, is_for_spreadsheet=True),
    ),
    "parquet": ExportFormat(about="the same table, typed", unit="events", write=parquet_pieces),
    "geojson": ExportFormat(
        about="events with coordinates", unit="events", write=geojson_pieces, is_fit=has_coordinates
    ),
    "polecat": ExportFormat(
        about="PLOVER events, 40 columns",
        unit="events",
        write=polecat_lines,
        factualities=("happened", "ongoing", "planned", "demanded", "threatened"),
        is_fit=lambda told: told.event.plover is not None,
    ),
    "gdelt": ExportFormat(
        about="CAMEO events, 61 columns",
        unit="events",
        write=gdelt_lines,
        factualities=("happened", "ongoing"),
        is_fit=lambda told: told.event.cameo is not None,
    ),
    "gdelt-gkg": ExportFormat(about="GDELT's knowledge graph 2.1, 27 columns", unit="articles", write=gkg_lines),
    "ninjs": ExportFormat(about="IPTC's ninjs 3.1, an item a line", unit="articles", write=ninjs_lines),
    "cloudevents": ExportFormat(about="CloudEvents 1.0, one a line", unit="records", write=cloud_event_lines),
}
"""POLECAT and GDELT have no column for factuality. PLOVER codes what is planned, demanded or threatened under types of
their own; our CAMEO code is that of the deed, so only what the article says is so goes in."""
