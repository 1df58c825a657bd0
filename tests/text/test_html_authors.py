import pytest
from lxml.html import fromstring

from pipeline.text.html_authors import find_shown_authors


@pytest.mark.parametrize(
    ("markup", "authors"),
    [
        ('<p><a rel="author" href="/x">Jane Doe</a></p>', ("Jane Doe",)),
        ('<p><a href="/authors/jane-doe/">Jane Doe</a> and <a href="/authors/john-roe/">John Roe</a></p>',
         ("Jane Doe", "John Roe")),
        ('<div class="byline">By Jane Doe and John Roe | 3 March 2026</div>', ("Jane Doe", "John Roe")),
        ('<span class="article__author-name">Von Jane Doe</span>', ("Jane Doe",)),
        ('<div class="story-byline"><span class="author">Jane Doe</span> The Post</div>', ("Jane Doe",)),
    ],
)  # fmt: skip
def test_a_byline_names_authors(markup: str, authors: tuple[str, ...]) -> None:
    assert find_shown_authors(fromstring(f"<html><body>{markup}</body></html>")) == authors


@pytest.mark.parametrize(
    "markup",
    [
        "<p>By Jane Doe</p>",
        '<footer><a rel="author" href="/x">Jane Doe</a></footer>',
        '<div class="byline">3 March 2026</div>',
        '<div class="authority">Jane Doe</div>',
        '<div class="author">' + "word " * 100 + "</div>",
    ],
)
def test_other_elements_name_nobody(markup: str) -> None:
    assert find_shown_authors(fromstring(f"<html><body>{markup}</body></html>")) == ()
