"""One name per story: its address in one spelling, and an id that stays the same over all its deliveries."""

import hashlib
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit

from services.ingest.domain.items import Item

_MAX_URL = 8192
"""Longer texts are no addresses."""
_HTTP = re.compile(r"https?://", re.IGNORECASE)
_CACHED = re.compile(
    r"(?:(?:.*\.)?cdn\.ampproject\.org/[a-z]/(?:s/)?|(?:www\.)?google\.[a-z.]+/amp/(?:s/)?)(?P<real>[^/?#].*)",
    re.DOTALL,
)
_SHOP_FRONT = re.compile(r"(?:(?:www|m|mobile|amp)\.)+(?=[^.]+\.[^.])")
_AMP_ENDING = re.compile(r"(?:\.amp)+(?=(?:\.html?)?$)")
_SAFE = "%/:;@!$&'()*+,=~-._"
_SLUG_LENGTH = 60
_FIRST_WORDS = 30


@dataclass(frozen=True, slots=True)
class _Tracking:
    """Parameters that do not tell what is read."""

    prefixes: tuple[str, ...]
    names: frozenset[str]
    values: dict[str, str]


def article_id(source: str, item: Item) -> str:
    """The story's id: a readable slug of the source and 20 hex digits; the same for every version and delivery.

    They are made of the source's own name for the story, else its address, else its headline, day and first words.
    """
    for name in (item.guid, item.url):
        if name and name.strip():
            return named(source, name)
    return _id(source, _told(item))


def named(source: str, guid: str) -> str:
    """The id of the story that the source calls `guid`; an address is put into its one spelling first."""
    return _id(source, canonical_url(guid))


def canonical_url(url: str) -> str:
    """The one spelling of an address: to compare with, not to fetch (http is https, `www.` and `m.` are dropped).

    Without fragment, default port, tracking parameters and AMP variants; the other parameters in order. What is no
    http address comes back without the blanks around it.
    """
    text = url.encode("utf-8", "replace").decode().strip()
    if not _HTTP.match(text) or len(text) > _MAX_URL:
        return text
    try:
        return _canonical(text)
    except ValueError:
        return text


def _canonical(text: str) -> str:
    """Raises ValueError for an impossible host or port."""
    parts = urlsplit(re.sub(r"&(?:amp;)+", "&", text))
    while cached := _CACHED.match(f"{_host(parts)}{parts.path}"):
        parts = urlsplit(f"https://{cached['real']}?{parts.query}")
    host = _SHOP_FRONT.sub("", _host(parts), count=1)
    return f"https://{host}{_path(parts.path)}{_query(parts.query)}" if host else text


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").strip(".")
    host = f"[{host}]" if ":" in host else host
    return host if parts.port in (None, 80, 443) else f"{host}:{parts.port}"


def _path(path: str) -> str:
    steps = [step for step in path.split("/") if step and step.lower() != "amp"]
    kept = "/".join(steps) or path.strip("/")
    spelt = re.sub(r"%[0-9a-fA-F]{2}", lambda found: found[0].upper(), quote(kept, safe=_SAFE))
    ending = _AMP_ENDING.sub("", spelt)
    return f"/{ending}" if ending else ""


def _query(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = sorted((name, value) for name, value in pairs if not _is_tracking(name.lower(), value))
    return f"?{urlencode(kept)}" if kept else ""


def _is_tracking(name: str, value: str) -> bool:
    tracking = _tracking()
    told_by_value = tracking.values.get(name)
    return name in tracking.names or name.startswith(tracking.prefixes) or told_by_value == value.lower()


@cache
def _tracking() -> _Tracking:
    read = tomllib.loads(files(__package__).joinpath("identity.toml").read_text(encoding="utf-8"))
    return _Tracking(tuple(read["prefixes"]), frozenset(read["names"]), read["values"])


def _told(item: Item) -> str:
    return "\n".join(_words(item))


def _words(item: Item) -> Iterator[str]:
    yield " ".join(item.headline.split())
    yield item.published.date().isoformat() if item.published else ""
    yield " ".join(item.body.split()[:_FIRST_WORDS])


def _id(source: str, name: str) -> str:
    digits = hashlib.sha256(f"{source}\n{name}".encode("utf-8", "backslashreplace")).hexdigest()[:20]
    slug = re.sub(r"[^a-z0-9]+", "-", source.lower()).strip("-")[:_SLUG_LENGTH].strip("-")
    return f"{slug or 'source'}-{digits}"
