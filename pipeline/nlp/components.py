"""Our components, in the order in which they run. To add one: its module with a factory, and a line here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module

from spacy.language import Language

from pipeline.nlp.attributes import declare_attributes

KNOWING = "newswire_names"
"""The component that reads the user's knowledge file."""
UNUSED = ("lemmatizer", "attribute_ruler", "senter")
"""Components of a trained pipeline that nothing of ours reads: a fifth of its time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Component:
    """A place in the pipeline."""

    name: str
    """Name of the factory, as spaCy knows it."""
    module: str
    """Module of this package that registers the factory."""
    config: Mapping[str, object] = field(default_factory=dict)
    """What differs from the factory's defaults."""
    is_first: bool = False
    """Runs before the trained components."""


COMPONENTS: tuple[Component, ...] = (
    Component(name="newswire_sections", module="sections", is_first=True),
    Component(name="newswire_names", module="names"),
    Component(name="newswire_places", module="places"),
    Component(name="newswire_references", module="references"),
    Component(name="newswire_dates", module="timex"),
    Component(name="newswire_quotes", module="quotes"),
    Component(name="newswire_triggers", module="triggers"),
    Component(name="newswire_arguments", module="arguments"),
    Component(name="newswire_factuality", module="factuality"),
    Component(name="newswire_figures", module="figures"),
    Component(name="newswire_circumstances", module="circumstances"),
    Component(name="newswire_attribution", module="attribution"),
    Component(name="newswire_events", module="events"),
)


def add_components(nlp: Language, *, knowledge: str = "") -> None:
    """Add our components to a trained pipeline."""
    declare_attributes()
    for component in COMPONENTS:
        import_module(f"pipeline.nlp.{component.module}")
        config = dict(component.config)
        if component.name == KNOWING:
            config["knowledge"] = knowledge
        nlp.add_pipe(component.name, first=component.is_first or None, config=config)
