"""Newswire: raw articles in, clean articles, entities, quotes, events and stories out.

```python
from pipeline import enrich

article = enrich("Mayor Ida Holm met two ministers in Oslo on Friday.", published_at="2026-01-31")
for event in article.events:
    print(event.label, event.factuality, [actor.text for actor in event.source])
```
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.library import ArticleError as ArticleError
    from pipeline.library import enrich as enrich
    from pipeline.library import enrich_all as enrich_all

__version__ = "0.1.0"
__all__ = ["ArticleError", "__version__", "enrich", "enrich_all"]


def __getattr__(name: str) -> object:
    """Load what a program uses when it uses it: the commands import this package, and must start at once."""
    if name in __all__:
        from pipeline import library  # noqa: PLC0415

        return getattr(library, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
