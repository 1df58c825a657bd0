"""What a deployment's topics are, read from the declaration."""

from pathlib import Path

import pytest

from pipeline.config import Settings
from pipeline.errors import SettingsError
from pipeline.stages import topics
from pipeline.stream.declaration import DeclaredTopic, configs_of, read_declaration

ONE = """
[defaults]
max_message_bytes = 2000
["news.one"]
kind = "internal"
"""


@pytest.fixture
def declared() -> dict[str, DeclaredTopic]:
    return {topic.name: topic for topic in read_declaration(Settings())}


def read(tmp_path: Path, text: str, settings: Settings | None = None) -> tuple[DeclaredTopic, ...]:
    file = tmp_path / "topics.toml"
    file.write_text(text)
    return read_declaration(settings or Settings(), path=file)


@pytest.mark.parametrize(
    "name", sorted(value for name, value in vars(topics).items() if name.isupper() and name != "INPUT_OF")
)
def test_every_topic_that_stages_know_is_declared(declared: dict[str, DeclaredTopic], name: str) -> None:
    assert name in declared


@pytest.mark.parametrize("agent", ["deduplicator", "storyteller"])
def test_a_changelog_has_the_partitions_of_what_its_agent_reads(declared: dict[str, DeclaredTopic], agent: str) -> None:
    assert declared[f"newswire-{agent}-changelog"].partitions == declared[topics.INPUT_OF[agent]].partitions


def test_changelogs_are_compacted(declared: dict[str, DeclaredTopic]) -> None:
    assert {topic.compact for topic in declared.values() if topic.kind == "changelog"} == {True}


def test_no_partitions_means_those_of_the_settings(tmp_path: Path) -> None:
    assert read(tmp_path, ONE, Settings(partitions=7))[0].partitions == 7


def test_partitions_of_the_declaration_win_over_the_settings(tmp_path: Path) -> None:
    assert read(tmp_path, ONE + "partitions = 2", Settings(partitions=7))[0].partitions == 2


def test_defaults_fill_what_a_topic_leaves_open(tmp_path: Path) -> None:
    assert read(tmp_path, ONE)[0].max_message_bytes == 2000


def test_the_prefix_is_put_before_every_name_but_changelogs() -> None:
    settings = Settings(topic_prefix="a.", app_id="b")

    assert {topic.name[:2] for topic in read_declaration(settings) if topic.kind != "changelog"} == {"a."}


def test_changelogs_begin_with_the_app_id() -> None:
    settings = Settings(topic_prefix="a.", app_id="b")
    names = {topic.name for topic in read_declaration(settings) if topic.kind == "changelog"}

    assert names == {"b-deduplicator-changelog", "b-storyteller-changelog"}


def test_kept_for_ever_is_kafkas_minus_one() -> None:
    topic = DeclaredTopic(name="t", kind="internal", partitions=1, compact=True, max_message_bytes=5)

    assert configs_of(topic) == {"cleanup.policy": "compact", "retention.ms": "-1", "max.message.bytes": "5"}


def test_hours_are_written_as_milliseconds() -> None:
    topic = DeclaredTopic(name="t", kind="internal", partitions=1, retention_hours=2, max_message_bytes=5)

    assert configs_of(topic)["retention.ms"] == "7200000"


@pytest.mark.parametrize(
    "text",
    [
        "not = = toml",
        '["news.one"]\nabout = "no kind"',
        '["news.one"]\nkind = "internal"\nretention_days = 3',
        '["news.one"]\nkind = "internal"\npartitions = "many"',
        ONE + '[changelogs.x]\nsource = "news.two"',
        'defaults = 3\n["news.one"]\nkind = "internal"',
    ],
    ids=["no toml", "missing field", "unknown field", "wrong type", "changelog of nothing", "no table"],
)
def test_a_malformed_declaration_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsError, match=r"topics\.toml"):
        read(tmp_path, text)
