"""Log lines on stderr: readable on a terminal, JSON objects elsewhere."""

import json
import logging
import sys
from datetime import UTC, datetime

OWN_LOGGER = "newswire"

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class TextFormatter(logging.Formatter):
    """`12:00:00 WARNING dead-lettered reason=undecodable stage=cleaner`."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record in one line."""
        fields = " ".join(f"{name}={value}" for name, value in fields_of(record).items())
        time = datetime.fromtimestamp(record.created, UTC).strftime("%H:%M:%S")
        line = f"{time} {record.levelname} {record.getMessage()} {fields}".rstrip()
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


class JsonFormatter(logging.Formatter):
    """One object a line: `time`, `level`, `logger`, `message`, and the record's own fields."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record as JSON."""
        entry: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **fields_of(record),
        }
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        return json.dumps(entry, default=str)


def fields_of(record: logging.LogRecord) -> dict[str, object]:
    """Return what was given as `extra`."""
    return {name: value for name, value in vars(record).items() if name not in _STANDARD}


def configure_logging(form: str | None, *, level: int) -> None:
    """Send our own lines from INFO and everybody else's from a level to stderr."""
    handler = logging.StreamHandler(sys.stderr)
    is_text = form == "text" or (form is None and sys.stderr.isatty())
    handler.setFormatter(TextFormatter() if is_text else JsonFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.getLogger(OWN_LOGGER).setLevel(logging.INFO)
    if level > logging.INFO:
        logging.getLogger("kafka").setLevel(logging.CRITICAL)  # its failures rise as errors; it need not log them too
