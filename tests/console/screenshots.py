"""Writes the pictures of the page that the documentation shows: `python -m tests.console.screenshots ADDRESS`."""

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.console.browsing import CHROMIUM

FOLDER = Path(__file__).resolve().parents[2] / "pipeline" / "console" / "docs"


def main(address: str) -> None:
    """Take them from a console that runs."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = _page(browser, "light", 1200, 760)
        page.goto(address)
        page.locator("li.event").first.wait_for()
        _take(page, "events")
        page.goto(f"{address}/#/events?factuality=denied&actor=court")
        page.locator("li.event a").first.click()
        page.locator(".m.trigger.chosen").first.wait_for()
        _take(page, "article")
        page.goto(f"{address}/#/stories")
        page.locator(".card").filter(has_text="of 3 sources").first.click()
        page.locator(".timeline li").first.wait_for()
        _take(page, "story")
        page = _page(browser, "dark", 1200, 760)
        page.goto(f"{address}/#/map")
        page.locator(".dots circle").first.wait_for()
        _take(page, "map")
        page = _page(browser, "light", 390, 780)
        page.goto(f"{address}/#/stories")
        page.locator(".card").first.wait_for()
        _take(page, "phone")
        browser.close()


def _page(browser: Browser, scheme: str, width: int, height: int) -> Page:
    dark = "dark" if scheme == "dark" else "light"
    context = browser.new_context(
        color_scheme=dark, viewport={"width": width, "height": height}, locale="en-GB", timezone_id="UTC"
    )
    return context.new_page()


def _take(page: Page, name: str) -> None:
    page.wait_for_timeout(600)
    page.screenshot(path=FOLDER / f"{name}.png")


if __name__ == "__main__":
    main(sys.argv[1])
