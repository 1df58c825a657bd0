"""Threads that follow the broker: one reads the topics into the store, one asks how far the agents are behind."""

import logging
import threading

from pipeline.config import Settings
from pipeline.console.intake import FOLLOWED, Intake
from pipeline.console.pulse import Lag, Pulse
from pipeline.errors import BrokerError
from pipeline.stages.topics import INPUT_OF
from pipeline.stream.admin import topic_states
from pipeline.stream.following import Places, follow_topics
from pipeline.stream.offsets import group_progress, groups_of

log = logging.getLogger("newswire.console")

RETRY_S = 2.0
"""How long to wait before a broker that was away is asked again."""
LAG_EVERY_S = 10.0
LEAVE_S = 0.5
"""How long a thread that reads may take to end: one that asks a broker that is away would take some seconds."""


class Follower:
    """Follows the topics until it is stopped; a broker that goes away is waited for.

    Args:
        settings: How to reach the broker.
        intake: Takes the messages.
        pulse: Is told how things are.
        window: How many messages before the end of each partition it begins.
    """

    def __init__(self, settings: Settings, intake: Intake, pulse: Pulse, *, window: int) -> None:
        self._settings = settings
        self._intake = intake
        self._pulse = pulse
        self._window = window
        self._places = Places()
        self._stopping = threading.Event()
        self._taking = threading.Lock()
        self._threads = (
            threading.Thread(target=self._follow, name="console-follower", daemon=True),
            threading.Thread(target=self._ask_lags, name="console-lags", daemon=True),
        )

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End: what was being taken in is in the store then, and nothing more comes. An answer is not waited for."""
        self._stopping.set()
        with self._taking:
            pass
        self._threads[0].join(timeout=LEAVE_S)

    def _follow(self) -> None:
        while not self._stopping.is_set():
            try:
                self._read()
            except BrokerError as error:
                self._pulse.tell("away", str(error))
            except Exception as error:  # whatever it was, the page must say so and go on
                log.exception("following failed")
                self._pulse.tell("away", f"reading failed unexpectedly: {type(error).__name__}")
            self._stopping.wait(RETRY_S)

    def _read(self) -> None:
        settings = self._settings
        names = [settings.topic_prefix + name for name in FOLLOWED]
        said = f"following {len(names)} topics at {settings.bootstrap_servers}"
        for batch in follow_topics(settings.bootstrap_servers, names, window=self._window, places=self._places):
            with self._taking:
                if self._stopping.is_set():
                    return
                self._pulse.tell("following", said)
                if batch:
                    self._intake.take(batch)

    def _ask_lags(self) -> None:
        while not self._stopping.is_set():
            try:
                self._pulse.lags = lags(self._settings)
            except BrokerError:
                self._pulse.lags = ()  # the other thread says that the broker is away
            except Exception:  # a figure that is not known is not shown
                log.exception("the lag cannot be told")
                self._pulse.lags = ()
            self._stopping.wait(LAG_EVERY_S)


def lags(settings: Settings) -> tuple[Lag, ...]:
    """Tell how far each agent is behind.

    Raises:
        BrokerError: Nobody answers.
    """
    by_name = {settings.topic_prefix + topic: agent for agent, topic in INPUT_OF.items()}
    existing = [name for name in topic_states(settings.bootstrap_servers, by_name) if name in by_name]
    groups = groups_of(settings.bootstrap_servers, settings.app_id)
    progress = group_progress(settings.bootstrap_servers, groups, existing)
    return tuple(
        Lag(agent=by_name[name], topic=name, lag=one.lag, has_committed=one.has_committed)
        for name, one in progress.items()
    )
