"""The README's table of settings, made from `Settings`; run as a program it writes the table into the README."""

from dataclasses import fields
from pathlib import Path

from pipeline.config import PREFIX, Settings
from pipeline.records.schema import field_docs

README = Path(__file__).resolve().parents[1] / "README.md"
BEGIN = "<!-- settings: written by `make schemas` -->"
END = "<!-- end of settings -->"


def settings_table() -> str:
    """One row a setting: its variable, its default, what it means."""
    docs = field_docs(Settings)
    rows = [
        f"| `{PREFIX}{field.name.upper()}` | {_shown(field.default)} | {docs[field.name]} |"
        for field in fields(Settings)
    ]
    return "\n".join(["| variable | default | meaning |", "|---|---|---|", *rows])


def _shown(default: object) -> str:
    return "empty" if default == "" else f"`{str(default).lower() if isinstance(default, bool) else default}`"


def table_in(text: str) -> str:
    """Cut the table out of the README's text."""
    return text.partition(BEGIN)[2].partition(END)[0].strip()


def with_table(text: str) -> str:
    """Put the table into the README's text."""
    head, _, rest = text.partition(BEGIN)
    return f"{head}{BEGIN}\n{settings_table()}\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    README.write_text(with_table(README.read_text(encoding="utf-8")), encoding="utf-8")
