"""What came of the day, folded from the log of articles."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import inf
from typing import Any

from schemas.articles import ArticleEvent, ArticleText, ArticleWithdrawn
from services.common.envelope import opened
from tests.day.expected import Expected, Name


@dataclass(slots=True)
class Article:
    """An article as the log leaves it."""

    texts: list[ArticleText] = field(default_factory=list)
    """Its revisions, oldest first."""
    withdrawn: bool = False


@dataclass(slots=True)
class Published:
    """The log, folded."""

    articles: dict[str, Article] = field(default_factory=dict)
    came_at: dict[tuple[str, str, str], float] = field(default_factory=dict)
    """When the broker took each text first, in seconds since 1970."""
    redelivered: int = 0
    """Events that came again, the same in every byte."""
    faults: list[str] = field(default_factory=list)
    """What no log may hold: one id with two contents, revisions out of order, a revision that changes nothing."""


def published_in(records: Iterable[Any]) -> Published:
    """The fold of all records of `wire.articles.v1`."""
    found, contents = Published(), dict[str, bytes]()
    for record in records:
        event = opened(record.value)
        assert isinstance(event, ArticleEvent)
        content = event.model_dump_json().encode()
        before = contents.setdefault(event.event_id, content)
        if before is not content:
            found.redelivered += before == content
            found.faults += [f"{event.event_id} has two contents"] * (before != content)
        else:
            _take(found, event)
        if isinstance(event, ArticleText):
            found.came_at.setdefault(_key(event), record.timestamp / 1000)
    return found


def _take(found: Published, event: ArticleEvent) -> None:
    article = found.articles.setdefault(event.article_id, Article())
    article.withdrawn = isinstance(event, ArticleWithdrawn)
    if isinstance(event, ArticleText):
        last = article.texts[-1] if article.texts else None
        if last and last.revision >= event.revision:
            found.faults.append(f"{event.event_id} comes after {last.event_id}")
        if last and _told(last) == _told(event):
            found.faults.append(f"{event.event_id} says what {last.event_id} said")
        article.texts.append(event)


def _told(event: ArticleText) -> tuple[str, ...]:
    return (event.headline, event.body, event.dateline or "", event.language)


def differences(expected: Expected, found: Published) -> Iterator[str]:
    """One line for each thing that is not as it must be."""
    yield from found.faults
    for key, until in expected.embargoes.items():
        if found.came_at.get(key, inf) < until.timestamp():
            yield f"{key[:2]} came out before {until}"
    names = {article_id: _names(article, expected) for article_id, article in found.articles.items()}
    standing: dict[Name, tuple[str, str]] = {}
    withdrawn: set[Name] = set()
    for article_id, article in found.articles.items():
        if len(names[article_id]) != 1 and article.texts:
            yield f"{article_id} is of {sorted(names[article_id])}"
            continue
        for name in names[article_id]:
            if name in standing or name in withdrawn:
                yield f"{name} has two articles, one is {article_id}"
            if article.withdrawn:
                withdrawn.add(name)
            else:
                standing[name] = (article.texts[-1].headline, article.texts[-1].body)
    yield from _unequal("stands", expected.standing, standing)
    yield from (f"{name}: is not withdrawn" for name in sorted(expected.withdrawn - withdrawn))
    yield from (f"{name}: is withdrawn" for name in sorted(withdrawn - expected.withdrawn))
    yield from (f"{name}: was to be held" for name in sorted(expected.held & (standing.keys() | withdrawn)))
    yield from _in_groups(expected, found, names)


def _names(article: Article, expected: Expected) -> set[Name]:
    """The stories whose texts the article had: one, if all is well."""
    return {expected.texts.get(_key(text), ("no story of the day", text.headline)) for text in article.texts}


def _key(text: ArticleText) -> tuple[str, str, str]:
    return (text.source, text.headline, text.body)


def _unequal(what: str, expected: dict[Name, tuple[str, str]], found: dict[Name, tuple[str, str]]) -> Iterator[str]:
    for name in sorted(expected.keys() | found.keys()):
        if expected.get(name) != found.get(name):
            yield f"{name}: {what}: is {_short(found.get(name))}, should be {_short(expected.get(name))}"


def _short(told: tuple[str, str] | None) -> str:
    return f"{told[0]!r} with {len(told[1])} characters" if told else "absent"


def _in_groups(expected: Expected, found: Published, names: dict[str, set[Name]]) -> Iterator[str]:
    """In each group one is the origin, all others repeat it; what is in no group repeats nothing."""
    ids = {name: article_id for article_id, of in names.items() for name in of}
    grouped: set[str] = set()
    for group in expected.groups:
        members = {ids[name]: found.articles[ids[name]].texts[-1] for name in group if name in ids}
        grouped |= members.keys()
        origins = [article_id for article_id, text in members.items() if text.duplicate_of is None]
        told = {text.duplicate_of for text in members.values()} - {None}
        if len(origins) != 1 or told != set(origins):
            yield f"group {sorted(group)}: origins are {origins}, named are {sorted(map(str, told))}"
    for article_id, article in found.articles.items():
        if article_id not in grouped and any(text.duplicate_of for text in article.texts):
            yield f"{article_id} repeats {article.texts[-1].duplicate_of}, and should not"
