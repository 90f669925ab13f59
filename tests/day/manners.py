"""How servers behave: those that tell everything sooner or later, and those that nobody can read."""

from dataclasses import dataclass

TROUBLE_ENDS = 16
GONE_AT = 11
RETRY_AFTER = 3
"""Seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """What is special about a server."""

    etag: str = '"{0}"'
    """How it writes an ETag; empty: it sends none."""
    modified: bool = True
    """It sends Last-Modified."""
    believes: bool = True
    """It answers with 304 when it should."""
    encoding: str = ""
    """gzip or br."""
    type: str | None = None
    """Another content type than the format's."""
    cache: str | None = None
    """What it says in Cache-Control."""
    bad_entries: bool = False
    trouble: str = ""
    """What it does at some ticks, or always: see `server`."""


MANNERS = {
    "honest": Manner(),
    "weak": Manner(etag='W/"{0}--gzip"', modified=False, encoding="gzip"),
    "brotli": Manner(etag="", encoding="br"),
    "odd": Manner(etag="v{0}", encoding="gzip"),
    "blind": Manner(etag="", modified=False),
    "deaf": Manner(believes=False),
    "stale": Manner(trouble="stale"),
    "busy": Manner(trouble="busy"),
    "failing": Manner(etag='"a {0}"', trouble="failing"),
    "slow": Manner(encoding="gzip", trouble="slow"),
    "hanging": Manner(trouble="hanging"),
    "cut": Manner(trouble="cut"),
    "moved": Manner(trouble="moved"),
    "elsewhere": Manner(trouble="elsewhere"),
    "gone": Manner(trouble="gone"),
    "half_bad": Manner(bad_entries=True),
    "mistyped": Manner(type="text/html"),
    "untyped": Manner(etag="", type="application/octet-stream"),
    "cached": Manner(cache="public, max-age=2"),
    "locked": Manner(modified=False, trouble="locked"),
}
"""Everything that they show is published in the end."""

HOPELESS = {
    "circle": Manner(trouble="circle"),
    "forbidden": Manner(trouble="forbidden"),
    "endless": Manner(trouble="endless"),
    "bomb": Manner(trouble="bomb"),
    "closed": Manner(trouble="closed"),
    "sorry": Manner(trouble="sorry"),
    "empty": Manner(trouble="empty"),
}
"""Nothing of theirs can be read."""

ALL = {**MANNERS, **HOPELESS}


def in_trouble(number: int, tick: int) -> bool:
    """Whether a feed's server has its trouble at the tick."""
    return tick < TROUBLE_ENDS and (tick + number) % 4 == 1
