"""The page: the wire's own text, nothing but our own markup, links that lead somewhere."""

import base64
import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallywire.explaining.page import page
from tallywire.explaining.shown import Card, Explanation, Passage, Quote, Row
from tallywire.explaining.visible import visible
from tests.unit.explaining.samples import TEXT, sample

GOLDEN = Path(__file__).parents[2] / "golden" / "explaining" / "page.html"
ELEMENTS = frozenset(
    "html head meta title style body main section article nav div p h2 h3 h4 span mark a b ol ul li dl dt dd details"
    " summary meter".split()
)
HOSTILE = (
    "</div></main><script>alert(1)</script><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" x=\'',
    "&lt;script&gt; &amp; &#x3c;",
    "<!-- ]]> --> <style>*{display:none}</style>",
    "javascript:alert(1)",
    "abc\u202edef\u2066ghi \x1b[2J\x00\x07",
    "x" * 5000,
)


class Seen(HTMLParser):
    """What a browser would make of a page: its elements, ids, links, attributes, and the text of the wires."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.depth = 0
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.tags.add(tag)
        self.attributes |= set(told)
        self.ids += [told["id"] or ""] if "id" in told else []
        self.links += [told["href"] or ""] if "href" in told else []
        if tag == "div":
            self.depth += 1 if self.depth or told.get("class") == "text" else 0

    def handle_endtag(self, tag: str) -> None:
        self.depth -= 1 if tag == "div" and self.depth else 0

    def handle_data(self, data: str) -> None:
        self.text += data if self.depth else ""


def source(*explanations: Explanation) -> str:
    return "".join(page(explanations))


def hostile(words: str) -> Explanation:
    """An explanation whose every string is these words."""
    row = Row(words, words, (Quote(2, 9, words, words),))
    card = Card(1, words, 0.5, (row,), (words,), again=(Passage(0, 3, words, words),))
    at = datetime(2022, 1, 5, tzinfo=UTC)
    return Explanation(words, words, at, words, f"{words}\n{words}", words, (card,), (card,), card.again)


def test_a_small_page_is_the_golden_one() -> None:
    assert source(sample()) == GOLDEN.read_text(encoding="utf-8")


def test_the_text_of_the_page_is_the_text_of_the_wire() -> None:
    assert Seen(source(sample())).text == TEXT


LETTERS = st.text(st.sampled_from("ab<>&\"'\n é\u202e\x1b"), max_size=60)


@given(
    headline=LETTERS.map(lambda t: t.replace("\n", " ")),
    body=LETTERS,
    spans=st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=6),
)
def test_marks_never_change_the_text(headline: str, body: str, spans: list[tuple[int, int]]) -> None:
    text = f"{headline}\n{body}"
    quotes = tuple(Quote(start, start + length, "", "") for start, length in spans)
    card = Card(1, "", 0.5, (Row("what", "", quotes),))
    shown = replace(sample(), headline=headline, text=text, incidents=(card,), statistics=(), passed_over=())
    assert Seen(source(shown)).text == visible(text)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_text(words: str) -> None:
    seen = Seen(source(hostile(words), hostile(words)))
    assert seen.tags <= ELEMENTS
    assert not [
        name for name in seen.attributes if name.startswith("on") or name in ("style", "src", "srcset", "action")
    ]
    assert all(link.startswith("#") for link in seen.links)
    assert seen.text == visible(f"{words}\n{words}") * 2
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", source(hostile(words)))


def test_every_link_leads_to_one_place() -> None:
    seen = Seen(source(sample(), sample()))
    assert len(seen.ids) == len(set(seen.ids))
    assert {link.removeprefix("#") for link in seen.links} <= set(seen.ids)


def test_every_quotation_leads_to_its_mark_and_back() -> None:
    links = Seen(source(sample())).links
    marks = [link for link in links if re.match(r"#w1-m\d", link)]
    fields = [link for link in links if re.match(r"#w1-[isp]\d", link)]
    assert len(fields) == 6
    assert len(marks) == 6


def test_nothing_but_the_own_style_sheet_is_allowed() -> None:
    told = source(sample())
    style = re.search(r"<style>(.*?)</style>", told, re.DOTALL)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', told)
    assert style
    assert policy
    seal = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy[1].replace("&#x27;", "'").split("; ") == [
        "default-src 'none'",
        f"style-src 'sha256-{seal}'",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    assert "url(" not in style[1]
    assert "@import" not in style[1]


def test_several_wires_have_a_table_of_contents() -> None:
    told = source(sample(), replace(sample(), article_id="w-2", incidents=(), note="A drill."))
    assert 'href="#w2-wire"' in told
    assert "nothing read" in told
