"""What `newswire doctor` looks at, and what it finds."""

import platform
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from typing import Literal

from pipeline.config import Settings
from pipeline.errors import NewswireError
from pipeline.stages.topics import DEAD_LETTERS, INPUT_OF
from pipeline.stream.admin import differences, topic_states
from pipeline.stream.connection import opened_admin
from pipeline.stream.declaration import read_declaration
from pipeline.stream.offsets import Progress, count_messages, group_progress, groups_of

Status = Literal["ok", "note", "wrong"]
DISTRIBUTION = "newswire"
PYTHON_FROM, PYTHON_BELOW = (3, 11), (3, 14)
WEIGHTY = (" partitions ", " cleanup.policy ", " does not exist")
"""Differences of a topic from its declaration that break the pipeline; others are a choice of whoever made it."""

_REQUIREMENT = re.compile(r"(?P<name>[\w.-]+)(?P<rest>[^;]*)(?P<marker>;.*)?")
_PIN = re.compile(r"==\s*([\w.]+)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing that was looked at."""

    check: str
    """What."""
    status: Status
    """`ok`; `note`: worth knowing; `wrong`: will not work."""
    found: str
    """How it is."""
    advice: str = ""
    """What to do about it."""


Check = Callable[[Settings], Iterator[Finding]]


def checkup(settings: Settings) -> Iterator[Finding]:
    """Look at everything, in order; what needs the broker is left out where it does not answer."""
    for check in LOCAL_CHECKS:
        yield from check(settings)
    try:
        for check in BROKER_CHECKS:
            yield from check(settings)
    except NewswireError as error:
        yield problem("broker", error)


def check_python(_settings: Settings) -> Iterator[Finding]:
    """Is the interpreter one that the packages are made for?"""
    is_fit = PYTHON_FROM <= sys.version_info[:2] < PYTHON_BELOW
    advice = "" if is_fit else "install newswire under Python 3.11, 3.12 or 3.13"
    yield Finding(check="python", status="ok" if is_fit else "wrong", found=platform.python_version(), advice=advice)


def check_packages(_settings: Settings) -> Iterator[Finding]:
    """Are the packages that the distribution asks for installed, and in the version that it pins?"""
    for requirement in metadata.requires(DISTRIBUTION) or ():
        match = _REQUIREMENT.fullmatch(requirement)
        if match is None or (match["marker"] and "extra" in match["marker"]):
            continue
        yield _package(match["name"], match["rest"].strip())


def check_model(settings: Settings) -> Iterator[Finding]:
    """Does the spaCy pipeline load, and which one is it?"""
    from pipeline.nlp.model import load_model, model_checksum, model_info  # noqa: PLC0415 - loads spaCy

    try:
        found = f"{model_info(load_model(settings.model))}, sha256 {model_checksum(settings.model)}"
    except NewswireError as error:
        yield problem("model", error)
        return
    yield Finding(check="model", status="ok", found=found)


def check_broker(settings: Settings) -> Iterator[Finding]:
    """Does the broker answer?"""
    with opened_admin(settings.bootstrap_servers) as admin:
        cluster = admin.describe_cluster()
    found = f"{settings.bootstrap_servers}, cluster {cluster['cluster_id']}, {len(cluster['brokers'])} broker(s)"
    yield Finding(check="broker", status="ok", found=found)


def check_topics(settings: Settings) -> Iterator[Finding]:
    """Are all topics there, and as declared?"""
    declared = read_declaration(settings)
    states = topic_states(settings.bootstrap_servers, [topic.name for topic in declared])
    texts = [text for topic in declared for text in differences(topic, states.get(topic.name))]
    for text in texts:
        is_weighty = any(words in text for words in WEIGHTY)
        advice = "make it with newswire topics create" if "does not exist" in text else "set it, or the declaration"
        yield Finding(check="topic", status="wrong" if is_weighty else "note", found=text, advice=advice)
    if not texts:
        yield Finding(check="topics", status="ok", found=f"{len(declared)} as declared")


def check_lag(settings: Settings) -> Iterator[Finding]:
    """How far behind are the workers?"""
    by_name = {settings.topic_prefix + topic: agent for agent, topic in INPUT_OF.items()}
    existing = [name for name in topic_states(settings.bootstrap_servers, by_name) if name in by_name]
    groups = groups_of(settings.bootstrap_servers, settings.app_id)
    progress = group_progress(settings.bootstrap_servers, groups, existing)
    for name, agent in by_name.items():
        if name in progress:
            yield _lag(agent, name, progress[name])


def check_dead_letters(settings: Settings) -> Iterator[Finding]:
    """Has anything failed?"""
    name = settings.topic_prefix + DEAD_LETTERS
    count = count_messages(settings.bootstrap_servers, [name]).get(name)
    if count:
        advice = "see newswire dead-letters list"
        yield Finding(check="dead letters", status="note", found=f"{count} on {name}", advice=advice)
    elif count == 0:
        yield Finding(check="dead letters", status="ok", found="none")


LOCAL_CHECKS: tuple[Check, ...] = (check_python, check_packages, check_model)
BROKER_CHECKS: tuple[Check, ...] = (check_broker, check_topics, check_lag, check_dead_letters)


def problem(check: str, error: NewswireError) -> Finding:
    """Make a finding of an error, whose text says what is wrong and, after a colon, what to do."""
    found, _, advice = str(error).partition(": ")
    return Finding(check=check, status="wrong", found=found, advice=advice)


def summary(findings: list[Finding]) -> Mapping[Status, int]:
    """Count the findings of each kind."""
    return {status: sum(1 for one in findings if one.status == status) for status in ("ok", "note", "wrong")}


def _package(name: str, wanted: str) -> Finding:
    check = f"package {name}"
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        return Finding(check=check, status="wrong", found="not installed", advice=f"pip install '{name}{wanted}'")
    pin = _PIN.fullmatch(wanted)
    if pin and pin[1] != version:
        advice = f"it is made for {wanted}: pip install '{name}{wanted}'"
        return Finding(check=check, status="note", found=version, advice=advice)
    return Finding(check=check, status="ok", found=version)


def _lag(agent: str, topic: str, progress: Progress) -> Finding:
    found = f"{progress.lag} messages of {topic} to go"
    if progress.lag and not progress.has_committed:
        advice = "no worker has finished anything of it yet: start one with newswire worker"
        return Finding(check=f"lag of {agent}", status="note", found=found, advice=advice)
    return Finding(check=f"lag of {agent}", status="ok", found=found)
