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


def press_for_older(page: Page, *, until: int) -> None:
    """Ask for older events until so many stand in the page."""
    for shown in range(400, until + 1, 200):
        page.get_by_role("button", name="Show older events").click()
        expect(page.locator("li.event")).to_have_count(shown)


def test_older_events_are_shown_up_to_a_bound_that_is_said(page: Page) -> None:
    store = kept(numbers=range(1, 2101))
    more = page.get_by_role("button", name="Show older events")
    with running(store) as address:
        page.goto(address)
        press_for_older(page, until=2000)
        expect(page.get_by_text("The page shows no more than 2,000 events")).to_contain_text("newswire consume events")
        expect(more).to_be_hidden()
        numbers = page.locator("li.event").evaluate_all("rows => rows.map((row) => Number(row.dataset.seq))")
        assert numbers == list(range(2100, 100, -1))
        with store.writing():
            put_events(store, [event(3000, label="Protest")])
        page.get_by_role("button", name="1 new event ↑").click()
        expect(page.locator("li.event").first).to_contain_text("Protest")
        expect(page.locator("li.event")).to_have_count(300)
        expect(more).to_be_visible()
        expect(page.get_by_text("The page shows no more than")).to_be_hidden()


def test_as_many_as_the_page_shows_are_all(page: Page) -> None:
    with running(kept(numbers=range(1, 401))) as address:
        page.goto(address)
        press_for_older(page, until=400)
        expect(page.get_by_role("button", name="Show older events")).to_be_hidden()
        expect(page.get_by_text("The page shows no more than")).to_be_hidden()


def test_older_events_that_do_not_come_are_said_and_asked_again(page: Page) -> None:
    with running(kept(numbers=range(1, 402))) as address:
        page.goto(address)
        expect(page.locator("li.event")).to_have_count(200)
        page.route("**/api/events?*", lambda route: route.abort())
        page.get_by_role("button", name="Show older events").click()
        expect(page.get_by_text("The older events did not come")).to_be_visible()
        page.unroute("**/api/events?*")
        press_for_older(page, until=400)
        expect(page.get_by_text("The older events did not come")).to_be_hidden()


def test_the_first_event_takes_the_place_of_the_word_that_there_is_none(page: Page) -> None:
    store = kept()
    with running(store) as address:
        page.goto(address)
        expect(page.get_by_text("No events yet.")).to_be_visible()
        with store.writing():
            put_events(store, [event(1)])
        expect(page.locator("li.event")).to_have_count(1)
        expect(page.locator("ol.events > li")).to_have_count(1)
