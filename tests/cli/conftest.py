import io
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from pipeline.cli.main import run
from tests.stages.chain_stages import build_fake


@dataclass(frozen=True, kw_only=True, slots=True)
class Ran:
    code: int
    out: bytes
    err: str


Newswire = Callable[..., Ran]


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("NEWSWIRE_"):
            monkeypatch.delenv(name)


@pytest.fixture
def newswire_with_model(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Newswire:
    """The command line in this process."""

    def newswire(*arguments: object, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = run([str(argument) for argument in arguments])
        out, err = capfdbinary.readouterr()
        return Ran(code=code, out=out, err=err.decode())

    return newswire


@pytest.fixture
def newswire(monkeypatch: pytest.MonkeyPatch, newswire_with_model: Newswire) -> Newswire:
    """The command line with small stages instead of those that need a model."""
    monkeypatch.setattr("pipeline.cli.enriching.build_stage", build_fake)
    return newswire_with_model
