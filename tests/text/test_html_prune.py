from lxml.html import fromstring

from pipeline.text.html_prune import prune_named_parts

TEXT = "<p>" + "The council of the harbour town met on Monday evening. " * 12 + "</p>"


def pruned(markup: str) -> str:
    tree = fromstring(f"<html><body><article>{TEXT}</article>{markup}</body></html>")
    prune_named_parts(tree)
    return " ".join(tree.itertext())


def test_comments_go() -> None:
    assert "Nonsense" not in pruned('<div class="xenforo-comments-list"><p>Nonsense!</p></div> behind')


def test_what_stands_behind_them_stays() -> None:
    assert "behind" in pruned('<div id="comments"><p>Nonsense!</p></div> behind')


def test_a_part_that_holds_the_article_stays() -> None:
    tree = fromstring(f'<html><body><div class="comments">{TEXT}</div></body></html>')

    prune_named_parts(tree)

    assert "harbour town" in " ".join(tree.itertext())


def test_words_that_only_hold_such_a_name_stay() -> None:
    assert "Kept" in pruned('<div class="commentary"><p>Kept</p></div>')
