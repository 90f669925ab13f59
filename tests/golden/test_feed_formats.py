"""Each feed in ingest/feeds is read into what stands beside it."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from services.ingest.domain.formats import atom, json_feed, rss, sitemap
from services.ingest.domain.formats.entries import MAX_ITEMS
from services.ingest.domain.formats.xml import parsed
from services.ingest.domain.items import Document, UnreadableDocument

URL = "https://feeds.harbourline.example/world/feed.xml"
FEEDS = sorted(path for path in (Path(__file__).parent / "ingest" / "feeds").iterdir() if ".expected." not in path.name)
READERS: dict[str, Callable[[Any, str | None], Document]] = {
    "rss": rss.document,
    "rdf": rss.document,
    "atom": atom.document,
    "sitemap": sitemap.document,
    "json": json_feed.document,
}


def read(path: Path) -> Document:
    """The document in the file, by the reader that its name begins with."""
    raw = path.read_bytes()
    return READERS[path.name.partition("-")[0]](json.loads(raw) if path.suffix == ".json" else parsed(raw), URL)


def told(value: Any) -> Any:
    """Times and sets as JSON has them."""
    return value.isoformat() if isinstance(value, datetime) else sorted(value)


def without_raw(document: Document) -> dict[str, Any]:
    """The document as JSON: what says nothing is left out, and so are the entries as they stood."""
    fields = json.loads(json.dumps(asdict(document), default=lambda v: "" if isinstance(v, bytes) else told(v)))
    for part in ("items", "faults", "skipped"):
        fields[part] = [
            {name: value for name, value in each.items() if value and name != "raw"} for each in fields[part]
        ]
    return {name: value for name, value in fields.items() if value is not False}


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.name)
def test_a_feed_is_read_as_the_file_beside_it_says(path: Path) -> None:
    expected = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
    assert without_raw(read(path)) == expected


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.name)
def test_an_item_and_a_fault_keep_their_entry_as_it_stood(path: Path) -> None:
    document = read(path)
    assert all(item.raw for item in document.items)
    assert all(item.guid.encode() in item.raw for item in document.items if item.guid and item.guid.isascii())
    assert all(fault.raw for fault in document.faults)


def test_the_rest_of_an_endless_feed_is_one_fault() -> None:
    entries = "".join(f"<item><guid>{n}</guid></item>" for n in range(MAX_ITEMS + 7))
    document = rss.document(parsed(f"<rss><channel>{entries}</channel></rss>".encode()), None)
    assert [item.guid for item in document.items] == [str(n) for n in range(MAX_ITEMS)]
    assert [fault.why for fault in document.faults] == [
        "only the first 2,000 entries are read; 7 more are in the document"
    ]


def test_pages_of_a_sitemap_leave_room_for_its_news() -> None:
    pages = "<url><loc>https://nutmeg.example/p</loc></url>" * (MAX_ITEMS + 1)
    news = "<url><loc>https://nutmeg.example/n</loc><news:news><news:title>News</news:title></news:news></url>"
    document = sitemap.document(parsed(f"<urlset>{pages}{news}</urlset>".encode()), None)
    assert [item.headline for item in document.items] == ["News"]
    assert (len(document.skipped), document.faults) == (MAX_ITEMS + 1, ())


@pytest.mark.parametrize("read", [rss.document, atom.document, sitemap.document])
def test_another_root_is_refused_by_name(read: Callable[[Any, str | None], Document]) -> None:
    with pytest.raises(UnreadableDocument, match=r"no (RSS|Atom|sitemap)"):
        read(parsed(b"<opml><body/></opml>"), URL)


@pytest.mark.parametrize("value", [None, [], 7, "x", {}, {"items": None}, {"items": {}}])
def test_json_without_a_list_of_items_is_no_feed(value: object) -> None:
    with pytest.raises(UnreadableDocument, match="list of items"):
        json_feed.document(value, URL)


@pytest.mark.parametrize(
    ("ttl", "period", "times", "minutes"),
    [
        ("30", "", "", 30),
        ("", "hourly", "2", 30),
        ("", "weekly", "", 10_080),
        ("90", "hourly", "1", 90),
        ("-5", "never", "0", None),
        ("nan", "daily", "0", None),
        ("1e9", "hourly", "x", None),
        ("0", "", "", None),
    ],
)
def test_the_longest_wait_that_a_feed_asks_for_counts(ttl: str, period: str, times: str, minutes: float | None) -> None:
    said = f"<sy:updatePeriod>{period}</sy:updatePeriod><sy:updateFrequency>{times}</sy:updateFrequency>"
    document = rss.document(parsed(f"<rss><channel><ttl>{ttl}</ttl>{said}</channel></rss>".encode()), None)
    assert document.hints.every_minutes == minutes


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("a.html", "https://feeds.harbourline.example/world/a.html"),
        (" //other.example/b c ", "https://other.example/b%20c"),
        ("mailto:desk@harbourline.example", None),
        ("file:///etc/hosts", None),
        ("http://[::1", None),
        ("https://harbourline.example/" + "x" * 2048, None),
    ],
)
def test_a_link_is_an_absolute_web_address_or_none(link: str, url: str | None) -> None:
    document = rss.document(parsed(f"<rss><item><title>A</title><link>{link}</link></item></rss>".encode()), URL)
    assert document.items[0].url == url
