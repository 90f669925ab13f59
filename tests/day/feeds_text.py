"""What is no XML: JSON Feed, ninjs, plain JSON, JSON Lines, teleprinter messages, mail."""

import json
import textwrap
from email.utils import format_datetime
from typing import Any

from tests.day.feeds_xml import Shown, link, paragraphs, text, title
from tests.day.stories import Feed, Story, Version

JsonObject = dict[str, Any]
_CAMEL = {
    "versioncreated": "versionCreated",
    "firstcreated": "firstCreated",
    "pubstatus": "pubStatus",
    "ednote": "edNote",
}


def json_feed1(feed: Feed, shown: Shown, bad: bool) -> bytes:
    """JSON Feed 1."""
    return _json_feed("1", feed, shown, bad)


def json_feed11(feed: Feed, shown: Shown, bad: bool) -> bytes:
    """JSON Feed 1.1."""
    return _json_feed("1.1", feed, shown, bad)


def ninjs1(feed: Feed, shown: Shown, bad: bool) -> bytes:
    """Ninjs 1: small letters, a body in XHTML."""
    return _listed([_ninjs1(feed, story, version) for story, version in shown], bad)


def ninjs2(feed: Feed, shown: Shown, bad: bool) -> bytes:
    """Ninjs 2: lists of headlines and bodies."""
    return _listed([_ninjs2(feed, story, version) for story, version in shown], bad)


def ninjs3(feed: Feed, shown: Shown, bad: bool) -> bytes:
    """Ninjs 3: camelCase."""
    items = [
        {_CAMEL.get(name, name): value for name, value in _ninjs2(feed, story, version).items()}
        for story, version in shown
    ]
    return _listed(items, bad)


def plain_json(feed: Feed, shown: Shown, bad: bool) -> bytes:
    """An object around a list of wires."""
    wires: list[Any] = [_wire(feed, story, version) for story, version in shown]
    return json.dumps({"count": len(shown), "articles": wires + ["no wire"] * bad}).encode()


def json_lines(feed: Feed, shown: Shown, bad: bool) -> bytes:
    """A wire in each line."""
    lines = [json.dumps(_wire(feed, story, version), ensure_ascii=False) for story, version in shown]
    return "\n".join(lines + ['{"id": "cut o'] * bad).encode()


def iptc7901(_feed: Feed, shown: Shown, bad: bool) -> bytes:
    """Teleprinter messages, wrapped at 69 columns."""
    messages = [_message(number, story, version) for number, (story, version) in enumerate(shown, 1)]
    return ("".join(messages) + "\x01no header line\r\n\x02Text\x03\x04" * bad).encode("latin-1")


def mbox(feed: Feed, shown: Shown, bad: bool) -> bytes:
    """A message for each version up to the one that is shown: a later one supersedes the one before."""
    mails = [
        _mail(feed, story, number) for story, version in shown for number in range(story.versions.index(version) + 1)
    ]
    empty = "From wire@x.example Mon Jan  5 10:00:00 2026\nFrom: Wire <wire@x.example>\nSubject: Nothing\n\n\n"
    return "\n".join(mails + [empty] * bad).encode()


def _json_feed(number: str, feed: Feed, shown: Shown, bad: bool) -> bytes:
    items: list[Any] = [
        {
            "id": story.guid,
            "url": link(feed, story, version),
            "title": f"KILL - {version.headline}" if version.canceled else version.headline,
            "content_html": text(version),
            "date_published": story.published.isoformat(),
            "date_modified": version.updated.isoformat(),
            "tags": [f"t{version.touched}"],
        }
        for story, version in shown
    ]
    about = {"version": f"https://jsonfeed.org/version/{number}", "title": feed.source, "language": "en"}
    return json.dumps({**about, "items": items + [17] * bad}).encode()


def _ninjs1(feed: Feed, story: Story, version: Version) -> JsonObject:
    return {
        "uri": story.guid,
        "type": "text",
        "version": str(story.versions.index(version) + 1),
        "versioncreated": version.updated.isoformat(),
        "firstcreated": story.published.isoformat(),
        "pubstatus": "canceled" if version.canceled else "usable",
        "language": "en",
        "headline": version.headline,
        "byline": story.byline,
        "slugline": story.name,
        "body_xhtml": "" if version.canceled else paragraphs(version),
        **({"embargoed": version.embargo.isoformat()} if version.embargo else {}),
        **({"ednote": version.note} if version.note else {}),
        **({"keyword": [f"t{version.touched}"]} if version.touched else {}),
    }


def _ninjs2(feed: Feed, story: Story, version: Version) -> JsonObject:
    item = _ninjs1(feed, story, version)
    body, head = item.pop("body_xhtml"), item.pop("headline")
    bodies = [{"role": "main", "contenttype": "text/html", "value": body}]
    return {**item, "headlines": [{"role": "main", "value": head}], "bodies": bodies}


def _listed(items: list[JsonObject], bad: bool) -> bytes:
    return json.dumps([*items, *([{"type": "text", "language": "en"}] * bad)]).encode()


def _wire(feed: Feed, story: Story, version: Version) -> JsonObject:
    return {
        "id": story.guid,
        "headline": version.headline,
        "body": version.body,
        "published_at": story.published.isoformat(),
        "updated_at": version.updated.isoformat(),
        "language": "en",
        "status": "canceled" if version.canceled else "usable",
        "url": link(feed, story, version),
        **({"embargo_until": version.embargo.isoformat()} if version.embargo else {}),
        **({"note": version.note} if version.note else {}),
    }


def _message(number: int, story: Story, version: Version) -> str:
    killed = "-KILL" if version.canceled else ""
    body = "Editors: kill the story. No substitute follows." if version.canceled else version.body
    wrapped = "\r\n".join(
        textwrap.fill(text, 69, initial_indent="    ", break_on_hyphens=False).replace("\n", "\r\n")
        for text in body.split("\n\n")
    )
    # Wrapping at hyphens would leave a blank behind them when lines are joined.
    head = textwrap.fill(version.headline, 69, break_on_hyphens=False).replace("\n", "\r\n")
    return (
        f"\x01day{number:04d} 4 i {len(body.split())} \r\n{story.name}{killed}\r\n\x02{head}\r\n\r\n{wrapped}\r\n\x03"
        f"{version.updated:%d%H%M} GMT {version.updated:%b %y}\r\n\x04"
    )


def _mail(feed: Feed, story: Story, number: int) -> str:
    version = story.versions[number]
    body = "Editors: kill the story. No substitute follows." if version.canceled else version.body
    supersedes = f"Supersedes: <{story.guid}.{number - 1}@mail.example>\n" if number else ""
    return (
        f"From wire@{feed.source}.example {version.updated:%a %b %d %H:%M:%S %Y}\n"
        f"From: {story.byline} <wire@x.example>\n"
        f"To: desks@example.org\nSubject: {title(version)}\nDate: {format_datetime(version.updated)}\n"
        f"Message-ID: <{story.guid}.{number}@mail.example>\n{supersedes}X-Touched: {version.touched}\n"
        "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n"
        f"Content-Language: en\n\n{body}\n"
    )
