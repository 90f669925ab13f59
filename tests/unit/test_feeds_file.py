"""feeds.toml as the command line changes it."""

from pathlib import Path

import pytest

from services.ingest.domain.feeds import Feed, WrongFeeds, read_feeds
from tallywire.feeds_file import added, name_of, opened, outlines

HARBOUR = Feed(name="harbour", url="https://harbour.example/rss", language="en")

OPML = b"""<?xml version="1.0"?>
<opml version="2.0"><head><title>Desk</title></head><body>
  <outline text="Gulf">
    <outline text="Harbourline World" xmlUrl="https://harbour.example/world.xml" type="rss"/>
  </outline>
  <outline title="Copperline" text="x" xmlUrl="http://copper.example/atom" language="fr"/>
  <outline text="no address"/>
  <outline text="Broken" xmlUrl="ftp://old.example/feed"/>
</body></opml>"""


def test_a_feed_is_added_and_comments_stay(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text('# our desk\n[[feed]]\nname = "copper" # the old one\nurl = "http://copper.example/atom"\n')
    assert [feed.name for feed in added(path, [HARBOUR])] == ["harbour"]
    assert "# our desk" in path.read_text()
    assert "# the old one" in path.read_text()
    assert [feed.name for feed in opened(path).feed] == ["copper", "harbour"]
    assert opened(path).feed[1] == HARBOUR


def test_an_address_is_not_added_twice_and_a_name_that_is_taken_gets_a_number(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    other = Feed(name="harbour", url="https://harbour.example/atom")
    assert [feed.name for feed in added(path, [HARBOUR, HARBOUR, other])] == ["harbour", "harbour-2"]
    assert added(path, [HARBOUR, other]) == []


def test_a_file_that_is_wrong_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text("[[feed]]\nname = ")
    with pytest.raises(WrongFeeds, match="no valid TOML"):
        added(path, [HARBOUR])
    assert path.read_text() == "[[feed]]\nname = "


def test_opml_gives_its_feeds_and_names_those_that_are_none() -> None:
    feeds, faults = outlines(OPML)
    assert [(feed.name, feed.source, feed.language) for feed in feeds] == [
        ("harbourline-world", "Harbourline World", None),
        ("copperline", "Copperline", "fr"),
    ]
    assert len(faults) == 1
    assert "ftp://old.example/feed" in faults[0]


@pytest.mark.parametrize("raw", [b"<rss/>", b"<opml><body/></opml>"])
def test_what_is_no_opml_says_so(raw: bytes) -> None:
    with pytest.raises(WrongFeeds, match="OPML"):
        outlines(raw)


def test_a_feed_without_a_title_goes_by_its_address() -> None:
    assert name_of("https://www.harbour.example/world/rss.xml") == "harbour-example-world-rss-xml"
    assert name_of("https://www.harbour.example/", "Gulf — the desk") == "gulf-the-desk"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('[[feed]]\nname = "a"\nurl = "https://me:secret@a.example/"', "user_env"),
        ('[[feed]]\nname = "a"\nurl = "file:///etc/passwd"', "http or https"),
        ('[[feed]]\nname = "a"\nurl = "https://a.example/"\nmin_minutes = 10\nmax_minutes = 5', "below"),
        ('[[feed]]\nname = "a"\nurl = "https://a.example/"\nintervall = 5', "intervall"),
        ('[[feed]]\nname = "a"\nurl = "https://a.example/"\n[[folder]]\nname = "a"\npath = "x"', "given twice"),
    ],
)
def test_a_wrong_entry_is_named_with_its_remedy(text: str, reason: str) -> None:
    with pytest.raises(WrongFeeds, match=reason):
        read_feeds(text)


def test_a_feed_is_its_own_source_unless_another_is_named() -> None:
    (feed,) = read_feeds('[[feed]]\nname = "a"\nurl = "https://a.example/"').feed
    assert feed.source == "a"
