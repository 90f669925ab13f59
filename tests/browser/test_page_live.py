"""What happens is seen without a reload, and what changed is shown."""

import re
import uuid
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.site import Site
from tests.browser.watched import picture

pytestmark = [pytest.mark.integration, pytest.mark.slow, pytest.mark.timeout(300)]


def wire(**told: Any) -> dict[str, Any]:
    """A wire of an attack that no other wire tells of."""
    plain = {
        "id": f"live-{uuid.uuid4().hex[:8]}",
        "source": "Lanternpost",
        "published_at": "2022-01-09T12:00:00Z",
        "headline": "Car bomb kills three in Kirkuk",
        "dateline": "KIRKUK",
        "body": "KIRKUK (Lanternpost) - A car bomb killed three people and wounded six near a market in Kirkuk on "
        "Sunday, police said.",
    }
    return plain | told


def test_a_new_incident_and_its_correction_arrive(site: Site, page: Page) -> None:
    first = wire()
    site.publish(first)
    pill = page.locator("#pill")
    expect(pill).to_contain_text("1 new")
    expect(page.locator("#announcer")).to_contain_text("new")
    row = page.locator("#list .row", has_text="Kirkuk")
    expect(row).to_contain_text("3 killed")
    expect(row).to_have_class(re.compile("fresh"))
    picture(page, "live-new")
    pill.click()
    expect(pill).to_be_hidden()

    row.click()
    drawer = page.locator("#drawer")
    expect(drawer.locator(".facts")).to_contain_text("3")
    site.publish(
        wire(
            id=first["id"] + "-r2",
            revises=first["id"],
            published_at="2022-01-09T14:00:00Z",
            body=first["body"].replace("killed three", "killed five"),
        )
    )
    expect(row).to_contain_text("5 killed")
    expect(pill).to_contain_text("1 corrected")
    change = drawer.locator(".history .newest .changes")
    expect(change.locator("li", has_text="Killed").first).to_contain_text("5")
    expect(drawer.locator(".wire").first).to_contain_text("killed five")
    picture(page, "live-corrected")


def test_what_is_taken_back_leaves_the_page(site: Site, page: Page) -> None:
    first = wire(
        headline="Grenade thrown at a police post in Hawija",
        body="HAWIJA (Lanternpost) - A grenade was thrown at a police post in Hawija on Sunday, wounding two officers.",
    )
    site.publish(first)
    row = page.locator("#list .row", has_text="Hawija")
    expect(row).to_have_count(1)
    site.publish(
        wire(id=first["id"] + "-kill", revises=first["id"], status="canceled", published_at="2022-01-09T15:00:00Z")
    )
    expect(row).to_have_count(0)
    expect(page.locator("#pill")).to_contain_text("taken back")


def test_a_reader_who_comes_back_sees_the_number_in_the_title(site: Site, page: Page) -> None:
    page.evaluate("Object.defineProperty(document, 'hidden', {value: true, configurable: true})")
    site.publish(
        wire(
            headline="Gunmen abduct two engineers near Tuz Khurmatu",
            body="TUZ KHURMATU (Lanternpost) - Gunmen abducted two engineers near Tuz Khurmatu on Sunday, police said.",
        )
    )
    expect(page).to_have_title(re.compile(r"^\(\d+\) Tallywire$"))
    page.evaluate("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))")
    expect(page).to_have_title("Tallywire")
