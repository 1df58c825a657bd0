"""The model, loaded once for all tests of this folder."""

import pytest
from spacy.language import Language

from pipeline.nlp.model import load_model


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The default pipeline with our components."""
    return load_model()
