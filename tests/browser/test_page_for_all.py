"""The page for those who use no mouse, listen, hold a phone, or like the dark."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.site import Site
from tests.browser.watched import Watched, picture

pytestmark = [pytest.mark.integration, pytest.mark.slow, pytest.mark.timeout(300)]

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def serious(page: Page, axe: str) -> list[str]:
    """What axe finds that keeps people out: its serious and critical findings, with where."""
    # The page's own policy forbids scripts from elsewhere: axe is handed over by the debugger, not by the page.
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{each['id']}: {json.dumps([node['target'] for node in each['nodes']])}"
        for each in found["violations"]
        if each["impact"] in {"serious", "critical"}
    ]


def test_everything_is_reached_with_the_keyboard_alone(site: Site, page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    rows = page.locator("#list")
    expect(rows).to_be_focused()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    expect(rows).to_have_attribute("aria-activedescendant", "row-3")
    page.keyboard.press("Enter")
    expect(page.locator("#drawer h2")).to_be_focused()
    picture(page, "keyboard")
    page.keyboard.press("Escape")
    expect(rows).to_be_focused()
    expect(rows).to_have_attribute("aria-activedescendant", "row-3")
    page.keyboard.press("End")
    last = site.asked("/incidents?limit=1")["total"] - 1
    expect(rows).to_have_attribute("aria-activedescendant", f"row-{last}")
    expect(page.locator(f"#row-{last}")).to_be_in_viewport()


def test_days_are_brushed_with_arrow_keys(page: Page) -> None:
    handle = page.locator(".brush .handle").first
    handle.focus()
    before = handle.get_attribute("aria-valuetext")
    for _ in range(2):
        page.keyboard.press("PageUp")
    expect(handle).not_to_have_attribute("aria-valuetext", str(before))
    assert "from=" in page.url
    page.keyboard.press("Home")
    expect(handle).to_have_attribute("aria-valuetext", str(before))


def test_tab_comes_to_every_part_of_the_page(page: Page) -> None:
    wanted = {"search", "share", "theme", "min-sources", "facets", "map", "fit", "as-table", "from", "order", "list"}
    seen: set[str] = set()
    for _ in range(140):
        page.keyboard.press("Tab")
        seen |= set(
            page.evaluate(
                "(() => { const ids = []; let at = document.activeElement;"
                " while (at) { if (at.id) ids.push(at.id); at = at.parentElement } return ids })()"
            )
        )
        if wanted <= seen:
            return
    pytest.fail(f"never came to {sorted(wanted - seen)}")


def test_axe_would_find_a_button_without_a_name(page: Page, axe: str) -> None:
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    assert any(fault.startswith("button-name") for fault in serious(page, axe))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(site: Site, watched: Watched, axe: str, scheme: str) -> None:
    page = watched.open(site.url, color_scheme=scheme)
    assert serious(page, axe) == []
    page.locator("#legend summary").click()
    page.locator("#as-table").click()
    page.locator("[data-facet=kind] .bar").first.click()
    assert serious(page, axe) == []
    page.locator("#list .row").first.click()
    expect(page.locator("#drawer h2")).to_be_visible()
    page.wait_for_timeout(400)  # the drawer slides in, and half-transparent text has no contrast
    assert serious(page, axe) == []
    picture(page, f"incident-{scheme}")


def test_the_switch_turns_colours_and_is_remembered(site: Site, page: Page) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.locator("#theme").click()
    page.locator("#theme").click()
    dark = page.evaluate(ground)
    assert dark != light
    picture(page, "dark")
    page.reload()
    expect(page.locator("body")).to_have_attribute("data-state", "interactive")
    assert page.evaluate(ground) == dark


def test_a_phone_has_it_all_one_view_at_a_time(site: Site, watched: Watched, axe: str) -> None:
    page = watched.open(site.url, **PHONE)
    tabs = page.locator(".tabs button")
    for name in ("map", "list", "filters"):
        page.locator(f".tabs [data-tab={name}]").tap()
        picture(page, f"phone-{name}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert serious(page, axe) == []
    expect(tabs).to_have_count(3)
    page.locator("[data-facet=country] .bar").first.tap()
    page.locator(".tabs [data-tab=list]").tap()
    page.locator("#list .row").first.tap()
    expect(page.locator("#drawer h2")).to_be_visible()
    page.wait_for_timeout(400)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert serious(page, axe) == []
    picture(page, "phone-incident")
    page.locator("#close").tap()
    expect(page.locator("#drawer")).to_be_hidden()
