import subprocess
import sys
from datetime import UTC, datetime

import orjson
import pytest

from pipeline import codec
from pipeline.config import Settings
from pipeline.records.article import CleanArticle
from pipeline.stages.build import build_stage
from pipeline.stages.cleaner import build_cleaner
from pipeline.stages.messages import Incoming, Outcome

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
BODY = "The mayor told reporters that the bridge would stay closed until the spring."


def work(value: bytes | None, settings: Settings | None = None) -> Outcome:
    return build_cleaner(settings or Settings()).work([Incoming(value=value, timestamp=NOON)])[0]


def raw(**fields: object) -> bytes:
    return orjson.dumps({"body": BODY, **fields})


def reason_of(outcome: Outcome) -> str | None:
    return outcome.failure.reason if outcome.failure else None


def test_a_clean_article_goes_out_under_its_language() -> None:
    message = work(raw(language="fr-CA")).messages[0]

    assert (message.topic, message.key, message.schema) == ("news.articles.clean", b"fr", "newswire.clean-article.v1")


def test_the_value_is_the_clean_article() -> None:
    message = work(raw(id="a", desk="foreign")).messages[0]

    article = codec.decode(message.value or b"", CleanArticle)

    assert (article.id, article.text, article.received_at, article.metadata) == ("a", BODY, NOON, {"desk": "foreign"})


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (None, "tombstone"),
        (b"", "undecodable"),
        (b"not json", "undecodable"),
        (b'{"body": "\xff"}', "undecodable"),
        (b'{"body": "\\ud800"}', "undecodable"),
        (b'{"body": "a\x00b"}', "undecodable"),
        (b"[]", "invalid_record"),
        (b'{"body": 7}', "invalid_record"),
        (b'{"id": "a"}', "empty_body"),
        (raw(body="<div>" * 100_000), "html_too_deep"),
    ],
)
def test_what_cannot_be_worked_is_a_failure(value: bytes | None, reason: str) -> None:
    assert reason_of(work(value)) == reason


def test_a_message_over_the_limit_is_refused() -> None:
    assert reason_of(work(raw(), Settings(max_message_bytes=50))) == "too_large"


def test_a_text_under_the_limit_is_refused() -> None:
    assert reason_of(work(raw(), Settings(min_chars=500))) == "too_short"


def test_one_bad_message_does_not_touch_the_others() -> None:
    batch = [Incoming(value=value, timestamp=NOON) for value in (raw(), b"{", raw())]

    assert [reason_of(outcome) for outcome in build_cleaner(Settings()).work(batch)] == [None, "undecodable", None]


def test_the_same_message_gives_the_same_bytes() -> None:
    assert work(raw()) == work(raw())


def test_the_stage_is_made_by_its_name() -> None:
    assert build_stage("cleaner", Settings()).name == "cleaner"


def test_pages_leave_no_trace_on_stderr() -> None:
    code = (
        "from datetime import UTC, datetime\n"
        "from pipeline.config import Settings\n"
        "from pipeline.stages.cleaner import build_cleaner\n"
        "from pipeline.stages.messages import Incoming\n"
        'page = b\'{"body": "<html><body></body></html>", "url": "https://example.org/secret"}\'\n'
        "build_cleaner(Settings()).work([Incoming(value=page, timestamp=datetime(2026, 1, 31, tzinfo=UTC))])\n"
    )

    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)

    assert done.stderr == b""
