import pytest

from pipeline.stream.short_names import CONTRACT_NAMES, contract_topic_name, full_topic_name


@pytest.mark.parametrize(
    ("given", "full"),
    [
        ("events", "p.news.events"),
        ("raw", "p.news.articles.raw"),
        ("dead-letters", "p.news.dead-letters"),
        ("news.stories", "p.news.stories"),
        ("p.news.stories", "p.news.stories"),
        ("anything", "anything"),
    ],
)
def test_a_topic_is_known_by_each_of_its_names(given: str, full: str) -> None:
    assert full_topic_name(given, "p.") == full


@pytest.mark.parametrize("name", CONTRACT_NAMES)
def test_the_prefix_comes_off_again(name: str) -> None:
    assert contract_topic_name(full_topic_name(name, "p."), "p.") == name


def test_what_is_none_of_ours_has_no_name_in_the_contract() -> None:
    assert contract_topic_name("p.something", "p.") is None
