"""Light and dark in a real browser: which is shown, and that every text can be read in both."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from pipeline.console.store import Store, put_events
from pipeline.records.story import StoryArticle
from tests.console.browsing import FakeEnricher, running
from tests.console.records import NOON, event, kept, letter, story, whole_article

LIGHT, DARK = "rgb(250, 249, 246)", "rgb(20, 22, 26)"
FACTUALITY = ("happened", "ongoing", "planned", "possible", "alleged", "demanded", "threatened", "denied")
LEAST_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3, for text of an ordinary size."""
VIEWS = {
    "events": "li.event",
    "map": ".places a",
    "stories": ".card",
    "story?id=story-1": ".timeline li",
    "article?id=article-1&event=event-1": ".m.trigger.chosen",
    "try": "form.try",
    "health": ".reasons li",
}
"""What shows that a view is filled."""
WEAK = Path(__file__).with_name("contrast.js").read_text(encoding="utf-8")


def ground(page: Page) -> str:
    """The colour of the page, as the browser computes it."""
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def full() -> Store:
    """A store with something for every view, and events of each factuality."""
    store = kept(whole_article(text="Ana Berg met him in Lima. Read on."))
    member = StoryArticle(id="article-1", title="Talks in Lima", source="one.example", published_at=NOON)
    with store.writing():
        put_events(store, [event(10 + at, factuality=name) for at, name in enumerate(FACTUALITY)])
        put_events(store, [event(30, source=(), background=True)])
        store.put_story(story("article-1", articles=(member,)))
        store.put_letter(letter(), partition=0, offset=3)
    return store


@pytest.mark.parametrize(("system", "first", "second"), [("light", LIGHT, DARK), ("dark", DARK, LIGHT)])
def test_the_system_chooses_until_somebody_does(page: Page, system: str, first: str, second: str) -> None:
    page.emulate_media(color_scheme="dark" if system == "dark" else "light")
    with running(kept(numbers=range(1, 2))) as address:
        page.goto(address)
        expect(page.locator("li.event")).to_have_count(1)
        assert ground(page) == first
        page.get_by_role("button", name="Switch between light and dark").click()
        assert ground(page) == second
        page.reload()
        expect(page.locator("li.event")).to_have_count(1)
        assert ground(page) == second


@pytest.mark.parametrize("system", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(page: Page, system: str) -> None:
    page.emulate_media(color_scheme="dark" if system == "dark" else "light")
    weak: dict[str, object] = {}
    with running(full(), enricher=FakeEnricher()) as address:
        for view, filled in VIEWS.items():
            page.goto(f"{address}/#/{view}")
            page.locator(filled).first.wait_for()
            weak |= {view: found} if (found := page.evaluate(WEAK, LEAST_CONTRAST)) else {}
    assert weak == {}
