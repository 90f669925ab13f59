"""The page shows what the API has, and each view narrows all others."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.site import Site
from tests.browser.watched import Watched, picture

pytestmark = [pytest.mark.integration, pytest.mark.slow, pytest.mark.timeout(300)]


def shown(page: Page) -> int:
    """How many incidents the list says there are, once what was asked is drawn."""
    page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    return int(re.sub(r"\D", "", page.locator("#count").inner_text()))


def test_everything_that_stands_is_shown(site: Site, page: Page) -> None:
    total = site.asked("/incidents?limit=1")["total"]
    assert total > 20
    assert shown(page) == total
    expect(page.locator("#sums")).to_contain_text(f"{total} incidents")
    expect(page.locator("#health")).to_have_attribute("data-state", "live")
    expect(page.locator("#zone")).to_have_text("Times in UTC")
    picture(page, "desktop")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.wait_for_timeout(500)
    picture(page, "laptop")


def test_a_choice_in_one_breakdown_narrows_all_others_and_not_itself(page: Page) -> None:
    countries = page.locator("[data-facet=country] .bar")
    number = countries.count()
    first = countries.first
    told = int(first.locator(".count").inner_text())
    first.click()
    expect(first).to_have_attribute("aria-pressed", "true")
    assert shown(page) == told
    assert countries.count() == number
    kinds = page.locator("[data-facet=kind] .bar .count").all_inner_texts()
    assert sum(map(int, kinds)) == told
    page.locator("[data-facet=kind] .bar").first.click()
    assert shown(page) == int(kinds[0])


def test_brushing_days_narrows_the_list_and_the_address(site: Site, page: Page) -> None:
    before = shown(page)
    brush = page.locator(".brush")
    box = brush.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.55, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + 20, steps=4)
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"from=\d{4}-\d\d-\d\d.*to=\d{4}-\d\d-\d\d"))
    assert 0 < shown(page) < before
    days = page.url.split("?")[1]
    assert shown(page) == site.asked(f"/incidents?limit=1&{days}")["total"]
    picture(page, "brushed")
    page.locator(".brush").dblclick(position={"x": 5, "y": 20})
    expect(page.locator("#count")).to_have_text(f"{before} incidents")


def test_an_incident_opens_with_its_facts_and_the_words_that_say_them(site: Site, page: Page) -> None:
    corroborated = max(site.asked("/incidents?limit=500")["items"], key=lambda each: each["corroboration"])
    assert corroborated["corroboration"] > 1
    page.locator("#order").select_option("corroborated")
    page.locator("#list .row").first.click()
    drawer = page.locator("#drawer")
    expect(drawer.locator("h2")).to_be_focused()
    expect(drawer.locator(".wire")).to_have_count(
        len(site.asked(f"/incidents/{page.url.split('incident=')[1]}")["articles"])
    )
    mark = drawer.locator(".wire .text mark").first
    mark.hover()
    expect(drawer.locator(".wire .says").first).to_contain_text("rule")
    expect(drawer).to_contain_text("Why these reports are one incident")
    expect(drawer.locator(".history li").first).to_contain_text("Revision")
    picture(page, "incident")
    drawer.locator(".wires").scroll_into_view_if_needed()
    picture(page, "incident-sources")
    told = drawer.locator("h2").inner_text()
    page.locator("#next").click()
    expect(drawer.locator("h2")).not_to_have_text(told)
    page.locator("#previous").click()
    expect(drawer.locator("h2")).to_have_text(told)
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()


def test_marked_words_are_the_quotes_of_the_evidence(site: Site, watched: Watched) -> None:
    """Offsets count code points and the page's strings do not: what is marked must be what was read."""
    incident = max(site.asked("/incidents?limit=500")["items"], key=lambda each: each["corroboration"])
    detail = site.asked(f"/incidents/{incident['incident_id']}")
    quotes = {
        " ".join(piece["quote"].split())
        for article in detail["articles"]
        for report in article["reports"]
        for piece in report["evidence"]
        if not report["retracted"]
    }
    page = watched.open(site.url, f"/?incident={incident['incident_id']}")
    expect(page.locator("#drawer h2")).to_be_visible()
    marked = {" ".join(text.split()) for text in page.locator(".wire .text mark").all_inner_texts()}
    assert marked
    for words in marked:
        assert any(words in quote for quote in quotes), (words, quotes)


def test_an_address_shows_another_reader_the_same(page: Page, site: Site, watched: Watched) -> None:
    page.locator("[data-facet=country] .bar").first.click()
    page.locator("#min-sources").select_option("2")
    page.locator("#list .row").first.click()
    expect(page.locator("#drawer h2")).to_be_visible()
    other = watched.open(site.url, page.url.removeprefix(site.url))
    expect(other.locator("#drawer h2")).to_have_text(page.locator("#drawer h2").inner_text())
    assert shown(other) == shown(page)
    assert other.locator(".chip").all_inner_texts() == page.locator(".chip").all_inner_texts()


def spot(page: Page) -> list[float]:
    return [float(number) for number in page.url.split("map=")[1].split("%2C")]


def test_an_address_shows_the_same_part_of_the_map(page: Page, site: Site, watched: Watched) -> None:
    assert "map=" not in page.url
    page.get_by_role("button", name="Zoom in").click()
    expect(page).to_have_url(re.compile(r"map=-?[\d.]+%2C-?[\d.]+%2C[\d.]+$"))
    other = watched.open(site.url, page.url.removeprefix(site.url))
    for each in (page, other):
        with each.expect_event("framenavigated"):
            each.get_by_role("button", name="Zoom in").click()
    # To the pixel, which is a fraction of a degree.
    assert spot(other) == pytest.approx(spot(page), abs=0.1)
    page.get_by_role("button", name="Show all").click()
    expect(page).not_to_have_url(re.compile("map="))


def test_back_takes_the_last_question_back(page: Page) -> None:
    before = shown(page)
    page.locator("[data-facet=kind] .bar").first.click()
    assert shown(page) < before
    page.go_back()
    expect(page.locator("#count")).to_have_text(f"{before} incidents")
    expect(page.locator("#chips")).to_be_hidden()


def test_words_are_searched_in_the_wires_too(site: Site, page: Page) -> None:
    found = site.asked("/incidents?q=Djibo&limit=1")["total"]
    assert found > 0
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("Djibo")
    expect(page.locator("#count")).to_have_text(re.compile(rf"^{found} incidents?$"))
    page.locator("#search").fill("wordthatnowiresays")
    expect(page.locator("#empty")).to_be_visible()
    picture(page, "empty")


def test_what_is_denied_is_shown_when_it_is_asked_for(site: Site, page: Page) -> None:
    every = site.asked("/incidents?factuality=any&limit=1")["total"]
    assert every > shown(page)
    page.locator("#factuality").check()
    expect(page.locator("#count")).to_have_text(f"{every} incidents")


def test_a_part_of_the_map_narrows_the_list_to_what_it_holds(page: Page) -> None:
    before = shown(page)
    page.locator("#area").click()
    expect(page).to_have_url(re.compile(r"bbox="))
    page.locator(".chip", has_text="map").click()
    expect(page.locator("#count")).to_have_text(f"{before} incidents")


def test_the_places_of_the_map_are_had_as_a_table(page: Page) -> None:
    page.locator("#as-table").click()
    table = page.locator("#places table")
    expect(table).to_be_visible()
    told = int(table.locator("tbody tr").first.locator("td.number").first.inner_text())
    table.locator("tbody tr button").first.click()
    assert shown(page) >= told
    expect(page).to_have_url(re.compile(r"bbox=|country="))
    picture(page, "places")
