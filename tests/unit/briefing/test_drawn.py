"""The page loads nothing and runs nothing, the picture is a picture, and hostile words are words in both."""

import re
import struct
from datetime import UTC, datetime
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from lxml import etree

from tallywire.briefing.briefing import Briefing, briefing
from tallywire.briefing.map import spots_of, world_map
from tallywire.briefing.outlines import outlines
from tallywire.briefing.page import page
from tallywire.briefing.picture import png
from tallywire.briefing.poster import poster
from tallywire.briefing.weeks import Week
from tallywire.exports import Entry
from tests.builders import upsurge_detected
from tests.exported import EVIL, drones, hostile, usual, village

AS_OF = datetime(2022, 1, 10, 12, tzinfo=UTC)


def _told(entries: list[Entry], country: str | None = None) -> Briefing:
    return briefing(entries, [upsurge_detected()], Week.of("2022-W01"), country, AS_OF)


class _Elements(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_the_page_loads_nothing_runs_nothing_and_says_so() -> None:
    read = _Elements(page(_told([*usual(), hostile()])))
    tags = {tag for tag, _ in read.found}
    assert tags.isdisjoint(
        {"script", "link", "img", "iframe", "object", "form", "base", "image", "use", "foreignobject"}
    )
    for _, attributes in read.found:
        assert not any(name.startswith("on") or name in ("src", "style", "srcset") for name in attributes)
    links = [attributes["href"] for tag, attributes in read.found if tag == "a"]
    assert links == ["https://wires.example/1?a=1&b=2"]
    policy = next(a["content"] for tag, a in read.found if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert not re.search(r"url\((?!#)|@import", page(_told(usual())))


def test_hostile_words_are_words() -> None:
    for drawn in (page(_told([hostile()])), poster(_told([hostile()]))):
        assert "<script" not in drawn
        assert "\u202e" not in drawn
        assert "\x00" not in drawn
        assert "&lt;script&gt;" in drawn
    text = "".join(_Elements(page(_told([hostile()]))).words)
    assert EVIL[:20] in text


def test_the_page_tells_what_is_known_and_what_is_disputed() -> None:
    text = " ".join(_Elements(page(_told(usual()))).words)
    for words in (
        "All countries, 3 to 9 January 2022",
        "Week 1 of 2022 · as known on 2022-01-10 12:00 UTC",
        "Drone strike, 2 drones, intercepted · 2–4 killed, 1+ wounded · 2 sources, confidence 0.97",
        "Said to have done it: a militia (denied, says the militia); rogue fighters (blamed, says an officer)",
        "Told differently: killed: 2 (2 reports) or 4 (1 report)",
        "Drones downed over Baghdad",
        "10 incidents in seven days, 0–5 are usual; since 2022-01-03, still on",
        "Days are local days at the place; times are UTC.",
    ):
        assert words in text


def test_the_page_has_one_of_each_id_and_headings_in_order() -> None:
    read = _Elements(page(_told(usual())))
    ids = [attributes["id"] for _, attributes in read.found if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert next(tag for tag, _ in read.found if tag in ("h1", "h2")) == "h1"
    assert all(attributes.get("aria-label") for tag, attributes in read.found if tag == "svg")


@pytest.mark.parametrize("entries", [usual(), [], [hostile()], [drones()] * 40])
def test_the_picture_is_one_and_as_large_as_it_says(entries: list[Entry]) -> None:
    svg = poster(_told(entries))
    root = etree.fromstring(svg)
    drawn = png(svg, zoom=0.5)
    width, height = struct.unpack(">II", drawn[16:24])
    assert drawn.startswith(b"\x89PNG")
    assert abs(width - float(root.get("width") or 0) / 2) <= 1
    assert abs(height - float(root.get("height") or 0) / 2) <= 1


def test_letters_are_drawn_with_those_that_are_installed_along() -> None:
    blank = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30"></svg>'
    words = blank.replace("></svg>", '><text x="5" y="20" font-family="Source Sans Pro">Baghdad</text></svg>')
    assert len(png(words)) > 2 * len(png(blank))


def test_places_lie_where_they_are() -> None:
    told = _told([drones(), village()])
    assert [spot.name for spot in spots_of(told)] == ["Baghdad", "Naselye"]
    drawing = etree.fromstring(world_map(told, 600, 300).alone("map").source)
    circles = {c.findtext("title"): (float(c.get("cx") or 0), float(c.get("cy") or 0)) for c in drawing.iter("circle")}
    assert circles["Naselye: 1"][0] < circles["Baghdad: 1"][0]
    assert circles["Naselye: 1"][1] < circles["Baghdad: 1"][1]
    assert all(0 <= x <= 600 and 0 <= y <= 300 for x, y in circles.values())


def test_outlines_have_every_country_of_weight_and_none_tears_the_map() -> None:
    found = {outline.country: outline for outline in outlines()}
    assert {"IQ", "RU", "US", "FJ", "YE", "UA", "ML", "IL", "PS", "SD", "SS"} <= found.keys()
    for outline in found.values():
        for ring in outline.rings:
            assert all(abs(a[0] - b[0]) < 90 for a, b in pairwise(ring))
    west, east = min(x for x, _ in found["IQ"].rings[0]), max(x for x, _ in found["IQ"].rings[0])
    assert (38 < west < 40, 48 < east < 49) == (True, True)
