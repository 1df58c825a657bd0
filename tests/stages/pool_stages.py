"""Stages that misbehave when a message tells them to; built in the pool's children, by the pool's own way."""

import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path

from pipeline.config import Settings
from pipeline.errors import ModelError
from pipeline.stages.messages import Failure, Incoming, Outcome, Outgoing

TOPIC = "shouted"


def obey(incoming: Incoming) -> Outcome:
    order, _, argument = (incoming.value or b"").decode().partition(" ")
    if order == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if order == "die-once":
        flag = Path(argument)
        if not flag.exists():
            flag.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    if order == "hang":
        print("hanging", flush=True)
        time.sleep(600)
    if order == "raise":
        raise KeyError(argument)
    if order == "fail":
        return Outcome(failure=Failure(reason=argument, detail="as told"))
    if order == "pid":
        return outcome(str(os.getpid()).encode())
    if order == "getenv":
        return outcome(os.environ.get(argument, "").encode())
    return outcome((incoming.value or b"").upper())


def outcome(value: bytes) -> Outcome:
    return Outcome(messages=(Outgoing(topic=TOPIC, key=b"", value=value, schema="none"),))


class ObedientStage:
    def __init__(self, name: str) -> None:
        self.name = name

    def work(self, batch: Sequence[Incoming]) -> list[Outcome]:
        return [obey(incoming) for incoming in batch]


class ForgetfulStage:
    name = "forgetful"

    def work(self, batch: Sequence[Incoming]) -> list[Outcome]:
        return [obey(incoming) for incoming in batch[1:]]


def build_obedient(name: str, settings: Settings) -> ObedientStage | ForgetfulStage:
    return ForgetfulStage() if name == "forgetful" else ObedientStage(name)


def build_without_model(name: str, settings: Settings) -> ObedientStage:
    raise ModelError(f"no model {settings.model!r}")


def build_with_bug(name: str, settings: Settings) -> ObedientStage:
    raise ZeroDivisionError


def build_and_die(name: str, settings: Settings) -> ObedientStage:
    os._exit(3)
