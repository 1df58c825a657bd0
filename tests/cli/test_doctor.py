import json
from collections.abc import Mapping
from importlib import metadata

import pytest
from kafka import KafkaConsumer, TopicPartition
from kafka.structs import OffsetAndMetadata

from pipeline.cli import checkup
from pipeline.cli.checkup import Finding, check_packages, check_python, problem, summary
from pipeline.config import Settings
from pipeline.errors import BrokerError, ModelError
from pipeline.stages.topics import RAW
from pipeline.stream.admin import delete_topics
from tests.cli.conftest import Newswire
from tests.stream.dead import bury, letter
from tests.stream.messages import put


@pytest.fixture
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the model out, which is slow and looked at by tests of its own."""
    local = tuple(check for check in checkup.LOCAL_CHECKS if check is not checkup.check_model)
    monkeypatch.setattr(checkup, "LOCAL_CHECKS", local)


def findings(newswire: Newswire, *arguments: object) -> Mapping[str, Mapping[str, str]]:
    ran = newswire("doctor", *arguments)
    return {one["check"]: one for one in map(json.loads, ran.out.splitlines())}


def test_this_python_is_fit() -> None:
    assert [one.status for one in check_python(Settings())] == ["ok"]


def test_an_old_python_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkup.sys, "version_info", (3, 10, 1))

    assert [one.status for one in check_python(Settings())] == ["wrong"]


@pytest.mark.parametrize(
    ("requirement", "expected"),
    [
        ("orjson>=3.10", "ok"),
        (f"orjson=={metadata.version('orjson')}", "ok"),
        ("orjson==0.0.1", "note"),
        ("no-such-package>=1", "wrong"),
    ],
)
def test_packages_are_looked_at(monkeypatch: pytest.MonkeyPatch, requirement: str, expected: str) -> None:
    monkeypatch.setattr(checkup.metadata, "requires", lambda _name: [requirement])

    assert [one.status for one in check_packages(Settings())] == [expected]


def test_packages_of_an_extra_are_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkup.metadata, "requires", lambda _name: ["no-such-package>=1; extra == 'local'"])

    assert list(check_packages(Settings())) == []


def test_an_error_becomes_what_is_wrong_and_what_to_do() -> None:
    assert problem("x", BrokerError("nobody at h:1: start one")) == Finding(
        check="x", status="wrong", found="nobody at h:1", advice="start one"
    )


def test_findings_are_counted() -> None:
    found = [Finding(check="x", status=status, found="") for status in ("ok", "wrong", "ok")]

    assert summary(found) == {"ok": 2, "note": 0, "wrong": 1}


@pytest.mark.model
def test_the_model_is_told_with_version_and_checksum() -> None:
    found = next(checkup.check_model(Settings())).found

    assert (found.startswith("en_core_web_sm 3.8.0, sha256 "), len(found.split()[-1])) == (True, 64)


def test_a_missing_model_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_name: str) -> None:
        raise ModelError("no model: install it")

    monkeypatch.setattr("pipeline.nlp.model.load_model", missing)

    assert next(checkup.check_model(Settings())).advice == "install it"


@pytest.mark.usefixtures("no_model")
def test_without_a_broker_it_says_what_to_do_and_ends_with_1(newswire: Newswire) -> None:
    ran = newswire("doctor", "--bootstrap-servers", "127.0.0.1:1")

    broker = json.loads(ran.out.splitlines()[-1])
    assert (ran.code, broker["check"], broker["status"], "newswire broker" in broker["advice"]) == (
        1,
        "broker",
        "wrong",
        True,
    )


@pytest.mark.kafka
@pytest.mark.usefixtures("no_model")
def test_a_sound_deployment_ends_with_0(newswire_environment: Settings, newswire: Newswire) -> None:
    ran = newswire("doctor")

    assert (ran.code, ran.err.endswith(" fine, 0 to know, 0 wrong\n")) == (0, True)


@pytest.mark.kafka
@pytest.mark.usefixtures("no_model")
def test_a_missing_topic_is_wrong(newswire_environment: Settings, newswire: Newswire) -> None:
    delete_topics(newswire_environment.bootstrap_servers, [newswire_environment.topic_prefix + RAW])

    found = findings(newswire)["topic"]

    assert (found["status"], found["advice"]) == ("wrong", "make it with newswire topics create")


@pytest.mark.kafka
@pytest.mark.usefixtures("no_model")
def test_other_partitions_are_wrong(newswire_environment: Settings, newswire: Newswire) -> None:
    assert newswire("doctor", "--partitions", "4").code == 1


@pytest.mark.kafka
@pytest.mark.usefixtures("no_model")
def test_work_that_nobody_has_begun_is_told(newswire_environment: Settings, newswire: Newswire) -> None:
    put(newswire_environment, [(str(number), b"x") for number in range(5)])

    found = findings(newswire)["lag of cleaner"]

    assert (found["status"], found["found"].split()[0], "newswire worker" in found["advice"]) == ("note", "5", True)


@pytest.mark.kafka
@pytest.mark.usefixtures("no_model")
def test_lag_is_what_is_not_committed(newswire_environment: Settings, newswire: Newswire) -> None:
    put(newswire_environment, [("same key", b"x")] * 5)
    commit_first_of_each(newswire_environment)

    found = findings(newswire)["lag of cleaner"]

    assert (found["status"], found["found"].split()[0]) == ("ok", "4")


def commit_first_of_each(settings: Settings) -> None:
    consumer = KafkaConsumer(bootstrap_servers=settings.bootstrap_servers.split(","), group_id=settings.app_id)
    places = [TopicPartition(settings.topic_prefix + RAW, number) for number in range(settings.partitions)]
    filled = [place for place, end in consumer.end_offsets(places).items() if end]
    consumer.assign(filled)
    consumer.commit({place: OffsetAndMetadata(1, "", -1) for place in filled})
    consumer.close()


@pytest.mark.kafka
@pytest.mark.usefixtures("no_model")
def test_dead_letters_are_worth_knowing(newswire_environment: Settings, newswire: Newswire) -> None:
    bury(newswire_environment, letter(newswire_environment, 1), letter(newswire_environment, 2))

    found = findings(newswire)["dead letters"]

    assert (found["status"], found["found"].split()[0]) == ("note", "2")


@pytest.mark.kafka
@pytest.mark.usefixtures("no_model")
def test_people_get_a_table(newswire_environment: Settings, newswire: Newswire) -> None:
    rows = newswire("doctor", "--format", "table").out.decode().splitlines()

    assert rows[0].split() == ["what", "found", "what", "to", "do"]
