"""`newswire explain`: for people, for a browser, for programs."""

from pathlib import Path

import orjson
import pytest
from lxml import html

from pipeline.cli.explanation_page import END, article_part, page_head
from pipeline.records.annotation import Span
from pipeline.records.event import Actor
from pipeline.records.explanation import ExplainedSentence, Explanation, PassedOver, Rejected, Told
from tests.cli.conftest import Newswire

TEXT = "Ana Berg met two ministers in Oslo on Friday. Police arrested 40 people after a protest."
EVIL = '<script>alert(1)</script>\u202e"'


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    return path


@pytest.mark.model
def test_text_names_trigger_rules_and_actors(newswire_with_model: Newswire, article: Path) -> None:
    ran = newswire_with_model("explain", article, "--published-at", "2026-01-31")
    out = ran.out.decode()
    assert ran.code == 0
    assert "arrested  JUS.ARREST Arrest or detention" in out
    assert "triggers.tsv:" in out
    assert "Friday = 2026-01-30" in out
    assert "explained 1" in ran.err


@pytest.mark.model
def test_json_is_a_line_an_article(newswire_with_model: Newswire, article: Path) -> None:
    (line,) = newswire_with_model("explain", "--json", article).out.splitlines()
    made = orjson.loads(line)
    assert made["schema"] == "newswire.explanation.v1"
    assert [one["text"] for sentence in made["sentences"] for one in sentence["told"]][:2] == ["met", "arrested"]


@pytest.mark.model
def test_a_page_is_whole_in_itself(newswire_with_model: Newswire, article: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert newswire_with_model("explain", article, "--html", page).code == 0
    tree = html.fromstring(page.read_bytes())
    assert tree.xpath("//script | //link | //img | //@href | //@src") == []
    assert "default-src 'none'" in tree.xpath("//meta[@http-equiv]/@content")[0]
    assert tree.xpath("//mark[@class='trigger']/text()")[-2:] == ["arrested", "protest"]


def test_what_an_article_holds_is_escaped() -> None:
    told = Told(start=0, end=3, text=EVIL, type="X", label=EVIL, chosen=EVIL, factuality="happened", dropped=EVIL,
                source=(Actor(start=0, end=3, text=EVIL),), cues=(Span(start=0, end=1, text=EVIL),))  # fmt: skip
    line = PassedOver(place=EVIL, type=EVIL, why=EVIL)
    rejected = Rejected(start=0, end=3, text=EVIL, reason="weak", why=EVIL, lines=(line,))
    sentence = ExplainedSentence(start=0, end=len(EVIL), text=EVIL, told=(told,), rejected=(rejected,), unread=EVIL)
    explanation = Explanation(
        article_id=EVIL, title=EVIL, url=EVIL, language="en", model="m", ontology="o", sentences=(sentence,)
    )
    page = page_head() + article_part(explanation) + END
    assert html.fromstring(page).xpath("//script") == []
    assert "\u202e" not in page


def test_two_things_do_not_go_to_standard_output(newswire: Newswire, article: Path) -> None:
    assert newswire("explain", article, "--json", "--html", "-").code == 2


def test_a_page_is_not_written_over_what_is_read(newswire: Newswire, article: Path) -> None:
    ran = newswire("explain", article, "--html", article)
    assert (ran.code, article.read_text()) == (2, TEXT)


@pytest.mark.model
def test_what_cannot_be_worked_becomes_a_dead_letter(newswire_with_model: Newswire, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("")
    ran = newswire_with_model("explain", empty)
    assert "dead-lettered 1" in ran.err
    assert '"reason":"empty_body"' in ran.err
