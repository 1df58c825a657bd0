"""Carries topics into a sink, on from where it was, and waits for a broker or a target that is away."""

import threading
from collections.abc import Callable, Mapping, Sequence

from pipeline.errors import BrokerError, InvalidRecordError, RefusalError, TargetError
from pipeline.sinks.sink import Arrived, Place, Places, Refuse, Sink
from pipeline.stream import following
from pipeline.stream.consumer import TopicMessage
from pipeline.stream.following import follow_topics

RETRY_S = 2.0
"""How long to wait before a broker or a target that was away is tried again."""


class Drain:
    """Carries topics into a sink.

    Args:
        bootstrap_servers: Where the broker is.
        kinds: The contract's name of each topic, by the name that the broker knows.
        open_sink: Opens the sink; is called again after the target failed.
        refuse: Is told of messages without a key that is UTF-8, which name no record.
    """

    def __init__(
        self, bootstrap_servers: str, kinds: Mapping[str, str], open_sink: Callable[[], Sink], refuse: Refuse
    ) -> None:
        self._bootstrap_servers = bootstrap_servers
        self._kinds = kinds
        self._open_sink = open_sink
        self._refuse = refuse
        self.stopping = threading.Event()
        """Set it to end after the batch at hand."""
        self._has_begun = False
        self.taken = 0
        """Messages that the sink took."""

    def run(self, *, until_end: bool, said: Callable[[int], None]) -> None:
        """Carry what there is, and where nobody asks to stop at the end what comes, until `stopping` is set.

        Args:
            until_end: Stop at what was the end when reading began.
            said: Is told the number of messages of each batch that was taken.

        Raises:
            BrokerError: Nobody answers, or a topic does not exist.
            TargetError: The target does not answer, or refuses.
        """
        sink = self._open_sink()
        try:
            known = {partition: place.next_offset for partition, place in sink.places().items()}
            ids = {topic: place.topic_id for (topic, _number), place in sink.places().items()}
            places = following.Places(known, ids)
            for batch in follow_topics(self._bootstrap_servers, list(self._kinds), places=places, until_end=until_end):
                self._has_begun = True
                sink.take(self._arrived(batch), _places_after(batch, places))
                self.taken += len(batch)
                said(len(batch))
                if self.stopping.is_set():
                    return
        finally:
            sink.close()

    def run_on(self, *, said: Callable[[int], None], failed: Callable[[str], None]) -> None:
        """Carry on and on until `stopping` is set: a broker or target that went away is waited for.

        Args:
            said: As in `run`.
            failed: Is told once each time that something is away, and why.

        Raises:
            BrokerError: The broker was never there.
            TargetError: The target was never there.
            RefusalError: The target refuses what time does not mend.
        """
        while not self.stopping.is_set():
            try:
                self.run(until_end=False, said=said)
            except RefusalError:
                raise
            except (BrokerError, TargetError) as error:
                if not self._has_begun:
                    raise
                failed(str(error))
                self.stopping.wait(RETRY_S)

    def _arrived(self, batch: Sequence[TopicMessage]) -> list[Arrived]:
        arrived = []
        for message in batch:
            one = _arrived(message, self._kinds[message.topic])
            if one.key:
                arrived.append(one)
            else:
                self._refuse(one, InvalidRecordError("invalid_record", "the message has no key that is UTF-8"))
        return arrived


def _arrived(message: TopicMessage, kind: str) -> Arrived:
    try:
        key = (message.key or b"").decode()
    except UnicodeDecodeError:
        key = ""
    return Arrived(
        kind=kind, topic=message.topic, partition=message.partition, offset=message.offset, key=key, value=message.value
    )


def _places_after(batch: Sequence[TopicMessage], places: following.Places) -> Places:
    return {
        (message.topic, message.partition): Place(topic_id=places.id_of(message.topic), next_offset=message.offset + 1)
        for message in batch
    }
