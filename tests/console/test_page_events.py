"""The list of events in a real browser: how sure each is, and how much of it the page holds."""

from playwright.sync_api import Page, expect

from pipeline.console.store import put_events
from tests.console.browsing import running
from tests.console.records import event, kept


def test_confidence_is_shown_and_said(page: Page) -> None:
    store = kept()
    with store.writing():
        put_events(store, [event(confidence=0.7)])
    with running(store) as address:
        page.goto(address)
        row = page.locator("li.event a")
        expect(row).to_have_accessible_name(
            "Meeting or talks happened Ana Berg Lima one.example confidence 0.70 Ana Berg met him in Lima."
        )
        expect(row.locator(".sureness")).to_be_visible()


def test_least_confidence_narrows_the_list_and_what_comes(page: Page) -> None:
    store = kept()
    with store.writing():
        put_events(store, [event(1, confidence=0.55), event(2, confidence=0.75)])
    with running(store) as address:
        page.goto(address)
        expect(page.locator("li.event")).to_have_count(2)
        page.get_by_label("Least confidence").select_option("0.70")
        expect(page.locator("li.event")).to_have_count(1)
        expect(page.locator("li.event .sureness")).to_have_text("confidence 0.75")
        assert "confidence=0.70" in page.url
        expect(page.get_by_label("Least confidence")).to_have_value("0.70")
        with store.writing():
            put_events(store, [event(3, confidence=0.6, label="Unsure"), event(4, confidence=0.7, label="Sure")])
        expect(page.locator("li.event").first).to_contain_text("Sure")
        expect(page.locator(".total")).to_have_text("2 events")
        page.goto(f"{address}/#/map?confidence=0.72")
        expect(page.get_by_role("link", name="Lima 1")).to_be_visible()
        expect(page.get_by_label("Least confidence")).to_have_value("0.72")
