"""Our components, in the order in which they run. To add one: its module with a factory, and a line here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module

from spacy.language import Language

from pipeline.knowledge.own_files import NO_FILES, OwnFiles
from pipeline.nlp.attributes import declare_attributes

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
    own: tuple[str, ...] = ()
    """Which of the user's own files it takes, by their names in `OwnFiles`."""
    is_first: bool = False
    """Runs before the trained components."""


COMPONENTS: tuple[Component, ...] = (
    Component(name="newswire_sections", module="sections", is_first=True),
    Component(name="newswire_names", module="names", own=("knowledge",)),
    Component(name="newswire_places", module="places"),
    Component(name="newswire_references", module="references"),
    Component(name="newswire_dates", module="timex"),
    Component(name="newswire_quotes", module="quotes"),
    Component(name="newswire_triggers", module="triggers", own=("event_types",)),
    Component(name="newswire_arguments", module="arguments"),
    Component(name="newswire_factuality", module="factuality"),
    Component(name="newswire_figures", module="figures"),
    Component(name="newswire_circumstances", module="circumstances"),
    Component(name="newswire_attribution", module="attribution"),
    Component(name="newswire_events", module="events", own=("event_types",)),
)


def add_components(nlp: Language, *, own: OwnFiles = NO_FILES, last: str = "") -> None:
    """Add our components to a trained pipeline, all of them or those up to `last`."""
    declare_attributes()
    names = [component.name for component in COMPONENTS]
    for component in COMPONENTS[: names.index(last) + 1] if last else COMPONENTS:
        import_module(f"pipeline.nlp.{component.module}")
        nlp.add_pipe(component.name, first=component.is_first or None, config=_config(component, own))


def _config(component: Component, own: OwnFiles) -> dict[str, object]:
    return {**component.config, **{name: getattr(own, name) for name in component.own}}
