"""A real Chromium over the real running system: broker, four services, the demo's wires, the page as it was built."""

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from services.api.routes.operation import STATIC
from services.common.admin import create_topics
from services.common.settings import Settings
from tallywire.stack import Stack
from tests.browser.site import Site
from tests.browser.watched import FLAGS, Watched

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


# Of the package, not of the session: as long as Playwright runs, so does its event loop, and no other test gets one.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; a test that wants it is skipped where it, or the built page, is absent."""
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine: apt-get install -y chromium")
    if not (STATIC / "index.html").exists():
        pytest.skip("the page is not built: make page")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def site(bootstrap: str, chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The whole system with the demo's wires counted, one for all tests of the page."""
    settings = Settings(kafka_bootstrap=bootstrap, namespace=f"t{uuid.uuid4().hex[:8]}.")
    create_topics(settings)
    with Stack(bootstrap, tmp_path_factory.mktemp("site"), namespace=settings.namespace) as stack:
        running = Site(settings, stack)
        running.publish_demo()
        yield running


@pytest.fixture
def watched(chromium: Browser) -> Iterator[Watched]:
    """Opens pages, each in a profile of its own; fails the test if one complained or asked another host."""
    watching = Watched(chromium)
    yield watching
    watching.close()
    assert watching.complaints == []


@pytest.fixture
def page(site: Site, watched: Watched) -> Page:
    """The page with everything loaded."""
    return watched.open(site.url)


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe, from what `make page` installed."""
    script = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
    if not script.exists():
        pytest.skip("axe is not installed: make page")
    return script.read_text(encoding="utf-8")
