"""All formats of the day by name, with what each can tell."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.day import agency_xml, feeds_text, feeds_xml
from tests.day.stories import Feed, Story, Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """How a feed is written."""

    write: Callable[[Feed, list[tuple[Story, Version]], bool], bytes]
    """The document; with a bad entry among the good ones if it is asked for."""
    type: str
    kills: bool = True
    embargoes: bool = False
    ordered: bool = True
    """Versions say which of them is newer, so that an old one that comes back is known for what it is."""
    follow: bool = False
    """The text is on the stories' pages."""
    ends: bool = True
    """One can see of a document whether it is whole."""
    one: bool = False
    """A document is one story."""


_XML, _JSON = "application/xml", "application/json"
FORMATS = {
    "rss091": Format(write=feeds_xml.rss091, type="application/rss+xml", ordered=False),
    "rss092": Format(write=feeds_xml.rss092, type="application/rss+xml", ordered=False),
    "rss2": Format(write=feeds_xml.rss2, type="application/rss+xml"),
    "teaser": Format(write=feeds_xml.teaser, type="application/rss+xml", kills=False, follow=True),
    "rdf": Format(write=feeds_xml.rdf, type="application/rdf+xml", ordered=False),
    "atom03": Format(write=feeds_xml.atom03, type="application/atom+xml"),
    "atom1": Format(write=feeds_xml.atom1, type="application/atom+xml"),
    "sitemap": Format(write=feeds_xml.sitemap, type=_XML, kills=False, follow=True),
    "page": Format(
        write=lambda feed, shown, _: feeds_xml.page(feed, *shown[0]),
        type="text/html",
        kills=False,
        ends=False,
        one=True,
    ),
    "newsml_g2": Format(write=agency_xml.newsml_g2, type="application/vnd.iptc.g2.newsmessage+xml", embargoes=True),
    "newsml12": Format(write=agency_xml.newsml12, type=_XML, embargoes=True),
    "nitf": Format(write=agency_xml.nitf, type=_XML, embargoes=True, one=True),
    "json_feed1": Format(write=feeds_text.json_feed1, type=_JSON),
    "json_feed11": Format(write=feeds_text.json_feed11, type="application/feed+json"),
    "ninjs1": Format(write=feeds_text.ninjs1, type=_JSON, embargoes=True),
    "ninjs2": Format(write=feeds_text.ninjs2, type=_JSON, embargoes=True),
    "ninjs3": Format(write=feeds_text.ninjs3, type=_JSON, embargoes=True),
    "plain_json": Format(write=feeds_text.plain_json, type=_JSON, embargoes=True),
    "json_lines": Format(write=feeds_text.json_lines, type="application/x-ndjson", embargoes=True, ends=False),
    "iptc7901": Format(write=feeds_text.iptc7901, type="text/plain; charset=iso-8859-1", ends=False),
    "mbox": Format(write=feeds_text.mbox, type="application/mbox", ends=False),
}


def document(feed: Feed, tick: int, *, bad: bool = False) -> bytes:
    """What the feed shows at the tick."""
    return FORMATS[feed.format].write(feed, feed.shown(tick), bad)
