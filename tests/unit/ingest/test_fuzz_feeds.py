"""Feeds that were damaged anywhere give a document or one clear refusal, and whole entries stay what they were."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.ingest.domain.formats import atom, json_feed, rss, sitemap
from services.ingest.domain.formats.xml import parsed
from services.ingest.domain.items import Document, Item, UnreadableDocument

FEEDS = Path(__file__).parents[2] / "golden" / "ingest" / "feeds"
SAMPLES = [path.read_bytes() for path in sorted(FEEDS.glob("*.xml"))]
READERS = (rss.document, atom.document, sitemap.document)
URL = "https://feeds.harbourline.example/feed.xml"
PIECES = [
    *b"< > & ]]> <![CDATA[ <!-- --> <item> </item> <entry> </entry> </rss> </a> &a; &#0; &#xD800; &nbsp; http://[::1".split(),
    *b"<a:b/> <b \xff\xfe \xed\xa0\x80 9999-99-99T99:99:99Z 1e999 <guid/> <link/> <content/> <item/> <entry/>".split(),
    b"<?xml version='1.0' encoding='utf-16'?>",
    b"<!DOCTYPE r [<!ENTITY a '&a;'>]>",
    b" xml:base='http://['",
    b" xml:base='../..'",
    b" xmlns=''",
    b" xmlns='urn:x'",
    b" href='//'",
    b" type='xhtml'",
    b"\x00",
]
EDITS = st.lists(
    st.tuples(
        st.integers(0, 5000),
        st.integers(0, 40),
        st.one_of(st.sampled_from(PIECES), st.binary(max_size=6), st.just(b"")),
    ),
    min_size=1,
    max_size=8,
)
UNEXPECTED = re.compile(r"\w+(?:Error|Exception|Iteration): ")


def read(raw: bytes, reader: Callable[[Any, str | None], Document]) -> Document | None:
    """The document, unless it was refused as it should be."""
    try:
        return reader(parsed(raw), URL)
    except UnreadableDocument as refused:
        assert str(refused)
        return None


def check(document: Document) -> None:
    """What every document keeps, whatever it was read from."""
    assert not [fault.why for fault in document.faults if UNEXPECTED.match(fault.why)]
    for item in document.items:
        assert item.guid or item.url or item.headline or item.body
        assert item.url is None or re.match(r"https?://\S", item.url)
        for text in (item.guid, item.url, item.headline, item.body, item.byline, *item.keywords):
            assert not text or text.encode()


def edited(raw: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    """The bytes after each edit: at a place, some removed, others put in."""
    for place, removed, put in edits:
        at = place % (len(raw) + 1)
        raw = raw[:at] + put + raw[at + removed :]
    return raw


@given(sample=st.sampled_from(SAMPLES), edits=EDITS)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_damaged_feed_is_read_or_refused(sample: bytes, edits: list[tuple[int, int, bytes]]) -> None:
    for reader in READERS:
        if document := read(edited(sample, edits), reader):
            check(document)


@given(raw=st.binary(max_size=200), reader=st.sampled_from(READERS))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_read_or_refused(raw: bytes, reader: Callable[[Any, str | None], Document]) -> None:
    if document := read(raw, reader):
        check(document)


def _items(document: Document) -> list[Item]:
    return [replace(item, raw=b"") for item in document.items]


RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>T</title><link>https://t.example/</link>
<item><guid isPermaLink="false">1</guid><title>A &amp; b</title><link>a?x=1&amp;y=2</link></item>
<item><guid>2</guid><title><![CDATA[<b>C</b> d]]></title><description>&lt;p&gt;E&lt;/p&gt;</description></item>
</channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0">
<entry><id>1</id><title type="html">A &lt;b&gt;</title><link href="a"/></entry>
<entry><id>2</id><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>C</p></div></content></entry>
<at:deleted-entry ref="3" when="2024-03-05T09:00:00Z"/></feed>"""
SITEMAP = b"""<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://t.example/1</loc>
<news:news><news:title>A</news:title></news:news></url><url><loc>https://t.example/2</loc><news:news/></url></urlset>"""


@pytest.mark.parametrize(
    ("raw", "reader"),
    [(RSS, rss.document), (ATOM, atom.document), (SITEMAP, sitemap.document)],
    ids=["rss", "atom", "sitemap"],
)
def test_a_feed_cut_off_at_any_byte_gives_its_whole_entries_and_no_other(
    raw: bytes, reader: Callable[[Any, str | None], Document]
) -> None:
    whole = _items(reader(parsed(raw), URL))
    seen = set()
    for end in range(len(raw)):
        document = read(raw[:end], reader)
        found = _items(document) if document else []
        assert found == whole[: len(found)], raw[:end]
        seen.add(len(found))
    assert seen == set(range(len(whole) + 1))


TEXTS = st.text(max_size=20) | st.sampled_from(["\ud800", "<p>a", "//["])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "url", "type"]), inner),
    max_leaves=5,
)
FIELDS = (
    "id url external_url title content_html content_text summary date_published date_modified "
    "author authors tags language"
).split()
JSON_FEEDS = st.fixed_dictionaries(
    {"items": st.lists(VALUES | st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=8), max_size=4)},
    optional=dict.fromkeys(("title", "language", "feed_url", "hubs", "author", "authors"), VALUES),
)


@given(value=JSON_FEEDS)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_json_feed_of_any_values_is_read_with_all_its_entries(value: dict[str, Any]) -> None:
    document = json_feed.document(value, URL)
    check(document)
    assert len(document.items) + len(document.faults) == len(value["items"])


def test_entries_pushed_into_one_another_are_read_one_by_one() -> None:
    raw = b"<item><guid>1</guid><title>A<b></title></item><item><guid>2</guid><title>B</title></item>"
    items = rss.document(parsed(b"<rss><channel>" + raw + b"</channel></rss>"), None).items
    assert [(item.guid, item.headline) for item in items] == [("1", "A"), ("2", "B")]
    assert b"<guid>2" not in items[0].raw


def test_nested_entries_are_kept_once() -> None:
    raw = b"<rss>" + b"<item><title>A</title>" * 190 + b"<description>" + b"x" * 1_000_000
    document = rss.document(parsed(raw + b"</description>" + b"</item>" * 190 + b"</rss>"), None)
    assert len(document.items) == 190
    assert sum(len(item.raw) for item in document.items) < 1_100_000


HOSTILE = {
    "parts": (rss.document, b"<rss><item>" + b"<category>a</category>" * 200_000 + b"</item></rss>"),
    "keywords": (
        rss.document,
        b"<rss><item><guid>1</guid><media:keywords>" + b"a," * 1_000_000 + b"</media:keywords></item></rss>",
    ),
    "authors": (rss.document, b"<rss><item><guid>1</guid><author>a@" + b"(" * 1_000_000 + b"</author></item></rss>"),
    "links": (atom.document, b"<feed><entry><id>1</id>" + b"<link href='a'/>" * 200_000 + b"</entry></feed>"),
    "pages": (sitemap.document, b"<urlset>" + b"<url/>" * 500_000 + b"</urlset>"),
    "entries": (atom.document, b"<feed>" + b"<entry/>" * 300_000 + b"</feed>"),
}


@pytest.mark.parametrize(("reader", "raw"), HOSTILE.values(), ids=HOSTILE)
@pytest.mark.timeout(90)
def test_what_is_repeated_without_end_has_an_end(reader: Callable[[Any, str | None], Document], raw: bytes) -> None:
    document = reader(parsed(raw), URL)
    assert len(document.items) + len(document.faults) <= 2001
    assert len(document.skipped) <= 50_000
    assert all(len(item.keywords) <= 100 for item in document.items)


def test_an_entry_too_deep_or_too_long_to_be_written_is_the_only_fault() -> None:
    document = json_feed.document({"items": [{"id": 10**5000}, {"id": 1}]}, None)
    assert [item.guid for item in document.items] == ["1"]
    assert len(document.faults) == 1
