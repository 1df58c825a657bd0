"""The page in a real browser: what a person sees and does."""

import re
from dataclasses import replace

from playwright.sync_api import Page, expect

from pipeline.console.store import Store, put_events
from pipeline.records.annotation import Span
from pipeline.records.article import RemovedPiece, Section
from pipeline.records.story import FactualityChange, StoryArticle, StoryEvent
from tests.console.browsing import running
from tests.console.records import NOON, event, kept, letter, story, told, whole_article

EVIL = '<img src=x onerror="alert(1)"><script>alert(2)</script>\u202e'
LONGEST_TASK_MS = 200
"""Longest that the page may be deaf while 5,000 events come; 50 ms is called a long task."""


def test_an_event_leads_to_its_article_and_the_reason(page: Page) -> None:
    with running(kept(whole_article())) as address:
        page.goto(address)
        page.get_by_role("link", name="Meeting or talks").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Talks in Lima")
        chosen = page.locator(".m.trigger.chosen")
        expect(chosen).to_have_text("met")
        expect(page.locator(".m.role.source")).to_have_text("Ana Berg")
        expect(page.locator(".m.role.place")).to_have_text("Lima")
        expect(page.locator(".m.quote")).to_have_text("We agree,")
        expect(page.locator("details[open] dl")).to_contain_text("“meet”, line 12 of triggers.tsv")
        page.get_by_text("1 piece removed from the text").click()
        expect(page.get_by_text("link to another article")).to_be_visible()
        page.get_by_label("Events", exact=True).uncheck(force=True)
        expect(page.locator(".m.trigger")).to_have_count(0)


def test_events_show_as_they_come(page: Page) -> None:
    store = kept(numbers=range(1, 3))
    with running(store) as address:
        page.goto(address)
        expect(page.locator("li.event")).to_have_count(2)
        with store.writing():
            put_events(store, [event(3, label="Protest", type="UNR.PROTEST")])
        expect(page.locator("li.event").first).to_contain_text("Protest")
        expect(page.locator(".total")).to_have_text("3 events")
        expect(page.locator("#announcer")).to_contain_text("1 new event, the latest: Protest")
        page.get_by_role("button", name="Live").click()
        with store.writing():
            put_events(store, [event(4, label="Arrest", type="JUS.ARREST")])
        page.get_by_role("button", name="1 new event ↑").click()
        expect(page.locator("li.event").first).to_contain_text("Arrest")


def test_a_corrected_event_stands_once_and_a_withdrawn_one_goes(page: Page) -> None:
    store = kept(numbers=range(1, 3))
    with running(store) as address:
        page.goto(address)
        expect(page.locator("li.event")).to_have_count(2)
        with store.writing():
            put_events(store, [event(1, factuality="denied")])
        expect(page.locator("li.event").first).to_contain_text("denied")
        expect(page.locator("li.event")).to_have_count(2)
        expect(page.locator(".total")).to_have_text("2 events")
        with store.writing():
            store.drop_event("event-2")
        expect(page.locator("li.event")).to_have_count(1)
        expect(page.locator(".total")).to_have_text("1 event")


def test_a_corrected_event_that_no_longer_meets_the_conditions_goes(page: Page) -> None:
    store = kept(numbers=range(1, 3))
    with running(store) as address:
        page.goto(f"{address}/#/events?factuality=happened")
        expect(page.locator("li.event")).to_have_count(2)
        with store.writing():
            put_events(store, [event(1, factuality="denied"), event(2, label="Talks")])
        expect(page.locator("li.event")).to_have_count(1)
        expect(page.locator("li.event")).to_contain_text("Talks")
        expect(page.locator(".total")).to_have_text("1 event")


def test_filters_narrow_the_list_and_stand_in_the_address(page: Page) -> None:
    store = kept(numbers=range(1, 4))
    with store.writing():
        put_events(
            store, [event(9, factuality="planned", type="UNR.PROTEST", label="Protest", source_name="two.example")]
        )
    with running(store) as address:
        page.goto(address)
        expect(page.locator("li.event")).to_have_count(4)
        page.get_by_label("planned").check(force=True)
        expect(page.locator("li.event")).to_have_count(1)
        assert "factuality=planned" in page.url
        page.get_by_role("link", name="Clear all").click()
        expect(page.locator("li.event")).to_have_count(4)
        page.get_by_label("Type").select_option("UNR")
        expect(page.locator("li.event")).to_have_count(1)
        page.goto(f"{address}/#/events?source=one.example&actor=berg&country=PER")
        expect(page.locator("li.event")).to_have_count(3)
        page.get_by_label("Words").fill("nothing of the kind")
        expect(page.get_by_text("No event meets these conditions.")).to_be_visible()
        expect(page.get_by_label("Words")).to_be_focused()


def test_what_an_article_holds_stays_text(page: Page) -> None:
    evil = whole_article(
        title=EVIL,
        text=EVIL,
        url="javascript:alert(3)",
        source=EVIL,
        authors=(EVIL,),
        quotes=(),
        entities=(),
        sections=(Section(start=0, end=len(EVIL), role="paragraph"),),
        removed=(RemovedPiece(role="other", text=EVIL),),
        events=(replace(told(), label=EVIL, sentence=Span(start=0, end=5, text=EVIL), rule=EVIL),),
    )
    with running(kept(evil)) as address:
        page.goto(address)
        page.locator("li.event a").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(EVIL)
        expect(page.locator(".text")).to_contain_text("onerror")
        assert page.locator("main img, main script, main [onerror]").count() == 0
        assert page.locator('a[href^="javascript"]').count() == 0
        expect(page.get_by_text("original")).to_have_js_property("tagName", "SPAN")


def test_the_keyboard_goes_everywhere(page: Page) -> None:
    with running(kept(whole_article())) as address:
        page.goto(address)
        expect(page.locator("li.event")).to_have_count(1)
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()
        page.locator("li.event a").focus()
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()
        page.locator(".m.trigger").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".m.trigger.chosen")).to_have_count(0)  # it was chosen by the link, and is put down
        expect(page.locator(".m.trigger")).to_be_focused()
        page.locator("aside summary").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".m.trigger.chosen")).to_have_count(1)


def test_the_map_shows_places_and_leads_to_their_events(page: Page) -> None:
    with running(kept(numbers=range(1, 4))) as address:
        page.goto(f"{address}/#/map")
        expect(page.locator(".dots circle")).to_have_count(1)
        expect(page.locator(".land")).to_have_attribute("d", re.compile("^M"))
        page.get_by_role("button", name="Closer").click()
        page.get_by_role("link", name="Lima 3").click()
        expect(page.locator("li.event")).to_have_count(3)


def test_a_story_shows_its_sources_and_how_its_events_changed(page: Page) -> None:
    store = kept(whole_article())
    changed = StoryEvent(
        id="v1",
        type="UNR.STRIKE",
        label="Labour strike",
        factuality="ongoing",
        corroboration=2,
        sources=("one.example", "two.example"),
        first_report="article-1",
        history=(FactualityChange(at=NOON, was="planned", article_id="article-1"),),
        mentions=("event-1",),
    )
    members = (
        StoryArticle(id="article-1", title="Talks in Lima", source="one.example", published_at=NOON),
        StoryArticle(id="copy", title="Lima talks", source="two.example", published_at=NOON, copy_of="article-1"),
    )
    with store.writing():
        store.put_story(story("article-1", "copy", articles=members, events=(changed,)))
    with running(store) as address:
        page.goto(f"{address}/#/stories")
        page.get_by_role("link", name="Talks in Lima").click()
        expect(page.get_by_text("copy: not counted as a source")).to_be_visible()
        expect(page.locator(".told > li").first).to_contain_text("2 sources")
        expect(page.locator(".history li").first).to_contain_text("planned until")
        expect(page.locator(".history li").last).to_contain_text("ongoing now")
        page.locator(".timeline a").first.click()
        expect(page.get_by_role("link", name="the story")).to_be_visible()


def test_dead_letters_are_listed_with_what_is_wrong(page: Page) -> None:
    store = Store()
    with store.writing():
        store.put_letter(letter(), partition=0, offset=3)
    with running(store) as address:
        page.goto(f"{address}/#/health")
        expect(page.get_by_role("button", name="Send message news.articles.raw/0/7 again")).to_be_visible()
        expect(page.locator("table").last).to_contain_text("not JSON")


def test_five_thousand_events_do_not_make_the_page_deaf(page: Page) -> None:
    store = kept(numbers=range(1, 2))
    with running(store) as address:
        page.goto(address)
        expect(page.locator("li.event")).to_have_count(1)
        page.evaluate("""() => { window.longest = 0; new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) window.longest = Math.max(window.longest, entry.duration);
        }).observe({ type: "longtask" }); }""")
        for first in range(2, 5002, 250):
            with store.writing():
                put_events(store, [event(number) for number in range(first, first + 250)])
            page.wait_for_timeout(60)
        expect(page.locator(".total")).to_have_text("5,001 events", timeout=30_000)
        assert page.locator("li.event").count() <= 300
        assert page.evaluate("window.longest") < LONGEST_TASK_MS


def test_nothing_hangs_over_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    with running(kept(whole_article())) as address:
        for view in ("events", "map", "stories", "try", "health", "article?id=article-1"):
            page.goto(f"{address}/#/{view}")
            page.wait_for_timeout(300)
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, view
