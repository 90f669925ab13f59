"""Pages under watch: what they complain of, whom they ask, and what they look like."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCREENSHOTS = Path(__file__).parents[2] / ".tallywire" / "screenshots"
PATIENCE_MS = 20_000
"""On a machine that runs other things besides."""

expect.set_options(timeout=PATIENCE_MS)


class Watched:
    """Opens pages, and remembers what was wrong in any of them."""

    def __init__(self, browser: Browser) -> None:
        self.complaints: list[str] = []
        self.tolerated: tuple[str, ...] = ()
        """Beginnings of complaints that a test causes on purpose."""
        self._browser = browser
        self._contexts: list[BrowserContext] = []

    def open(self, url: str, path: str = "/", **context: Any) -> Page:
        """A page in a fresh profile, once it is interactive."""
        page = self.visit(url, path, **context)
        expect(page.locator("body")).to_have_attribute("data-state", "interactive")
        return page

    def visit(self, url: str, path: str = "/", **context: Any) -> Page:
        """A page in a fresh profile, whatever it says."""
        settings: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}, "locale": "en-GB", "timezone_id": "UTC"}
        opened = self._browser.new_context(**settings | context)
        self._contexts.append(opened)
        opened.set_default_timeout(PATIENCE_MS)
        page = opened.new_page()
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._complain(f"error: {error}"))
        page.on("request", lambda request: self._asked(request, url))
        page.goto(url + path)
        return page

    def close(self) -> None:
        """Close all pages."""
        for context in self._contexts:
            context.close()

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self._complain(f"{message.type}: {message.text}")

    def _asked(self, request: Request, url: str) -> None:
        if urlsplit(request.url).netloc != urlsplit(url).netloc and not request.url.startswith("data:"):
            self._complain(f"asked another host: {request.url}")

    def _complain(self, what: str) -> None:
        if not what.startswith(self.tolerated or ("\0",)):
            self.complaints.append(what)


def picture(page: Page, name: str) -> None:
    """Keep what the page looks like, for people to look at."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png")
