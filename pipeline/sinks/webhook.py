"""Webhooks: each record is posted as a CloudEvent, signed as Standard Webhooks asks, in the order of its partition.

A receiver may see a record twice where the sink was killed between the answer and remembering it: its `webhook-id` is
then the same. Standard Webhooks: https://www.standardwebhooks.com; CloudEvents 1.0, structured JSON mode.
"""

import base64
import binascii
import hashlib
import hmac
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import datetime

import orjson

from pipeline.codec import decode_object
from pipeline.errors import InvalidRecordError, RefusalError, SettingsError
from pipeline.formats.exports.cloud_events import MEDIA_TYPE, cloud_event, withdrawal
from pipeline.sinks.http import Answer, Service
from pipeline.sinks.place_file import PlaceFile
from pipeline.sinks.sink import Arrived, Partition, Place, Places, Refuse

SECRET_PREFIX = "whsec_"  # noqa: S105 - it begins every secret
FEWEST_SECRET_BYTES = 24
"""Standard Webhooks asks for 24 to 64."""
GONE = 410
"""The receiver wants no more."""


class WebhookSink:
    """Posts records to a receiver.

    Args:
        service: The receiver; so many partitions are posted at a time as it takes connections.
        places: Remembers how far it has come.
        secret: What signs, as `read_secret` gives it; None signs nothing.
        clock: Gives the time, aware.
        refuse: Is told of messages that are no JSON object, and of those that the receiver refuses (statuses 400 to
            499, but for those that pass).
    """

    def __init__(
        self,
        service: Service,
        places: PlaceFile,
        *,
        secret: bytes | None,
        clock: Callable[[], datetime],
        refuse: Refuse,
    ) -> None:
        self._service = service
        self._places = places
        self._secret = secret
        self._clock = clock
        self._refuse = refuse
        self._refusing = threading.Lock()
        self._threads = ThreadPoolExecutor(service.connections, "webhook")

    def places(self) -> Places:
        """Tell how far it has come."""
        return self._places.read()

    def take(self, batch: Sequence[Arrived], places: Places) -> None:
        """Post the messages of each partition in turn, and remember each when it was answered."""
        waiting: dict[Partition, list[Arrived]] = {}
        for message in batch:
            waiting.setdefault((message.topic, message.partition), []).append(message)
        posted = [self._threads.submit(self._take, own, places[where]) for where, own in waiting.items()]
        wait(posted)
        for one in posted:
            one.result()
        if places:
            self._places.write(places)

    def close(self) -> None:
        """Let go of the receiver."""
        self._threads.shutdown(cancel_futures=True)
        self._service.close()
        self._places.close()

    def _take(self, messages: Sequence[Arrived], place: Place) -> None:
        for message in messages:
            try:
                self._post(message)
            except InvalidRecordError as error:
                with self._refusing:
                    self._refuse(message, error)
            self._places.note(message, topic_id=place.topic_id)

    def _post(self, message: Arrived) -> None:
        body = orjson.dumps(_event(message))
        answer = self._service.ask("POST", body=body, headers=self._headers(message, body))
        if answer.status >= 300:  # noqa: PLR2004 - HTTP's own border
            raise _refusal(answer, self._service.name)

    def _headers(self, message: Arrived, body: bytes) -> dict[str, str]:
        name = f"{message.topic}/{message.partition}/{message.offset}"
        seconds = str(int(self._clock().timestamp()))
        headers = {"Content-Type": MEDIA_TYPE, "webhook-id": name, "webhook-timestamp": seconds}
        if self._secret is not None:
            headers["webhook-signature"] = signature(self._secret, name, seconds, body)
        return headers


def signature(secret: bytes, name: str, seconds: str, body: bytes) -> str:
    """Sign as Standard Webhooks does: HMAC-SHA256 of id, time and body, in base64, behind its version."""
    signed = hmac.new(secret, b".".join((name.encode(), seconds.encode(), body)), hashlib.sha256).digest()
    return f"v1,{base64.b64encode(signed).decode()}"


def read_secret(text: str) -> bytes:
    """Read a secret as Standard Webhooks writes it: `whsec_` and base64.

    Raises:
        SettingsError: It is none, or too short.
    """
    try:
        secret = base64.b64decode(text.strip().removeprefix(SECRET_PREFIX), validate=True)
    except binascii.Error as error:
        raise SettingsError("the webhook's secret is not base64, behind whsec_ or alone") from error
    if len(secret) < FEWEST_SECRET_BYTES:
        raise SettingsError(f"the webhook's secret is too short: it takes {FEWEST_SECRET_BYTES} bytes or more")
    return secret


def _event(message: Arrived) -> dict[str, object]:
    if message.value is None:
        return withdrawal(message.key, message.kind)
    return cloud_event(decode_object(message.value))


def _refusal(answer: Answer, name: str) -> Exception:
    is_final = answer.status < 400 or answer.status in (401, 403, 404, GONE)  # noqa: PLR2004 - HTTP's own numbers
    if is_final or answer.status >= 500:  # noqa: PLR2004 - the same
        return RefusalError(f"the webhook at {name} takes nothing: {answer.said}")
    return InvalidRecordError("refused", f"the webhook answered with {answer.said}")
