"""Folders of Parquet: files that are complete or not there, each named by the messages that it holds.

A file's name says topic, partition, and first and last offset, so the files themselves tell how far the sink has come:
after a kill it goes on behind the last one, and no message is in two files. Every version of a record is kept, and a
withdrawal as a row with `is_withdrawn`; who wants the newest takes, of each id, the row of the highest `kafka_offset`.
"""

import os
import re
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote, unquote

from pipeline.errors import InvalidRecordError, MissingExtraError, TargetError
from pipeline.formats.exports.event_table import Kind
from pipeline.formats.exports.tables import arrow_schema
from pipeline.sinks.row_tables import Row, RowTable, checked_row
from pipeline.sinks.sink import Arrived, Partition, Place, Places, Refuse

MOST_ROWS = 50_000
"""Of a file."""
LONGEST_S = 60.0
"""How long a row waits for its file while there is nothing more to read."""
_NAME = re.compile(r"(?P<topic>[^~]+)~(?P<id>[^~]*)~(?P<part>\d+)~(?P<first>\d+)-(?P<last>\d+)\.parquet")
KAFKA_KINDS: Mapping[str, Kind] = {"kafka_partition": "integer", "kafka_offset": "integer", "is_withdrawn": "boolean"}
"""Columns beside the record's own."""


class ParquetSink:
    """Writes files of rows into a folder for each kind of record.

    Args:
        folder: Where to.
        tables: The table of each kind.
        refuse: Is told of messages that hold no such record.
        clock: Gives seconds that only go forward.
        most_rows: Of a file.

    Raises:
        MissingExtraError: pyarrow is not installed.
        TargetError: The folder cannot be written.
    """

    def __init__(
        self,
        folder: Path,
        tables: Mapping[str, RowTable],
        refuse: Refuse,
        *,
        clock: Callable[[], float] = time.monotonic,
        most_rows: int = MOST_ROWS,
    ) -> None:
        try:
            import pyarrow as pa  # noqa: F401, PLC0415 - an extra
        except ImportError as error:
            raise MissingExtraError("parquet") from error
        self._folder = folder
        self._tables = tables
        self._refuse = refuse
        self._clock = clock
        self._most_rows = most_rows
        self._waiting: dict[Partition, list[Arrived]] = {}
        self._places: dict[Partition, Place] = {}
        self._since: float | None = None
        for table in tables.values():
            _made(folder / table.name)

    def places(self) -> Places:
        """Tell how far the files go."""
        reached: dict[Partition, Place] = {}
        newest: dict[str, tuple[float, str]] = {}
        for table in self._tables.values():
            for path in sorted((self._folder / table.name).iterdir(), key=lambda path: path.stat().st_mtime_ns):
                named = _NAME.fullmatch(path.name)
                if named is None:
                    continue
                topic, topic_id = unquote(named["topic"]), unquote(named["id"])
                newest[topic] = (path.stat().st_mtime_ns, topic_id)
                known = reached.get((topic, int(named["part"])))
                following = int(named["last"]) + 1
                if known is None or known.topic_id != topic_id or known.next_offset < following:
                    reached[topic, int(named["part"])] = Place(topic_id=topic_id, next_offset=following)
        return {where: place for where, place in reached.items() if place.topic_id == newest[where[0]][1]}

    def take(self, batch: Sequence[Arrived], places: Places) -> None:
        """Hold messages until there are enough for a file, or they have waited long enough."""
        for message in batch:
            self._waiting.setdefault((message.topic, message.partition), []).append(message)
        self._places.update(places)
        if batch and self._since is None:
            self._since = self._clock()
        is_late = self._since is not None and self._clock() - self._since >= LONGEST_S
        for where, waiting in list(self._waiting.items()):
            if is_late or len(waiting) >= self._most_rows:
                self._write(where)
        if is_late or not self._waiting:
            self._since = None

    def close(self) -> None:
        """Write what still waits."""
        for where in list(self._waiting):
            self._write(where)

    def _write(self, where: Partition) -> None:
        messages = self._waiting[where]
        table = self._tables[messages[0].kind]
        rows = [row for message in messages if (row := self._row(table, message)) is not None]
        name = "~".join((quote(where[0], safe=""), quote(self._places[where].topic_id, safe=""), str(where[1])))
        path = self._folder / table.name / f"{name}~{messages[0].offset:020}-{messages[-1].offset:020}.parquet"
        _written(path, table, rows)
        del self._waiting[where]

    def _row(self, table: RowTable, message: Arrived) -> Row | None:
        try:
            row = checked_row(message, table)
        except InvalidRecordError as error:
            self._refuse(message, error)
            return None
        columns = row or (message.key, *([None] * (len(table.kinds) - 1)))
        return (*columns, message.partition, message.offset, row is None)


def _made(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob("*.writing"):  # of a run that was killed
            left.unlink()
    except OSError as error:
        raise TargetError(f"{folder} cannot be written: {error.strerror}") from error


def _written(path: Path, table: RowTable, rows: Sequence[Row]) -> None:
    import pyarrow as pa  # noqa: PLC0415 - an extra
    from pyarrow import parquet  # noqa: PLC0415 - an extra

    schema = arrow_schema(pa, {**table.kinds, **KAFKA_KINDS})
    columns = list(zip(*rows, strict=True)) or [()] * len(schema.names)
    part = path.with_suffix(".writing")
    try:
        with part.open("wb") as stream:
            arrays = dict(zip(schema.names, columns, strict=True))
            parquet.write_table(pa.table(arrays, schema=schema), stream, compression="zstd")
            stream.flush()
            os.fsync(stream.fileno())
        part.rename(path)
    except OSError as error:
        raise TargetError(f"{path} cannot be written: {error.strerror}") from error
