"""Settings: where they come from, which wins, and what is said of a wrong one."""

from dataclasses import fields
from pathlib import Path

import pytest

from pipeline.config import PREFIX, Settings, pool_size, settings_from
from pipeline.errors import SettingsError
from pipeline.records.schema import field_docs


@pytest.fixture
def settings_file(tmp_path: Path) -> Path:
    path = tmp_path / "newswire.toml"
    path.write_text('partitions = 3\napp_id = "from-file"\n', encoding="utf-8")
    return path


def test_nothing_given_means_the_defaults() -> None:
    assert settings_from({}) == Settings()


def test_variable_of_the_environment_is_read() -> None:
    assert settings_from({"NEWSWIRE_PARTITIONS": "5"}).partitions == 5


def test_other_variables_are_passed_over() -> None:
    assert settings_from({"PARTITIONS": "5", "NEWSWIRE_EVAL": "elsewhere"}) == Settings()


def test_file_is_read(settings_file: Path) -> None:
    assert settings_from({}, file=settings_file).partitions == 3


def test_environment_may_name_the_file(settings_file: Path) -> None:
    assert settings_from({"NEWSWIRE_SETTINGS": str(settings_file)}).app_id == "from-file"


def test_file_given_as_a_flag_wins_over_the_named_one(settings_file: Path) -> None:
    assert settings_from({"NEWSWIRE_SETTINGS": "/no/such/file"}, file=settings_file).partitions == 3


def test_environment_wins_over_the_file(settings_file: Path) -> None:
    assert settings_from({"NEWSWIRE_PARTITIONS": "5"}, file=settings_file).partitions == 5


def test_flag_wins_over_the_environment() -> None:
    assert settings_from({"NEWSWIRE_PARTITIONS": "5"}, partitions=7).partitions == 7


def test_flag_that_is_not_given_leaves_the_environment() -> None:
    assert settings_from({"NEWSWIRE_PARTITIONS": "5"}, partitions=None).partitions == 5


@pytest.mark.parametrize(("word", "meaning"), [("true", True), ("1", True), ("ON", True), ("no", False), ("", False)])
def test_switch_takes_the_usual_words(word: str, meaning: bool) -> None:
    assert settings_from({"NEWSWIRE_ANNOTATE_DUPLICATES": word}).annotate_duplicates is meaning


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PARTITIONS", "many"),
        ("PARTITIONS", "0"),
        ("PARTITIONS", "1.5"),
        ("WINDOW", "-1"),
        ("WINDOW", ""),
        ("MAX_MESSAGE_BYTES", "5 MB"),
        ("ANNOTATE_DUPLICATES", "perhaps"),
        ("STUCK_AFTER_S", "0"),
        ("SESSION_TIMEOUT_S", "soon"),
        ("BOOTSTRAP_SERVERS", "localhost"),
        ("BOOTSTRAP_SERVERS", "localhost:kafka"),
        ("BOOTSTRAP_SERVERS", ":9092"),
        ("BOOTSTRAP_SERVERS", "a:9092,b"),
        ("BOOTSTRAP_SERVERS", ""),
    ],
)
def test_wrong_value_is_refused_by_the_name_of_its_variable(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"NEWSWIRE_{name} is "):
        settings_from({PREFIX + name: value})


@pytest.mark.parametrize("servers", ["localhost:9092", "a:1,b:2", "a:1, b:2", "[::1]:9092"])
def test_brokers_are_host_and_port(servers: str) -> None:
    assert settings_from({"NEWSWIRE_BOOTSTRAP_SERVERS": servers}).bootstrap_servers == servers


def test_missing_file_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"absent\.toml cannot be read"):
        settings_from({}, file=tmp_path / "absent.toml")


@pytest.mark.parametrize("content", [b"partitions = ", b"\xff\xfe"], ids=["no TOML", "no UTF-8"])
def test_file_that_cannot_be_read_is_refused_by_its_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.toml"
    path.write_bytes(content)

    with pytest.raises(SettingsError, match=r"broken\.toml cannot be read"):
        settings_from({}, file=path)


def test_unknown_name_in_the_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "newswire.toml"
    path.write_text("partition = 3\n", encoding="utf-8")

    with pytest.raises(SettingsError, match="no setting 'partition'"):
        settings_from({}, file=path)


@pytest.mark.parametrize("line", ["window = true", "window = [1]", "window = 1.5", 'annotate_duplicates = "perhaps"'])
def test_wrong_type_in_the_file_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "newswire.toml"
    path.write_text(line, encoding="utf-8")

    with pytest.raises(SettingsError):
        settings_from({}, file=path)


def test_every_setting_says_what_it_means() -> None:
    docs = field_docs(Settings)

    assert [field.name for field in fields(Settings) if not docs.get(field.name)] == []


@pytest.mark.parametrize("field", fields(Settings), ids=lambda field: field.name)
def test_every_default_may_be_given_in_the_environment(field: object) -> None:
    assert settings_from({PREFIX + field.name.upper(): str(field.default)}) == Settings()


def test_pool_has_as_many_children_as_are_set() -> None:
    assert pool_size(Settings(pool_processes=3)) == 3


def test_pool_has_at_least_one_child() -> None:
    assert pool_size(Settings(pool_processes=0)) >= 1


@pytest.mark.parametrize(
    ("name", "value"),
    [("stuck_after_s", "nan"), ("stuck_after_s", "inf"), ("pool_processes", "-1"), ("copies_window_h", "nan")],
)
def test_a_number_that_makes_no_sense_is_refused(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name.upper()):
        settings_from({f"NEWSWIRE_{name.upper()}": value})
