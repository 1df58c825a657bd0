"""Our components, in the order in which they run. To add one: its module with a `@Language.factory`, and a line here.

The modules are imported for their factories, which spaCy finds by name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.nlp import (  # noqa: F401 - each registers its factory
    arguments,
    attribution,
    circumstances,
    events,
    factuality,
    figures,
    names,
    quotes,
    sections,
    timex,
    triggers,
)

UNUSED = ("lemmatizer", "attribute_ruler", "senter")
"""Components of a trained pipeline that nothing of ours reads: a fifth of its time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Component:
    """A place in the pipeline."""

    name: str
    """Name of the factory."""
    config: Mapping[str, object] = field(default_factory=dict)
    """What differs from the factory's defaults."""
    is_first: bool = False
    """Runs before the trained components."""


COMPONENTS: tuple[Component, ...] = (
    Component(name="newswire_sections", is_first=True),
    Component(name="newswire_names"),
    Component(name="newswire_dates"),
    Component(name="newswire_quotes"),
    Component(name="newswire_triggers"),
    Component(name="newswire_arguments"),
    Component(name="newswire_factuality"),
    Component(name="newswire_figures"),
    Component(name="newswire_circumstances"),
    Component(name="newswire_attribution"),
    Component(name="newswire_events"),
)
