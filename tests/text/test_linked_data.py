import json

import pytest
from lxml.html import fromstring

from pipeline.text.linked_data import NOTHING, LinkedData, read_linked_data


def read(*scripts: str) -> LinkedData:
    blocks = "".join(f'<script type="application/ld+json">{script}</script>' for script in scripts)
    return read_linked_data(fromstring(f"<html><head>{blocks}</head><body><p>x</p></body></html>"))


ARTICLE = {
    "@type": "NewsArticle",
    "headline": "Bridge closed",
    "author": [{"@type": "Person", "name": "Jane Doe"}, {"@id": "#john"}],
    "datePublished": "2026-03-02T08:00:00Z",
    "dateModified": "2026-03-02T09:00:00Z",
    "articleSection": "Politics",
    "keywords": ["bridge", "council, town"],
    "image": {"url": "https://example.org/a.jpg"},
    "publisher": {"name": "The Harbour Post"},
    "isAccessibleForFree": "False",
}


def test_an_article_is_described() -> None:
    graph = {"@graph": [{"@type": "WebPage"}, {"@id": "#john", "name": "John Roe"}, ARTICLE]}

    assert read(json.dumps(graph)) == LinkedData(
        headline="Bridge closed",
        authors=("Jane Doe", "John Roe"),
        published="2026-03-02T08:00:00Z",
        modified="2026-03-02T09:00:00Z",
        section="Politics",
        keywords=("bridge", "council", "town"),
        images=("https://example.org/a.jpg",),
        publisher="The Harbour Post",
        is_free=False,
    )


@pytest.mark.parametrize(
    "script",
    ["", "no json", "[1, null, true]", '{"@type": "WebSite", "name": "x"}', "[" * 100_000, '{"@type": {"a": [[[]]]}}'],
)
def test_what_describes_no_article_says_nothing(script: str) -> None:
    assert read(script) == NOTHING


def test_a_broken_script_does_not_hide_the_next() -> None:
    assert read("{", json.dumps(ARTICLE)).headline == "Bridge closed"


def test_fields_of_another_shape_are_passed_over() -> None:
    odd = {"@type": "Article", "headline": {"x": 1}, "author": [3, None, {"name": ["A B"]}], "image": [[]]}

    assert read(json.dumps(odd)).authors == ("A B",)
