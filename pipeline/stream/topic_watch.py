"""Ends a worker whose topics were deleted or made anew: its client would go on with offsets of what is gone."""

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence

from pipeline.stream.admin import TopicState, topic_states
from pipeline.stream.watchdog import end_process

log = logging.getLogger("newswire.worker")

LOOK_EVERY_S = 10.0

AskTopics = Callable[[], Mapping[str, TopicState]]


class TopicWatch:
    """Compares the topics with those that a worker began with; a broker that does not answer says nothing.

    Started again, the worker finds the new topic without committed offsets (Kafka forgets those of a topic that is
    deleted) and reads it from its beginning.

    Args:
        known: The topics as they were when the worker began.
        ask: Describes them as they are now.
        stop_worker: Ends the process.
    """

    def __init__(
        self,
        known: Mapping[str, TopicState],
        *,
        ask: AskTopics,
        stop_worker: Callable[[str], None] = end_process,
    ) -> None:
        self._known = known
        self._ask = ask
        self._stop_worker = stop_worker

    def start(self) -> None:
        """Look again and again from a thread of its own, until the process ends."""
        threading.Thread(target=self._follow, name="topic-watch", daemon=True).start()

    def look(self) -> bool:
        """Look once; return whether the worker may go on."""
        try:
            states = self._ask()
        except Exception as error:  # noqa: BLE001 - a broker that is away is for the agents to notice
            log.debug("the topics cannot be compared: %s", type(error).__name__)
            return True
        for name, before in self._known.items():
            now = states.get(name)
            if now is None or now.topic_id != before.topic_id:
                self._stop_worker(f"topic {name} was {'deleted' if now is None else 'made anew'}")
                return False
        return True

    def _follow(self) -> None:
        while self.look():
            time.sleep(LOOK_EVERY_S)


def watch_topics(bootstrap_servers: str, names: Sequence[str]) -> None:
    """Watch topics from now on, and end this process when one of them is no longer what it is now.

    Raises:
        BrokerError: Nobody answers.
    """
    TopicWatch(topic_states(bootstrap_servers, names), ask=lambda: topic_states(bootstrap_servers, names)).start()
