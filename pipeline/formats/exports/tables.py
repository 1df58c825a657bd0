"""The table of events as CSV and as Parquet."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from pipeline.errors import MissingExtraError
from pipeline.formats.exports.event_table import EVENT_COLUMNS, Kind, event_row
from pipeline.formats.exports.told import Told

if TYPE_CHECKING:
    import pyarrow as pa

ROW_GROUP = 10_000
"""Events of a row group of Parquet, which are held together in memory."""
FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula when a text begins with it."""


def csv_lines(told: Iterable[Told], *, has_header: bool = True, is_for_spreadsheet: bool = False) -> Iterator[bytes]:
    """Write CSV (RFC 4180, UTF-8, lines ended by CR LF); for a spreadsheet, no text of strangers can be a formula."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    if has_header:
        writer.writerow([column.name for column in EVENT_COLUMNS])
        yield _taken(buffer)
    for one in told:
        cells = [_written(value) for value in event_row(one.event)]
        writer.writerow([_disarmed(cell) for cell in cells] if is_for_spreadsheet else cells)
        yield _taken(buffer)


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


def _written(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value


def _disarmed(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_MARKS) else cell


def parquet_pieces(told: Iterable[Told]) -> Iterator[bytes]:
    """Write Parquet, a row group at a time.

    Raises:
        MissingExtraError: pyarrow is not installed.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra
        from pyarrow import parquet  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise MissingExtraError("parquet") from error
    schema = arrow_schema(pa, {column.name: column.kind for column in EVENT_COLUMNS})
    drain = _Drain()
    with parquet.ParquetWriter(drain, schema, compression="zstd") as writer:
        for group in _grouped(told):
            columns = list(zip(*group, strict=True))
            writer.write_table(pa.table(dict(zip(schema.names, columns, strict=True)), schema=schema))
            yield drain.take()
    yield drain.take()


def _grouped(told: Iterable[Told]) -> Iterator[tuple[tuple[object, ...], ...]]:
    rows = (event_row(one.event) for one in told)
    while group := tuple(islice(rows, ROW_GROUP)):
        yield group


def arrow_schema(pa: Any, kinds: Mapping[str, Kind]) -> "pa.Schema":
    """Make the schema of a table, of what its columns hold; `pa` is pyarrow."""
    types = {
        "text": pa.string(), "integer": pa.int64(), "real": pa.float64(), "boolean": pa.bool_(),
        "time": pa.timestamp("us", tz="UTC"), "date": pa.date32(), "json": pa.string(),
    }  # fmt: skip
    return pa.schema([(name, types[kind]) for name, kind in kinds.items()])


class _Drain(io.RawIOBase):
    """Takes what a writer writes, to be handed on piece by piece."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._written = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        piece = bytes(data)
        self._pieces.append(piece)
        self._written += len(piece)
        return len(piece)

    def tell(self) -> int:
        return self._written

    def take(self) -> bytes:
        """Give what was written since."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)
