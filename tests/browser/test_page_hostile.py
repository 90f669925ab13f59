"""Wires are written by strangers: whatever they write is text on the page, and nothing else."""

import pytest
from playwright.sync_api import expect

from tests.browser.site import Site
from tests.browser.watched import Watched, picture

pytestmark = [pytest.mark.integration, pytest.mark.slow, pytest.mark.timeout(300)]

HEADLINE = "Mortar fire wounds four in Samarra <script>window.hit=1</script><img src=x onerror=window.hit=1>"
BODY = (
    "SAMARRA (<b>Thistle</b>) - Mortar rounds wounded four people in Samarra on Sunday, police said. The rounds fell "
    "near a school in the east of the town, and two houses were damaged, according to a doctor at the hospital.\n\n"
    "\u202egnp.exe\u202c \u2066isolated\u2069 a\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307 zero\u200bwidth "
    + "W"
    * 400
    + "\n\n<iframe src='javascript:window.hit=1'></iframe> <a href='javascript:window.hit=1'>click</a> "
    "</article></main><style>body{display:none}</style> \U0001f4a3 Nobody said who had fired the rounds, and the "
    "police said that they were looking for the place that they had come from. A man who lives in the street said "
    "that he had heard three of them, one after the other, and that the windows of his house were broken."
)
WIRE = {
    "id": "hostile-0001",
    "source": 'Thistle"><script>window.hit=1</script>',
    "published_at": "2022-01-09T12:00:00Z",
    "headline": HEADLINE,
    "dateline": "SAMARRA",
    "url": "javascript:window.hit=1",
    "body": BODY,
}


def test_hostile_text_shows_as_text(site: Site, watched: Watched) -> None:
    site.publish(WIRE)
    found = site.asked("/incidents?q=Samarra&factuality=any")["items"]
    (incident,) = [each for each in found if "Thistle" in each["reports"][0]["source"]]
    page = watched.open(site.url, f"/?incident={incident['incident_id']}")
    drawer = page.locator("#drawer")
    expect(drawer.locator(".wire")).to_contain_text("<script>window.hit=1</script>")
    expect(drawer.locator(".wire .text")).to_contain_text("<iframe src='javascript:window.hit=1'>")
    expect(drawer.locator(".wire .text")).to_contain_text("⟨U+202E⟩gnp.exe⟨U+202C⟩")
    expect(drawer.locator(".wire .text")).to_contain_text("more accents⟩")
    expect(drawer.locator("script, iframe, img, style")).to_have_count(0)
    expect(drawer.locator("a[href^=javascript]")).to_have_count(0)
    assert page.evaluate("window.hit") is None
    assert page.evaluate(
        "document.getElementById('drawer').scrollWidth <= document.getElementById('drawer').clientWidth"
    )
    picture(page, "hostile")


def test_the_policy_lets_no_script_in(site: Site, watched: Watched) -> None:
    """The policy of the answer, as the browser keeps it: even what got into the document would not run."""
    watched.tolerated = ("error: Executing inline", "error: Refused to", "error: Loading", "error: Failed to load")
    page = watched.open(site.url)
    page.evaluate(
        "const it = document.createElement('script'); it.textContent = 'window.hit = 1'; document.body.append(it)"
    )
    page.evaluate(
        "const it = document.createElement('div'); it.innerHTML = '<img src=data: onerror=\"window.hit = 1\">';"
        "document.body.append(it)"
    )
    page.wait_for_timeout(300)
    assert page.evaluate("window.hit") is None
    policy = page.request.get(site.url).headers["content-security-policy"]
    for part in ("default-src 'none'", "script-src 'self'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert part in policy
    assert "unsafe" not in policy


def test_an_address_that_asks_nonsense_is_an_empty_question(site: Site, watched: Watched) -> None:
    page = watched.open(site.url, "/?from=yesterday&bbox=1,2&min_sources=-4&kind=&sort=%3Cb%3E&q=%20")
    expect(page.locator("#chips")).to_be_hidden()
    expect(page.locator("#sums")).to_contain_text("incidents")


def test_an_incident_that_is_not_there_is_said_to_be_not_there(site: Site, watched: Watched) -> None:
    watched.tolerated = ("error: Failed to load resource",)
    page = watched.open(site.url, "/?incident=%3Cimg%20src%3Dx%3E")
    expect(page.locator("#drawer")).to_contain_text("no incident with this id")
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).to_be_hidden()
