import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.stages.pool import StagePool
from tests.cli.conftest import Newswire, Ran


def lines(*articles: object) -> bytes:
    return b"".join(json.dumps(article).encode() + b"\n" for article in articles)


def article(number: int, **fields: object) -> dict[str, object]:
    return {"id": f"a{number}", "body": f"text of {number}", **fields}


def records(value: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in value.splitlines()]


def letters(ran: Ran) -> list[dict[str, Any]]:
    return [json.loads(line) for line in ran.err.splitlines()[:-1]]


def summary(ran: Ran) -> str:
    return ran.err.splitlines()[-1]


def test_articles_go_from_stdin_to_stdout_in_order(newswire: Newswire) -> None:
    ran = newswire("enrich", stdin=lines(article(2), article(3), article(1)))

    assert [record["id"] for record in records(ran.out)] == ["a2", "a3", "a1"]


def test_a_dash_is_stdin(newswire: Newswire) -> None:
    assert len(records(newswire("enrich", "-", stdin=lines(article(1))).out)) == 1


def test_the_count_ends_on_stderr(newswire: Newswire) -> None:
    ran = newswire("enrich", stdin=lines(article(1), {"body": ""}, article(3)) + b"no JSON\n\n")

    assert summary(ran) == "read 4, enriched 2, dead-lettered 2"


def test_bad_articles_are_no_failure_of_the_run(newswire: Newswire) -> None:
    assert newswire("enrich", stdin=b"no JSON\n").code == 0


def test_no_article_at_all_is_no_failure(newswire: Newswire) -> None:
    ran = newswire("enrich", stdin=b"")

    assert (ran.code, ran.out, summary(ran)) == (0, b"", "read 0, enriched 0, dead-lettered 0")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"no JSON", "undecodable"),
        (b'{"body": "caf\xe9"}', "undecodable"),
        (b'{"body": "\\ud800"}', "undecodable"),
        (b'{"body": "a', "undecodable"),
        (b"[" * 100_000, "undecodable"),
        (b"null", "invalid_record"),
        (b'["body"]', "invalid_record"),
        (b'{"body": 3}', "invalid_record"),
        (b'{"body": "a", "published_at": []}', "invalid_record"),
        (b"{}", "empty_body"),
        (b'{"body": "' + b"x" * 30_000_000 + b'"}', "too_large"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_each_bad_line_gets_its_own_dead_letter_and_nothing_else_is_lost(
    newswire: Newswire, line: bytes, reason: str
) -> None:
    ran = newswire("enrich", stdin=lines(article(1)) + line + b"\n" + lines(article(3)))

    found = [(letter["reason"], letter["origin"]["file"], letter["origin"]["line"]) for letter in letters(ran)]
    assert (found, [record["id"] for record in records(ran.out)]) == ([(reason, "<stdin>", 2)], ["a1", "a3"])


def test_a_nul_byte_in_a_body_is_text(newswire: Newswire) -> None:
    assert records(newswire("enrich", stdin=lines(article(1, body="a\0b"))).out)[0]["text"] == "a\0b"


def test_a_dead_letter_of_a_huge_line_is_small(newswire: Newswire) -> None:
    ran = newswire("enrich", stdin=b'{"body": "' + b"x" * 30_000_000 + b'"}')

    (letter,) = letters(ran)
    assert (letter["value_size"], letter["value_truncated"], len(ran.err) < 100_000) == (30_000_012, True, True)


def test_dead_letters_go_to_a_file(newswire: Newswire, tmp_path: Path) -> None:
    newswire("enrich", "--dead-letters", tmp_path / "dead.jsonl", stdin=b"no JSON\n")

    assert [letter["reason"] for letter in records((tmp_path / "dead.jsonl").read_bytes())] == ["undecodable"]


def test_files_are_read_and_written(newswire: Newswire, tmp_path: Path) -> None:
    (tmp_path / "raw.jsonl").write_bytes(lines(article(1), article(2)))

    newswire("enrich", "--no-deduplicate", "--input", tmp_path / "raw.jsonl", "--output", tmp_path / "out.jsonl")

    assert [record["id"] for record in records((tmp_path / "out.jsonl").read_bytes())] == ["a1", "a2"]


def test_files_are_read_in_the_order_given(newswire: Newswire, tmp_path: Path) -> None:
    for number in (1, 2, 3):
        (tmp_path / f"{number}.jsonl").write_bytes(lines(article(number)))

    ran = newswire("enrich", tmp_path / "3.jsonl", tmp_path / "1.jsonl", "--input", tmp_path / "2.jsonl")

    assert [record["id"] for record in records(ran.out)] == ["a3", "a1", "a2"]


def test_a_folder_is_read_with_its_sidecars(newswire: Newswire, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("From a text file.")
    (tmp_path / "a.json").write_bytes(b'{"id": "t1", "title": "T"}')
    (tmp_path / "b.jsonl").write_bytes(lines(article(1)))

    ran = newswire("enrich", tmp_path)

    assert [(record["id"], record["title"]) for record in records(ran.out)] == [("t1", "T"), ("a1", None)]


def test_a_bad_sidecar_costs_its_article_alone(newswire: Newswire, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("From a text file.")
    (tmp_path / "a.json").write_bytes(b"{")
    (tmp_path / "b.txt").write_text("From another.")

    ran = newswire("enrich", tmp_path)

    assert summary(ran) == "read 2, enriched 1, dead-lettered 1"


def test_flags_fill_what_an_article_lacks(newswire: Newswire) -> None:
    flags = (
        "--source",
        "example.org",
        "--title",
        "T",
        "--url",
        "https://example.org/a",
        "--published-at",
        "2026-01-31",
    )

    (record,) = records(newswire("enrich", *flags, stdin=lines(article(1, title="Own"))).out)

    assert (record["source"], record["title"], record["url"], record["published_at"]) == (
        "example.org",
        "Own",
        "https://example.org/a",
        "2026-01-31T00:00:00Z",
    )


def test_copies_are_told(newswire: Newswire) -> None:
    ran = newswire("enrich", stdin=lines(article(1, body="Same."), article(2, body="Same.")))

    assert [(record["duplicate"] or {}).get("of") for record in records(ran.out)] == [None, "a1"]


def test_copies_are_left_alone_when_asked(newswire: Newswire) -> None:
    ran = newswire("enrich", "--no-deduplicate", stdin=lines(article(1, body="Same."), article(2, body="Same.")))

    assert [record["duplicate"] for record in records(ran.out)] == [None, None]


def test_each_run_starts_afresh(newswire: Newswire) -> None:
    newswire("enrich", stdin=lines(article(1, body="Same.")))

    assert records(newswire("enrich", stdin=lines(article(2, body="Same."))).out)[0]["duplicate"] is None


@pytest.mark.parametrize("until", ["clean", "deduplicate", "annotate"])
def test_every_step_gives_enriched_articles(newswire: Newswire, until: str) -> None:
    (record,) = records(newswire("enrich", "--until", until, stdin=lines(article(1))).out)

    assert (record["id"], record["schema"]) == ("a1", "newswire.enriched-article.v1")


def test_stories_are_written_as_they_stand_at_the_end(newswire: Newswire, tmp_path: Path) -> None:
    copies = lines(article(1, body="Same."), article(2, body="Same."), article(3, body="Something else."))

    newswire("enrich", "--stories", tmp_path / "stories.jsonl", stdin=copies)

    told = records((tmp_path / "stories.jsonl").read_bytes())
    assert sorted(member["id"] for story in told for member in story["articles"]) == ["a1", "a2", "a3"]


@pytest.mark.parametrize("jobs", [[], ["--jobs", "1"], ["--jobs", "2"]])
def test_many_articles_come_out_as_they_went_in(newswire: Newswire, jobs: list[str]) -> None:
    ran = newswire("enrich", *jobs, stdin=lines(*map(article, range(200))))

    assert [record["id"] for record in records(ran.out)] == [f"a{number}" for number in range(200)]


def test_a_pool_changes_no_byte(newswire: Newswire) -> None:
    raw = lines(*(article(number, body=f"text of {number % 7}") for number in range(60))) + b"no JSON\n"

    assert newswire("enrich", "--jobs", "2", stdin=raw).out == newswire("enrich", "--jobs", "1", stdin=raw).out


def test_the_record_does_not_depend_on_the_clock(newswire: Newswire) -> None:
    assert newswire("enrich", stdin=lines(article(1))).out == newswire("enrich", stdin=lines(article(1))).out


@pytest.mark.parametrize("what", ["same.jsonl", "folder/out.jsonl"])
def test_what_is_read_is_never_written_over(newswire: Newswire, tmp_path: Path, what: str) -> None:
    path = tmp_path / what
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(lines(article(1)))

    ran = newswire("enrich", path if path.parent == tmp_path else path.parent, "--output", path)

    assert (ran.code, path.read_bytes()) == (2, lines(article(1)))


def test_people_get_a_table(newswire: Newswire) -> None:
    ran = newswire("enrich", "--format", "table", stdin=lines(article(1, title="A headline", source="example.org")))

    assert ran.out.decode().split() == ["A", "headline", "example.org", "·", "en", "no", "events"]


def test_a_table_cannot_steer_the_terminal(newswire: Newswire) -> None:
    ran = newswire("enrich", "--format", "table", stdin=lines(article(1, title="A\x1b[2Jheadline [bold]\x07")))

    assert b"A\\x1b[2Jheadline [bold]\\x07" in ran.out


@pytest.mark.parametrize(("count", "pools"), [(1, 0), (24, 0), (100, 1)])
def test_a_pool_is_started_for_many_articles_only(
    newswire: Newswire, monkeypatch: pytest.MonkeyPatch, count: int, pools: int
) -> None:
    started: list[int] = []

    class CountedPool(StagePool):
        def start(self) -> None:
            started.append(self.processes)
            super().start()

    monkeypatch.setattr("pipeline.cli.enriching.StagePool", CountedPool)

    newswire("enrich", "--set", "pool_processes=2", stdin=lines(*map(article, range(count))))

    assert started == [2] * pools


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(junk=st.lists(st.binary(max_size=60).filter(lambda line: b"\n" not in line and line.strip()), max_size=8))
def test_whatever_is_read_comes_out_somewhere(newswire: Newswire, junk: list[bytes]) -> None:
    ran = newswire("enrich", stdin=b"{}\n" + b"\n".join(junk) + b"\n")

    assert len(records(ran.out)) + len(letters(ran)) == 1 + len(junk)


MEETINGS = lines(
    *(
        article(number, body=f"The foreign minister met her counterpart in {city} on Monday.", body_format="clean")
        for number, city in enumerate(("Oslo", "Lima", "Accra", "Hanoi", "Quito"))
    )
)


@pytest.mark.model
def test_articles_come_out_with_their_events(newswire_with_model: Newswire) -> None:
    ran = newswire_with_model("enrich", stdin=MEETINGS)

    assert [record["events"][0]["trigger"]["text"] for record in records(ran.out)] == ["met"] * 5


@pytest.mark.model
def test_prepared_text_comes_back_untouched(newswire_with_model: Newswire) -> None:
    ran = newswire_with_model(
        "enrich", "--until", "clean", stdin=lines({"body": " A \n\n b.\t", "body_format": "clean"})
    )

    assert records(ran.out)[0]["text"] == " A \n\n b.\t"


@pytest.mark.model
def test_with_a_model_too_a_pool_changes_no_byte(newswire_with_model: Newswire) -> None:
    alone = newswire_with_model("enrich", "--jobs", "1", "--set", "chunk=1", stdin=MEETINGS)

    assert newswire_with_model("enrich", "--jobs", "2", stdin=MEETINGS).out == alone.out
