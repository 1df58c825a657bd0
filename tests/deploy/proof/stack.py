"""A stack under `deploy/stack`, with ports and a project name of its own, and `newswire` on the host beside it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.deploy.proof.steps import StepError, wait_until
from tests.kafka_server import free_ports

ROOT = Path(__file__).resolve().parents[3]
IMAGE = "newswire:proof"
PORTS = ("NEWSWIRE_KAFKA_PORT", "NEWSWIRE_KAFKA_2_PORT", "NEWSWIRE_KAFKA_3_PORT", "NEWSWIRE_PROMETHEUS_PORT",
         "NEWSWIRE_GRAFANA_PORT", "NEWSWIRE_KAFKA_UI_PORT", "NEWSWIRE_CONSOLE_PORT")  # fmt: skip
KEPT = ("NEWSWIRE_COMPOSE", "NEWSWIRE_BUILD_OPTIONS", "NEWSWIRE_POOL_PROCESSES", "NEWSWIRE_WORKER_CPUS")


@dataclass(frozen=True)
class Container:
    """A container of the stack, as docker describes it."""

    described: Mapping[str, Any]

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.described["Id"])

    @property
    def state(self) -> Mapping[str, Any]:
        """How it is."""
        state: Mapping[str, Any] = self.described["State"]
        return state

    @property
    def health(self) -> str:
        """`healthy`, `unhealthy`, `starting`, or what docker says of one without a check."""
        return str(self.state.get("Health", {}).get("Status", self.state["Status"]))

    @property
    def restarts(self) -> int:
        """How often docker has started it again."""
        return int(str(self.described["RestartCount"]))


class Stack:
    """One stack, from nothing to nothing."""

    def __init__(self, name: str, *words: str) -> None:
        self.name = name
        self.words = words
        self.services: tuple[str, ...] = ()

    @cached_property
    def environment(self) -> dict[str, str]:
        """The caller's environment without its settings of Newswire, and ports that nobody uses."""
        own = {name: value for name, value in os.environ.items() if not name.startswith("NEWSWIRE_") or name in KEPT}
        ports = {name: str(port) for name, port in zip(PORTS, free_ports(len(PORTS)), strict=True)}
        named = {"NEWSWIRE_STACK": self.name, "NEWSWIRE_IMAGE": IMAGE, "NEWSWIRE_BUILD": "no"}
        return own | ports | named

    @property
    def brokers(self) -> str:
        """Where the host finds the brokers."""
        count = 3 if "cluster" in self.words else 1
        return ",".join(f"localhost:{self.environment[name]}" for name in PORTS[:count])

    def up(self, *words: str) -> None:
        """Start, or change, and wait until healthy."""
        environment = self.environment | {"NEWSWIRE_STACK_SERVICES": " ".join(self.services)}
        _run(["deploy/stack", "up", *self.words, *words], environment)

    def down(self) -> None:
        """Take everything away, volumes too."""
        _run(["deploy/stack", "down", *self.words, "volumes"], self.environment)

    def newswire(self, *arguments: str) -> str:
        """Run `newswire` on the host and return its output."""
        return _run(self._command(*arguments), self._host)

    def started_newswire(self, *arguments: str) -> "subprocess.Popen[str]":
        """Start `newswire` on the host."""
        return subprocess.Popen(
            self._command(*arguments), env=self._host, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def records(self, topic: str) -> Iterator[tuple[str, dict[str, object] | None]]:
        """Read a topic on the host: keys and values, in the order in which each partition has them."""
        for line in self.newswire("consume", topic, "--until-end", "--format", "json", "--envelope").splitlines():
            message = json.loads(line)
            yield message["key"], message.get("value")

    def containers(self, service: str | None = None) -> list[Container]:
        """Describe the containers, those of a service or all."""
        wanted = [f"label=com.docker.compose.project={self.name}", "label=com.docker.compose.oneoff=False"]
        if service:
            wanted.append(f"label=com.docker.compose.service={service}")
        filters = [part for one in wanted for part in ("--filter", one)]
        ids = docker("ps", "--all", "--quiet", *filters).split()
        return [Container(one) for one in json.loads(docker("inspect", *ids))] if ids else []

    def wait_for(self, service: str, count: int, *, timeout_s: float = 180) -> None:
        """Wait until so many containers of a service are healthy."""
        wait_until(
            lambda: [one.health for one in self.containers(service)].count("healthy") == count,
            timeout_s=timeout_s,
            what=lambda: f"{service}: {[one.health for one in self.containers(service)]}",
        )

    def logs(self) -> str:
        """The end of what every container wrote."""
        return "\n".join(
            f"--- {one.described['Name']} ({one.health})\n{docker('logs', '--tail', '8', one.id, is_noisy=True)}"
            for one in self.containers()
        )

    @cached_property
    def _host(self) -> dict[str, str]:
        return {**os.environ, **self.environment, "NEWSWIRE_BOOTSTRAP_SERVERS": self.brokers}

    def _command(self, *arguments: str) -> list[str]:
        return [str(Path(sys.executable).with_name("newswire")), *arguments]


def kill(container: Container) -> None:
    """End a container as a crash would: its first process, by SIGKILL, behind the engine's back where we may."""
    pid = int(str(container.state["Pid"]))
    if os.geteuid() == 0 and pid > 0:
        os.kill(pid, signal.SIGKILL)
    else:
        docker("kill", container.id)


def docker(*arguments: str, is_noisy: bool = False) -> str:
    """Run docker; with `is_noisy`, what it says on stderr is part of the output."""
    return _run(["docker", *arguments], dict(os.environ), is_noisy=is_noisy)


def _run(command: list[str], environment: Mapping[str, str], *, is_noisy: bool = False) -> str:
    done = subprocess.run(
        command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False,
        stderr=subprocess.STDOUT if is_noisy else subprocess.PIPE,
    )  # fmt: skip
    if done.returncode:
        raise StepError(f"{' '.join(command[:4])} ended with {done.returncode}: {(done.stderr or done.stdout)[-1500:]}")
    return done.stdout
