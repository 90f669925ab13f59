"""Google's news sitemaps: addresses and headlines of the last days."""

from functools import partial

from services.ingest.domain.formats.entries import collected_elements
from services.ingest.domain.formats.feed_parts import Parts, elements, name
from services.ingest.domain.formats.feed_words import absolute, language, topics
from services.ingest.domain.formats.xml import Element, local, namespace
from services.ingest.domain.items import Document, Hints, Item, Skipped, UnreadableDocument, UnreadableItem


def document(root: Element, url: str | None) -> Document:
    """The stories of the sitemap; other pages, and the sitemaps that an index names, are skipped by their addresses.

    Raises:
        UnreadableDocument: it is neither a sitemap nor an index of sitemaps.
    """
    home = namespace(root)
    kind = local(root).lower()
    if kind not in {"urlset", "sitemapindex"}:
        raise UnreadableDocument("no sitemap: its root is neither a urlset nor a sitemapindex")
    entries = elements(root, home, "url", "sitemap")
    return collected_elements("sitemap", _hints(root, home), entries, partial(_entry, home, url))


def _entry(home: str, url: str | None, entry: Element) -> Item | Skipped:
    page = Parts.of(entry, home)
    place = absolute(page.word("loc"), url)
    if name(entry, home) == "sitemap":
        return Skipped("sitemap", place)
    if not page.all("news:news"):
        return Skipped("page", place)
    if not place:
        raise UnreadableItem("the entry has no address")
    news = Parts.of(page.all("news:news")[0], home)
    keywords, _ = topics(("", each, "") for each in (news.word("news:keywords") or "").split(","))
    return Item(
        url=place,
        headline=news.line("news:title") or "",
        language=_language(news, home),
        published=news.when("news:publication_date"),
        updated=page.when("lastmod"),
        keywords=keywords,
    )


def _language(news: Parts, home: str) -> str | None:
    """The publication's; in older sitemaps the story's own."""
    publications = [Parts.of(each, home) for each in news.all("news:publication")]
    return language(*(each.word("news:language") for each in publications), news.word("news:language"))


def _hints(root: Element, home: str) -> Hints:
    """The name and the language of the first publication."""
    stories = [Parts.of(each, home) for each in elements(root, home, "news:news")[:1]]
    names = (Parts.of(each, home).line("news:name") for news in stories for each in news.all("news:publication"))
    return Hints(title=next(names, None), language=next((_language(news, home) for news in stories), None))
