"""schema.org's word on a page: the article in its JSON-LD, and plain texts out of values of any shape."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from services.ingest.domain.formats.xml import Element

_ARTICLES = {"BlogPosting", "LiveBlogPosting", "Report", "SocialMediaPosting"}
_HOLDERS = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "hasPart", "item")
_NAMES = ("name", "@value", "text", "rendered", "@id", "url")
_MAX_DEPTH = 8


def article(page: Element) -> Mapping[str, Any]:
    """The first article in the page's JSON-LD (one with a headline before one without); empty if there is none."""
    found = [node for script in page.iter("script") if _is_json_ld(script) for node in _nodes(_value(script), 0)]
    articles = [node for node in found if _is_article(node)]
    return next((node for node in articles if node.get("headline")), articles[0] if articles else {})


def texts(value: Any, depth: int = 0) -> Iterator[str]:
    """The texts in a value: itself, a list's, the name of a thing."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list) and depth < _MAX_DEPTH:
        for one in value:
            yield from texts(one, depth + 1)
    elif isinstance(value, dict) and depth < _MAX_DEPTH:
        yield from texts(next((value[name] for name in _NAMES if value.get(name)), None), depth + 1)


def _is_json_ld(script: Element) -> bool:
    return "ld+json" in (script.get("type") or "").lower()


def _value(script: Element) -> Any:
    """What the script holds; None if it is broken: the page has other marks of what it tells."""
    try:
        return json.loads(script.text or "", strict=False)
    except (ValueError, RecursionError):
        return None


def _nodes(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, dict):
        yield value
        for holder in _HOLDERS:
            yield from _nodes(value.get(holder), depth + 1)
    elif isinstance(value, list):
        for one in value:
            yield from _nodes(one, depth + 1)


def _is_article(node: Mapping[str, Any]) -> bool:
    kinds = (kind.rpartition("/")[2] for kind in texts(node.get("@type")))
    return any(kind.endswith("Article") or kind in _ARTICLES for kind in kinds)
