"""How soon the page is interactive with 50,000 incidents, and how fast it follows a choice.

The incidents are made up, by chance from a fixed seed; everything that carries them is real: the topic on a broker, the
api that reads it, headless Chromium that opens the page. Run as `python -m benchmarks.page`.
"""

import os
import random
import shutil
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.incidents import made_up, places
from schemas.topics import INCIDENTS
from services.common.admin import create_topics
from services.common.envelope import sealed
from services.common.settings import Settings
from tallywire.broker import choose_broker
from tallywire.kafka import producer
from tallywire.stack import Stack

INCIDENTS_SHOWN: Final = 50_000
OPENED: Final = 9
MODEL_PATIENCE: Final = 600
"""Seconds until the api has read so many incidents, on a machine that does other things besides."""
REST_MS: Final = 1500
"""Meanwhile the window before is torn down, and this one's own bars, which are a page of the browser, are drawn."""
FLAGS: Final = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync"]  # fmt: skip
_INTERACTIVE: Final = "performance.getEntriesByName('tallywire:interactive')[0].startTime"
_DRAWN: Final = "performance.getEntriesByName('tallywire:drawn')[0].duration"
_BYTES: Final = (
    "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
    ".filter((each) => !each.name.includes('countries-50m')).reduce((sum, each) => sum + each.transferSize, 0)"
)


def main() -> None:
    """Print one line for each measure."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("page: not measured, there is no chromium on this machine: apt-get install -y chromium")
        return
    with tempfile.TemporaryDirectory() as folder, choose_broker("auto") as bootstrap:
        settings = Settings(kafka_bootstrap=bootstrap, namespace=f"bench{os.getpid()}.")
        create_topics(settings)
        _tell(settings)
        env = {"TALLYWIRE_API_RATE": "0"}
        stack = Stack(bootstrap, Path(folder), namespace=settings.namespace, workers={"api": 1}, env=env)
        stack.start(patience=MODEL_PATIENCE)
        try:
            _measure(chromium, stack.url("api"))
        finally:
            stack.stop()


def _measure(chromium: str, url: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for line in _measured(browser, url):
            print(line, flush=True)
        browser.close()


def _tell(settings: Settings) -> None:
    chance, writer, where = random.Random(1), producer(settings), places()
    for number in range(INCIDENTS_SHOWN):
        told = sealed(made_up(number, chance, where), "benchmark")
        writer.send(settings.named(INCIDENTS.name), key=told.key, value=told.value, headers=list(told.headers))
    writer.flush()
    writer.close()


def _measured(browser: Browser, url: str) -> Iterator[str]:
    first = _opened(browser, url)
    shown = str(first.locator("#count").inner_text())
    yield f"page: {shown}, {first.evaluate(_BYTES) / 1024:.0f} kB over the wire; load {os.getloadavg()[0]:.1f}"
    first.context.close()
    cold = [_timed(browser, url) for _ in range(OPENED)]
    yield f"page: interactive with an empty cache after {_spread([each[0] for each in cold])}"
    yield f"page: processor time of its main thread until then {_spread([each[1] for each in cold])}"
    page = _opened(browser, url)
    page.reload()
    warm = []
    for _ in range(OPENED):
        page.reload()
        page.wait_for_selector("body[data-state=interactive]")
        warm.append(float(page.evaluate(_INTERACTIVE)))
    yield f"page: interactive once more in the same browser after {_spread(warm)}"
    yield f"page: a choice in a breakdown drawn everywhere after {_spread(list(_choices(page)))}"


def _opened(browser: Browser, url: str) -> Page:
    page = _window(browser)
    page.goto(url)
    page.wait_for_selector("body[data-state=interactive]")
    return page


def _window(browser: Browser) -> Page:
    """An empty window of a new profile, at rest: a reader's is there before an address is typed into it."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.wait_for_timeout(REST_MS)
    return page


def _timed(browser: Browser, url: str) -> tuple[float, float]:
    page = _window(browser)
    debugger = page.context.new_cdp_session(page)
    debugger.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(url)
    page.wait_for_selector("body[data-state=interactive]")
    told: dict[str, Any] = {each["name"]: each["value"] for each in debugger.send("Performance.getMetrics")["metrics"]}
    after = float(page.evaluate(_INTERACTIVE))
    page.context.close()
    return after, told["TaskDuration"] * 1000


def _choices(page: Page) -> Iterator[float]:
    for place in range(OPENED):
        bar = page.locator("[data-facet=kind] .bar").nth(place % 5)
        bar.click()
        page.wait_for_timeout(100)
        yield float(page.evaluate(_DRAWN))


def _spread(milliseconds: list[float]) -> str:
    middle = statistics.median(milliseconds)
    return f"{middle:.0f} ms (middle of {len(milliseconds)}; {min(milliseconds):.0f} to {max(milliseconds):.0f})"


if __name__ == "__main__":
    main()
