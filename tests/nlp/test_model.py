from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from thinc.api import NumpyOps, get_current_ops

from pipeline.errors import ModelError
from pipeline.nlp.attributes import DATES, ENTITIES, EVENTS, NAMED, dates_of, entities_of, events_of, named_at
from pipeline.nlp.components import COMPONENTS, UNUSED
from pipeline.nlp.model import load_model, model_checksum, model_info


@pytest.mark.model
def test_the_default_has_our_components_in_order(nlp: Language) -> None:
    ours = [name for name in nlp.pipe_names if name.startswith("newswire_")]

    assert ours == [component.name for component in COMPONENTS]


@pytest.mark.model
def test_components_get_what_they_require(nlp: Language) -> None:
    assert all(not problems for problems in nlp.analyze_pipes()["problems"].values())


@pytest.mark.model
def test_what_nothing_reads_is_not_loaded(nlp: Language) -> None:
    assert set(UNUSED).isdisjoint(nlp.pipe_names)


@pytest.mark.model
def test_the_repackaged_default_goes_by_its_own_name(nlp: Language) -> None:
    assert model_info(nlp) == "en_core_web_sm 3.8.0"


def test_any_pipeline_has_a_label() -> None:
    assert model_info(spacy.blank("en")).startswith("en_pipeline ")


def test_a_missing_pipeline_says_what_to_install() -> None:
    with pytest.raises(ModelError, match="pip install xx-no-such-model") as caught:
        load_model("xx_no_such_model")

    assert "\n" not in str(caught.value)


def test_a_folder_without_a_pipeline_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="holds no spaCy pipeline"):
        load_model(str(tmp_path))


def test_a_pipeline_without_parser_and_ner_is_refused(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "blank")

    with pytest.raises(ModelError, match="has no parser and no ner"):
        load_model(str(tmp_path / "blank"))


def test_the_checksum_follows_the_files(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "blank")
    before = model_checksum(str(tmp_path / "blank"))
    (tmp_path / "blank" / "more").write_text("more")

    assert model_checksum(str(tmp_path / "blank")) != before


def test_the_checksum_is_the_same_wherever_the_files_lie(tmp_path: Path) -> None:
    for name in ("one", "two"):
        spacy.blank("en").to_disk(tmp_path / name)

    assert model_checksum(str(tmp_path / "one")) == model_checksum(str(tmp_path / "two"))


@pytest.mark.model
def test_attributes_are_read_where_spacy_keeps_them(nlp: Language) -> None:
    doc = nlp("Merz met Macron in Berlin on Thursday.")
    assert entities_of(doc) == doc._.get(ENTITIES) != ()
    assert dates_of(doc) == doc._.get(DATES) != ()
    assert named_at(doc) == doc._.get(NAMED) != {}
    assert events_of(doc) == doc._.get(EVENTS) != ()


@pytest.mark.model
def test_matrices_are_multiplied_by_the_quicker_library(nlp: Language) -> None:
    layers = list(nlp.get_pipe("ner").model.walk())  # type: ignore[attr-defined]  # a trained pipe has one

    left = {layer.name for layer in layers if not isinstance(layer.ops, NumpyOps) or layer.ops.use_blis}
    assert left <= {"linear"}  # the last layer, for which spaCy chooses by itself


@pytest.mark.model
def test_what_others_load_is_left_as_it_is(nlp: Language) -> None:
    assert nlp is not None
    assert get_current_ops().use_blis  # type: ignore[attr-defined]  # the stub knows no NumpyOps
