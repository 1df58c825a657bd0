from pathlib import Path

import pytest

from pipeline.errors import SourceError
from pipeline.knowledge.topics import load_topics, topic_of


def test_a_word_has_its_topics() -> None:
    assert "weapon" in topic_of("missile")


def test_most_words_have_none() -> None:
    assert topic_of("umbrella") == ()


def test_a_line_without_words_is_named(tmp_path: Path) -> None:
    path = tmp_path / "topics.tsv"
    path.write_text("weapon\tgun\nfruit\n", encoding="utf-8")

    with pytest.raises(SourceError, match=r"topics\.tsv:2"):
        load_topics(path)
