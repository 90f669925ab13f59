"""What a server answered to a poll, and how seldom it wants to be asked."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})(?!\d)", re.IGNORECASE)
_LONGEST = 1024
_SECONDS = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer, or with `error` why there was none or none of use."""

    status: int | None = None
    """None where no answer came."""
    etag: str | None = None
    """Exactly as sent, as is `last_modified`."""
    last_modified: str | None = None
    retry_after: float | None = None
    """Seconds the server wants us to wait, counted from now."""
    max_age: float | None = None
    """Seconds for which the answer stays as it is (`Cache-Control`)."""
    body_hash: str | None = None
    moved_to: str | None = None
    """Where the feed is now, if every redirect on the way was a permanent one."""
    error: str | None = None
    """The kind of a failed fetch, or `unreadable` for a body that is no feed."""
    why: str | None = None
    """The failure in words for people; holds no secret."""


def answered(status: int, headers: Mapping[str, str], body: bytes, moved_to: str | None, now: datetime) -> Answer:
    """The answer in what came over the wire; `headers` have names in lower case."""
    return Answer(
        status=status,
        etag=_echoable(headers.get("etag")),
        last_modified=_echoable(headers.get("last-modified")),
        retry_after=waiting_time(headers.get("retry-after"), now),
        max_age=_max_age(headers.get("cache-control", "")),
        body_hash=hashlib.sha256(body).hexdigest()[:32] if body else None,
        moved_to=moved_to,
    )


def waiting_time(retry_after: str | None, now: datetime) -> float | None:
    """Seconds from now that a `Retry-After` of seconds or of an HTTP date names; None for what is neither."""
    text = (retry_after or "").strip()
    if _SECONDS.fullmatch(text):
        return float(text)
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - now).total_seconds())


def _echoable(validator: str | None) -> str | None:
    """Only what can be sent back exactly, byte by byte, is worth keeping."""
    fit = validator and len(validator) <= _LONGEST and validator.isascii() and validator.isprintable()
    return validator if fit else None


def _max_age(cache_control: str) -> float | None:
    found = _MAX_AGE.search(cache_control)
    return float(found[1]) if found else None
