"""What the page says while the broker, or the api, is not to be reached, and that it goes on by itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from schemas.events import Event
from schemas.topics import INCIDENTS
from schemas.values import Casualties, Range
from services.common.admin import create_topics
from services.common.envelope import sealed
from services.common.settings import Settings
from tallywire.kafka import producer
from tallywire.stack import Stack
from tests import builders
from tests.browser.watched import Watched, picture
from tests.faults.ground import Ground, own_ground

pytestmark = [pytest.mark.integration, pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Ground]:
    with own_ground(tmp_path) as own:
        yield own


def tell(settings: Settings, *events: Event) -> None:
    writer = producer(settings)
    for event in events:
        told = sealed(event, "test")
        writer.send(settings.named(INCIDENTS.name), key=told.key, value=told.value, headers=list(told.headers))
    writer.flush()
    writer.close()


def test_a_broker_that_falls_silent_makes_the_page_stale_and_then_live_again(
    ground: Ground, chromium: Browser, watched: Watched, tmp_path: Path
) -> None:
    settings = Settings(kafka_bootstrap=ground.bootstrap)
    create_topics(settings)
    tell(settings, builders.incident_resolved(incident_id="i1"))
    env = {"TALLYWIRE_API_STALE_SECONDS": "2"}
    with Stack(ground.services_bootstrap, tmp_path, workers={"api": 1}, env=env) as stack:
        page = watched.open(stack.url("api"))
        health, banner = page.locator("#health"), page.locator("#banner")
        expect(health).to_have_attribute("data-state", "live")
        expect(banner).to_be_hidden()

        ground.proxy.silent = True
        expect(health).to_have_attribute("data-state", "stale", timeout=60_000)
        expect(banner).to_contain_text("broker")
        expect(page.locator("#count")).to_have_text("1 incident")
        picture(page, "stale")

        ground.proxy.silent = False
        ground.proxy.reset()
        expect(health).to_have_attribute("data-state", "live", timeout=60_000)
        expect(banner).to_be_hidden()
        page.context.close()  # before the server: what a reader has closed complains of nothing


def test_an_api_that_ends_and_comes_back_is_followed_on(
    ground: Ground, chromium: Browser, watched: Watched, tmp_path: Path
) -> None:
    watched.tolerated = ("error: Failed to load resource", "error: WebSocket")
    settings = Settings(kafka_bootstrap=ground.bootstrap)
    create_topics(settings)
    tell(settings, builders.incident_resolved(incident_id="i1"))
    with Stack(ground.services_bootstrap, tmp_path, workers={"api": 1}) as stack:
        page = watched.open(stack.url("api"))
        stack.kill("api")
        expect(page.locator("#health")).to_have_attribute("data-state", "offline", timeout=60_000)
        expect(page.locator("#banner")).to_contain_text("server")
        picture(page, "offline")
        changed = Casualties(killed=Range(min=7, max=7))
        tell(
            settings,
            builders.incident_resolved(incident_id="i1", revision=2, casualties=changed),
            builders.incident_resolved(incident_id="i2"),
        )
        stack.restart("api")
        expect(page.locator("#count")).to_have_text("2 incidents", timeout=60_000)
        expect(page.locator("#list .row", has_text="7 killed")).to_have_count(1)
        expect(page.locator("#health")).to_have_attribute("data-state", "live", timeout=60_000)


def test_a_server_that_wants_a_token_is_given_one(
    ground: Ground, chromium: Browser, watched: Watched, tmp_path: Path
) -> None:
    watched.tolerated = ("error: Failed to load resource",)
    settings = Settings(kafka_bootstrap=ground.bootstrap)
    create_topics(settings)
    tell(settings, builders.incident_resolved(incident_id="i1"))
    env = {"TALLYWIRE_API_READER_TOKENS": "a-token-for-readers"}
    with Stack(ground.services_bootstrap, tmp_path, workers={"api": 1}, env=env) as stack:
        page = watched.visit(stack.url("api"))
        field = page.get_by_label("This server wants a token")
        field.fill("a-token-that-is-wrong")
        page.get_by_role("button", name="Open").click()
        expect(field).to_have_value("")
        field.fill("a-token-for-readers")
        page.get_by_role("button", name="Open").click()
        expect(page.locator("#count")).to_have_text("1 incident")
        expect(page.locator("#health")).to_have_attribute("data-state", "live")
        tell(settings, builders.incident_resolved(incident_id="i2"))
        expect(page.locator("#count")).to_have_text("2 incidents")
        page.get_by_text("Share", exact=True).click()
        with page.expect_download() as download:
            page.get_by_role("link", name="NDJSON").click()
        assert len(download.value.path().read_text().splitlines()) == 2
        page.context.close()
