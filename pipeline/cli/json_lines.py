"""JSON on standard output, an object a line."""

import sys

import orjson

from pipeline.cli.output import is_terminal
from pipeline.cli.printable import printable_json


def write_json(value: object) -> None:
    """Write a value, times as RFC 3339 in UTC; on a terminal with nothing in it that the terminal would obey."""
    write_json_text(orjson.dumps(value, option=orjson.OPT_UTC_Z).decode())


def write_json_text(text: str) -> None:
    """Write what is JSON already."""
    sys.stdout.write((printable_json(text) if is_terminal(sys.stdout) else text) + "\n")
