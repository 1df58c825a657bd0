"""Makes a stage by its name; what a stage needs is imported only when it is made."""

from pipeline.config import Settings
from pipeline.errors import SettingsError
from pipeline.stages.messages import Stage

STATELESS = ("cleaner", "annotator")
"""Stages that keep nothing between messages, and so run in a pool."""
STATEFUL = ("deduplicator", "storyteller")
"""Stages with a table, which run inline, one message at a time."""


def build_stage(name: str, settings: Settings) -> Stage:
    """Make a stateless stage.

    Raises:
        SettingsError: There is no stateless stage of that name.
        ModelError: The spaCy pipeline is missing or lacks a component.
    """
    if name == "cleaner":
        from pipeline.stages.cleaner import build_cleaner  # noqa: PLC0415 - loaded only where it is run

        return build_cleaner(settings)
    if name == "annotator":
        from pipeline.stages.annotator import build_annotator  # noqa: PLC0415 - loads spaCy

        return build_annotator(settings)
    raise SettingsError(f"there is no stateless stage {name!r}: {', '.join(STATELESS)}")
