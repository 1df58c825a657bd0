"""Every record is frozen, keyword-only, slotted and documented."""

from dataclasses import FrozenInstanceError, fields
from inspect import Parameter, signature

import pytest
from record_examples import FULL, MINIMAL

from pipeline.codec import decode, decode_raw_article, encode
from pipeline.records.schema import KINDS, RECORDS, field_docs

EXAMPLES = [*MINIMAL.items(), *FULL.items()]


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_record_takes_its_fields_by_keyword_only(kind: type) -> None:
    assert {parameter.kind for parameter in signature(kind).parameters.values()} == {Parameter.KEYWORD_ONLY}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_record_is_frozen(kind: type) -> None:
    record = kind.__new__(kind)

    with pytest.raises(FrozenInstanceError):
        setattr(record, fields(kind)[0].name, "changed")


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_record_has_slots_and_no_dict(kind: type) -> None:
    assert not hasattr(kind.__new__(kind), "__dict__")


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_field_has_a_docstring_under_it(kind: type) -> None:
    docs = field_docs(kind)

    assert [field.name for field in fields(kind) if not docs.get(field.name)] == []


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_record_has_a_docstring_of_its_own(kind: type) -> None:
    assert not (kind.__doc__ or "").startswith(f"{kind.__name__}(")


@pytest.mark.parametrize("name", sorted(RECORDS.keys() - {"raw-article.v1"}))
def test_record_says_its_schema_by_default(name: str) -> None:
    assert MINIMAL[name].schema == f"newswire.{name}"


def test_examples_cover_every_record() -> None:
    assert (MINIMAL.keys(), FULL.keys()) == (RECORDS.keys(), RECORDS.keys())


@pytest.mark.parametrize(("name", "record"), EXAMPLES)
def test_record_survives_the_byte_line(name: str, record: object) -> None:
    assert decode(encode(record), RECORDS[name]) == record


@pytest.mark.parametrize(("name", "record"), EXAMPLES)
def test_collections_of_a_decoded_record_are_tuples(name: str, record: object) -> None:
    decoded = decode(encode(record), RECORDS[name])

    assert [f.name for f in fields(decoded) if isinstance(getattr(decoded, f.name), list)] == []


def test_fed_record_survives_the_byte_line() -> None:
    assert decode_raw_article(encode(FULL["raw-article.v1"])) == FULL["raw-article.v1"]
