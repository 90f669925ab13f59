"""Feeds as their specifications have them: RSS of three kinds, RDF, two Atoms, a news sitemap."""

from collections.abc import Callable
from datetime import datetime
from email.utils import format_datetime
from html import escape

from tests.day.stories import Feed, Story, Version

Shown = list[tuple[Story, Version]]
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DC = "http://purl.org/dc/elements/1.1/"


def paragraphs(version: Version) -> str:
    """The text in HTML; its markup changes with edits that do not matter."""
    mark = f' class="t{version.touched}"' if version.touched else ""
    return "\n".join(f"<p{mark}>{escape(text, quote=False)}</p>" for text in version.paragraphs)


def link(feed: Feed, story: Story, version: Version) -> str:
    """The story's address as a feed gives it: with a tracking parameter after an edit."""
    return feed.page(story) + (f"?utm_source=feed{version.touched}" if version.touched else "")


def title(version: Version) -> str:
    """The headline, or the words that kill the story."""
    return escape(f"KILL - {version.headline}" if version.canceled else version.headline, quote=False)


def text(version: Version) -> str:
    """The story, or what is told of its end."""
    return "<p>Editors: kill the story. No substitute follows.</p>" if version.canceled else paragraphs(version)


def rss091(feed: Feed, shown: Shown, bad: bool) -> bytes:
    """Nothing but title, link and description."""
    items = "".join(
        f"<item><title>{title(version)}</title><link>{escape(feed.page(story))}</link>"
        f"<description>{escape(text(version))}</description></item>"
        for story, version in shown
    )
    return _rss("0.91", feed, items, bad)


def rss092(feed: Feed, shown: Shown, bad: bool) -> bytes:
    """With a guid and a date of the first version."""
    items = "".join(
        f"<item><title>{title(version)}</title><guid isPermaLink='false'>{story.guid}</guid>"
        f"<link>{escape(link(feed, story, version))}</link><category>t{version.touched}</category>"
        f"<pubDate>{format_datetime(story.published, usegmt=True)}</pubDate>"
        f"<description><![CDATA[{text(version)}]]></description></item>"
        for story, version in shown
    )
    return _rss("0.92", feed, items, bad)


def rss2(feed: Feed, shown: Shown, bad: bool) -> bytes:
    """With a teaser and the full text, and the time of the version."""
    items = "".join(
        f"<item><title>{title(version)}</title><guid isPermaLink='false'>{story.guid}</guid>"
        f"<link>{escape(link(feed, story, version))}</link><dc:creator>{story.byline}</dc:creator>"
        f"<pubDate>{format_datetime(story.published)}</pubDate><atom:updated>{_iso(version.updated)}</atom:updated>"
        f"<description>{escape(version.paragraphs[0][:60], quote=False)}...</description>"
        f"<content:encoded><![CDATA[{text(version)}]]></content:encoded></item>"
        for story, version in shown
    )
    return _rss("2.0", feed, items, bad)


def teaser(feed: Feed, shown: Shown, bad: bool) -> bytes:
    """RSS that tells of each story no more than how it begins: the text is on its page."""
    items = "".join(
        f"<item><title>{title(version)}</title><link>{escape(feed.page(story))}</link>"
        f"<pubDate>{format_datetime(story.published)}</pubDate><atom:updated>{_iso(version.updated)}</atom:updated>"
        f"<description>{escape(version.teaser, quote=False)}</description></item>"
        for story, version in shown
    )
    return _rss("2.0", feed, items, bad)


def rdf(feed: Feed, shown: Shown, bad: bool) -> bytes:
    """RSS 1.0."""
    items = "".join(
        f"<item rdf:about='{story.guid}'><title>{title(version)}</title><link>{escape(feed.page(story))}</link>"
        f"<dc:date>{_iso(story.published)}</dc:date><dc:subject>t{version.touched}</dc:subject>"
        f"<description>{escape(text(version))}</description></item>"
        for story, version in shown
    )
    items += "<item><dc:date>2026-01-01</dc:date></item>" * bad
    return (
        f"<?xml version='1.0'?><rdf:RDF xmlns:rdf='{_RDF}' xmlns='http://purl.org/rss/1.0/' xmlns:dc='{_DC}'>"
        f"<channel rdf:about='{feed.site}'><title>{feed.source}</title><link>{feed.site}</link>"
        f"<dc:language>en</dc:language></channel>{items}</rdf:RDF>"
    ).encode()


def atom1(feed: Feed, shown: Shown, bad: bool) -> bytes:
    """Atom 1.0; killed stories leave a tombstone."""
    return _atom(feed, shown, bad, _entry1)


def atom03(feed: Feed, shown: Shown, bad: bool) -> bytes:
    """Atom 0.3, with its own names for times and content."""
    return _atom(feed, shown, bad, _entry03)


def sitemap(feed: Feed, shown: Shown, bad: bool) -> bytes:
    """A news sitemap: addresses and headlines."""
    entries = "".join(
        f"<url><loc>{escape(feed.page(story))}</loc><lastmod>{_iso(version.updated)}</lastmod><n:news><n:publication>"
        f"<n:name>{feed.source}</n:name><n:language>en</n:language></n:publication>"
        f"<n:publication_date>{_iso(story.published)}</n:publication_date><n:title>{title(version)}</n:title></n:news></url>"
        for story, version in shown
    )
    entries += "<url><n:news><n:title>A headline without an address</n:title></n:news></url>" * bad
    return (
        "<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"
        f" xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'>{entries}</urlset>"
    ).encode()


def page(feed: Feed, story: Story, version: Version) -> bytes:
    """The page of a story, with what pages have around it."""
    said = (
        f'{{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "{version.headline}",'
        f' "datePublished": "{_iso(story.published)}", "dateModified": "{_iso(version.updated)}"}}'
    )
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>{title(version)} | {feed.source}</title>"
        f"<link rel='canonical' href='{feed.page(story)}'><script type='application/ld+json'>{said}</script></head>"
        f"<body><nav><a href='/'>Home</a> <a href='/weather'>Weather</a> <a href='/sport'>Sport</a></nav>"
        f"<article><h1>{title(version)}</h1>\n{paragraphs(version)}\n</article>"
        f"<footer><a href='/terms'>Terms</a> <a href='/about'>About us</a></footer></body></html>"
    ).encode()


def _rss(number: str, feed: Feed, items: str, bad: bool) -> bytes:
    items += "<item><category>an entry without a story</category></item>" * bad
    spaces = f"xmlns:dc='{_DC}' xmlns:atom='http://www.w3.org/2005/Atom'"
    return (
        f"<?xml version='1.0' encoding='utf-8'?><rss version='{number}' {spaces}"
        f" xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>{feed.source}</title>"
        f"<link>{feed.site}</link><description>News</description><language>en</language>{items}</channel></rss>"
    ).encode()


def _atom(feed: Feed, shown: Shown, bad: bool, entry: Callable[[Feed, Story, Version], str]) -> bytes:
    space = "http://www.w3.org/2005/Atom" if entry is _entry1 else "http://purl.org/atom/ns#"
    entries = (
        "".join(entry(feed, story, version) for story, version in shown) + "<entry><rights>x</rights></entry>" * bad
    )
    return (
        f"<?xml version='1.0'?><feed xmlns='{space}' xmlns:at='http://purl.org/atompub/tombstones/1.0' xml:lang='en'>"
        f"<title>{feed.source}</title><id>{feed.site}</id>{entries}</feed>"
    ).encode()


def _entry1(feed: Feed, story: Story, version: Version) -> str:
    if version.canceled:
        return f"<at:deleted-entry ref='{story.guid}' when='{_iso(version.updated)}'/>"
    return (
        f"<entry><id>{story.guid}</id><title>{title(version)}</title>"
        f"<link href='{escape(link(feed, story, version))}'/>"
        f"<published>{_iso(story.published)}</published><updated>{_iso(version.updated)}</updated>"
        f"<author><name>{story.byline}</name></author>"
        f"<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>{text(version)}</div></content></entry>"
    )


def _entry03(feed: Feed, story: Story, version: Version) -> str:
    return (
        f"<entry><id>{story.guid}</id><title>{title(version)}</title><link rel='alternate' href='{feed.page(story)}'/>"
        f"<issued>{_iso(story.published)}</issued><modified>{_iso(version.updated)}</modified>"
        f"<content type='text/html' mode='escaped'>{escape(text(version))}</content></entry>"
    )


def _iso(moment: datetime) -> str:
    return moment.isoformat()
