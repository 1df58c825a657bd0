"""Files that travel with the program: topic declaration, schemas, seeds.

In a checkout they stand at its top; in an installed wheel they are mapped into the package.
"""

from pathlib import Path

from pipeline.errors import SourceError

PACKAGE = Path(__file__).resolve().parent


def shipped_path(name: str) -> Path:
    """Find a shipped file or folder, such as `deploy/topics.toml`.

    Raises:
        SourceError: It is in neither place: the installation is broken.
    """
    for root in (PACKAGE / "_shipped", PACKAGE.parent):
        if (root / name).exists():
            return root / name
    raise SourceError(f"{name} is missing from this installation: install newswire again")
