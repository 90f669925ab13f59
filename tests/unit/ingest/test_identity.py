import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from schemas.articles import ArticleId
from services.ingest.domain.identity import article_id, canonical_url
from services.ingest.domain.items import Item

STORY = "https://harbourline.example/world/drone-strike"
ADDRESSES = st.lists(
    st.sampled_from(
        "https:// http:// www. m. amp. HARBOURLINE.example cdn.ampproject.org google.com :443 :80 :x @ [ ] / // /c/s/"
        " /amp/s/ amp .amp .html ? & &amp; = # utm_source a b %2f %zz é \ud800 . ; +".split()
    )
).map("".join)


@pytest.mark.parametrize(
    "url",
    [
        "http://harbourline.example/world/drone-strike",
        "https://www.harbourline.example/world/drone-strike/",
        "HTTPS://WWW.Harbourline.Example:443/world/drone-strike#top",
        "http://m.harbourline.example:80/world/drone-strike",
        "https://harbourline.example/world/drone-strike?utm_source=rss&utm_medium=feed&fbclid=1&CMP=x&xtor=RSS-1",
        "https://harbourline.example/world/drone-strike/amp",
        "https://harbourline.example/world/drone-strike/amp/",
        "https://harbourline.example/amp/world/drone-strike",
        "https://amp.harbourline.example/world/drone-strike",
        "https://harbourline.example/world/drone-strike.amp",
        "https://harbourline.example/world/drone-strike?amp=1",
        "https://harbourline.example/world/drone-strike?amp",
        "https://harbourline.example/world/drone-strike?outputType=amp",
        "https://harbourline-example.cdn.ampproject.org/c/s/harbourline.example/world/drone-strike",
        "https://harbourline-example.cdn.ampproject.org/v/s/www.harbourline.example/world/drone-strike/amp?amp_js_v=0.1",
        "https://www.google.com/amp/s/www.harbourline.example/world/drone-strike",
        "  https://harbourline.example/world/drone-strike\n",
    ],
)
def test_one_story_has_one_address(url: str) -> None:
    assert canonical_url(url) == STORY


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://harbourline.example/?p=1", "https://harbourline.example/?p=2"),
        ("https://harbourline.example/Story", "https://harbourline.example/story"),
        ("https://harbourline.example:8443/a", "https://harbourline.example/a"),
        ("https://world.harbourline.example/a", "https://harbourline.example/a"),
        ("https://harbourline.example/amplifier", "https://harbourline.example/lifier"),
        ("https://m.example/a", "https://example/a"),
        ("https://harbourline.example/a?output=pdf", "https://harbourline.example/a"),
        ("https://harbourline.example/a%2Fb", "https://harbourline.example/a/b"),
    ],
)
def test_other_stories_have_other_addresses(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


def test_parameters_are_in_order_and_escaped_once() -> None:
    assert canonical_url("https://h.example/a?b=2&amp;a=1&c=") == "https://h.example/a?a=1&b=2&c="
    assert canonical_url("https://h.example/é?q=é") == "https://h.example/%C3%A9?q=%C3%A9"


@given(ADDRESSES | st.text())
def test_an_address_in_its_one_spelling_stays_so(url: str) -> None:
    assert canonical_url(canonical_url(url)) == canonical_url(url)


@given(st.text(min_size=1), st.none() | st.text(), st.none() | ADDRESSES, st.text(), st.text())
def test_every_item_has_a_valid_id(source: str, guid: str | None, url: str | None, headline: str, body: str) -> None:
    item = Item(guid=guid, url=url, headline=headline, body=body)
    name = article_id(source, item)
    assert TypeAdapter(ArticleId).validate_python(name) == name == article_id(source, item)


def test_the_id_is_readable() -> None:
    assert article_id("Harbourline News", Item(guid="1")).startswith("harbourline-news-")


def test_versions_of_a_story_have_one_id() -> None:
    first = article_id("wire", Item(guid="1", headline="h", url=STORY, version=1))
    assert article_id("wire", Item(guid=" 1 ", headline="h, corrected", version=2)) == first


def test_a_guid_that_is_an_address_agrees_with_the_address() -> None:
    by_guid = article_id("wire", Item(guid="http://www.harbourline.example/world/drone-strike/?utm_source=rss"))
    assert by_guid == article_id("wire", Item(url=STORY))


def test_sources_stories_and_days_are_told_apart() -> None:
    items = [Item(guid="1"), Item(guid="2"), Item(headline="h"), Item(headline="h", body="b")]
    ids = [article_id(source, item) for item in items for source in ("wire", "Wire", "other")]
    assert len(set(ids)) == len(ids)
