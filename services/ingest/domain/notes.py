"""What a desk tells of a story beside the story: that it is taken back, held, corrected.

The words are in notes.toml. They stand where desks put them: "Rebels kill 5" in a headline takes nothing back.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from services.ingest.domain.items import Item
from services.ingest.domain.text.markup import line, plain

Change = Literal["none", "correction", "kill", "withhold", "advisory"]
_BY_WEIGHT: tuple[Change, ...] = ("kill", "withhold", "correction", "advisory")
_HEAD = 1500
_HEAD_PARAGRAPHS = 3
_MAX_NOTE = 2000


@dataclass(frozen=True, slots=True)
class Notice:
    """What changes, and the slug of the story of which it is told (None: the one that carries the notice)."""

    change: Change = "none"
    names: str | None = None


@dataclass(frozen=True, slots=True)
class _Signs:
    """Patterns by change and place."""

    by_change: dict[Change, dict[str, re.Pattern[str]]]
    editors: re.Pattern[str]
    slugs: tuple[re.Pattern[str], ...]
    lifted: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Told:
    """The places of an item where desks speak."""

    headline: str
    desk: tuple[str, ...]
    body: str
    is_all: bool
    """Nothing else stands in it."""


def told(item: Item) -> Notice:
    """What note, headline, slug and the head of the body tell of the story or of another one."""
    signs, places = _signs(), _places(item)
    change = next((change for change in _BY_WEIGHT if _says(signs.by_change[change], places)), None)
    if change is None:
        return Notice("advisory" if places.desk and places.is_all else "none")
    spoken = (places.headline, *places.desk, places.body)
    names = (found["SLUG"] for text in spoken for slug in signs.slugs if (found := slug.search(text)))
    return Notice(change, next(names, None) if change in ("kill", "withhold") else None)


def _places(item: Item) -> _Told:
    signs = _signs()
    head = [text for text in plain(item.body[:_HEAD]).split("\n") if text]
    to_editors = [text for text in head[:_HEAD_PARAGRAPHS] if signs.editors.match(text)]
    spoken = [line((item.note or "")[:_MAX_NOTE]), *to_editors]
    headline = line(item.headline[:_HEAD])
    if signs.editors.match(headline):
        spoken.append(headline)
    desk = tuple(text for text in spoken if text and not signs.lifted.search(text))
    is_all = len(to_editors) == len(head) and (not headline or bool(signs.editors.match(headline)))
    return _Told(headline, desk, head[0] if head else "", is_all)


def _says(patterns: dict[str, re.Pattern[str]], places: _Told) -> bool:
    return bool(
        patterns["headline"].match(places.headline)
        or patterns["body"].match(places.body)
        or any(map(patterns["desk"].search, places.desk))
    )


@cache
def _signs() -> _Signs:
    read = tomllib.loads(files(__package__).joinpath("notes.toml").read_text(encoding="utf-8"))
    by_change = {
        change: {place: _any_of(read[change][place], read["story"]) for place in ("headline", "desk", "body")}
        for change in _BY_WEIGHT
    }
    slugs = tuple(map(re.compile, read["slug"]))
    return _Signs(by_change, re.compile(read["editors"]), slugs, re.compile(read["lifted"]))


def _any_of(patterns: list[str], story: str) -> re.Pattern[str]:
    """Without any pattern: what matches nothing."""
    texts = (pattern.replace("<STORY>", story) for pattern in patterns)
    return re.compile("|".join(texts) or r"(?!)")
