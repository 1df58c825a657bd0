"""Trying an article on the page, in a real browser: pasted, or dropped as a file."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from pipeline.console.store import Store
from tests.console.browsing import FakeEnricher, running

ALLOW_COPY = 1


def drop(page: Page, path: Path, target: str) -> None:
    """Let go of a file over an element, as a person does: the browser does with it what the page lets it do."""
    box = page.locator(target).bounding_box()
    assert box is not None
    session = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        carried = {"items": [], "files": [str(path)], "dragOperationsMask": ALLOW_COPY}
        place = {"x": box["x"] + 10, "y": box["y"] + 10}
        session.send("Input.dispatchDragEvent", {"type": kind, "data": carried, **place})
    session.detach()


def test_a_pasted_article_is_enriched(page: Page) -> None:
    enricher = FakeEnricher()
    with running(Store(), enricher=enricher) as address:
        page.goto(f"{address}/#/try")
        page.get_by_label("Article").fill("Ana Berg met him in Lima.")
        page.get_by_label("Source").fill("one.example")
        page.get_by_role("button", name="Enrich").click()
        expect(page.get_by_text("Done in 0.5 s.")).to_be_visible()
        expect(page.locator(".m.trigger")).to_have_text("met")
    assert enricher.asked == [{"id": "pasted", "body": "Ana Berg met him in Lima.", "source": "one.example"}]


@pytest.mark.parametrize("target", ["form.try", "header.top"], ids=["on the form", "beside the form"])
def test_a_dropped_file_is_enriched(page: Page, tmp_path: Path, target: str) -> None:
    path, enricher = tmp_path / "talks.html", FakeEnricher()
    path.write_text("<p>Ana Berg met him in Lima 😀.</p>", encoding="utf-8")
    with running(Store(), enricher=enricher) as address:
        page.goto(f"{address}/#/try")
        page.get_by_role("heading", name="Try an article").wait_for()
        drop(page, path, target)
        expect(page.get_by_text("talks.html was read.")).to_be_visible()
        page.get_by_role("button", name="Enrich").press("Enter")
        expect(page.get_by_text("Done in 0.5 s.")).to_be_visible()
        expect(page.locator(".m.trigger")).to_have_text("met")
    own = {"id": "pasted", "source": None, "body_format": "html"}
    assert enricher.asked == [{**own, "body": "<p>Ana Berg met him in Lima 😀.</p>"}]


def test_a_file_that_is_too_large_is_refused_before_it_is_read(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_bytes(b"x" * 1_400_001)
    with running(Store(), enricher=FakeEnricher()) as address:
        page.goto(f"{address}/#/try")
        page.get_by_role("heading", name="Try an article").wait_for()
        drop(page, path, "form.try")
        expect(page.get_by_text("large.txt is larger than this page takes: use newswire enrich.")).to_be_visible()
        expect(page.get_by_label("Article")).to_have_value("")
