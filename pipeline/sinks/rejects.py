"""What a sink can never take: put aside in a file, or a reason to stop."""

import base64
import os
from pathlib import Path

import orjson

from pipeline.errors import InvalidRecordError, RefusalError, SourceError
from pipeline.sinks.sink import Arrived


def stop(message: Arrived, error: InvalidRecordError) -> None:
    """Stop the sink: nobody said where to put what it cannot take.

    Raises:
        RefusalError: Always.
    """
    raise RefusalError(
        f"{message.topic}/{message.partition}/{message.offset} cannot be taken ({error}): "
        "name a file with --rejects to put such messages aside and go on"
    )


class RejectsFile:
    """JSON lines of messages that were put aside; each is on the disk before the sink goes on.

    Args:
        path: Is appended to.

    Raises:
        SourceError: The file cannot be written.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._stream = path.open("ab")
        except OSError as error:
            raise SourceError(f"{path} cannot be written: {error.strerror}") from error
        self.count = 0
        """Messages put aside."""

    def __call__(self, message: Arrived, error: InvalidRecordError) -> None:
        """Put a message aside."""
        value = None if message.value is None else base64.b64encode(message.value).decode()
        line = {
            "topic": message.topic, "partition": message.partition, "offset": message.offset, "key": message.key,
            "reason": error.reason, "detail": error.detail, "value_b64": value,
        }  # fmt: skip
        self._stream.write(orjson.dumps(line) + b"\n")
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self.count += 1

    def close(self) -> None:
        """Let go of the file."""
        self._stream.close()
