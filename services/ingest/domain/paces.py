"""How long a feed is left alone: between limits, as it changes, as it asks for, and longer where it fails."""

from dataclasses import dataclass
from datetime import datetime, timedelta

_SPREAD = 0.1
"""Share of a wait that chance adds, lest feeds that were once asked together are for ever."""
_DAY = timedelta(days=1)
_MOST_RETRY_AFTER = timedelta(days=2)
_REPEATED, _RENEWED = 0.67, 0.33
"""Shares of known entries above which a feed is asked less often, and below which it is asked more often."""
_SOFT = {404, 408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524}
_WEIGHTS = {"name": 0.5, "connect": 0.25, "timeout": 0.25, "broken": 0.25}
"""How much a kind of failure counts; any other counts one. A passing trouble is not the feed's death."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the operator allows for one feed."""

    min_minutes: float = 5
    max_minutes: float = 360
    unconditional_minutes: float = 60
    """A server that gives no validators sends its whole feed each time: it is asked no more often than this."""
    whole_after: timedelta = _DAY
    """After this long the whole feed is asked for, whatever validators say: some lie."""
    failures: float = 30
    """Weighted failures after which a feed is asked once a day only. It may come back: many do."""


def stretched(minutes: float, share_known: float, limits: Limits) -> float:
    """The next interval after a document of whose entries this share was known."""
    factor = 1.0
    if share_known == 1.0:
        factor = 1.5
    elif share_known > _REPEATED:
        factor = 1.1
    elif share_known < _RENEWED:
        factor = 0.5
    return _within(minutes * factor, limits)


def pause(minutes: float, skip_hours: frozenset[int], limits: Limits, now: datetime, *, blind: bool) -> timedelta:
    """The wait after a good answer, out of the skipped hours. `blind`: the server gives no validators."""
    minutes = _within(max(minutes, limits.unconditional_minutes if blind else 0.0), limits)
    minutes += _skipped(now + timedelta(minutes=minutes), skip_hours)
    return timedelta(minutes=_within(minutes, limits))


def backoff(minutes: float, failures: float, retry_after: float, limits: Limits) -> timedelta:
    """The wait after a failure: twice as long for each, or `retry_after` seconds where that is longer."""
    wait = timedelta(minutes=_within(minutes * 2 ** min(failures, 16), limits))
    if failures >= limits.failures:
        wait = max(wait, _DAY)
    return max(wait, min(timedelta(seconds=retry_after), _MOST_RETRY_AFTER))


def jittered(wait: timedelta, chance: float) -> timedelta:
    """The wait and up to a tenth of it more; `chance` is of [0, 1)."""
    return wait * (1 + _SPREAD * chance)


def weight(status: int | None, error: str | None) -> float:
    """How much a failure counts: less where it is likely to pass."""
    if error:
        return _WEIGHTS.get(error, 1.0)
    return 0.5 if status in _SOFT else 1.0


def _within(minutes: float, limits: Limits) -> float:
    return max(limits.min_minutes, min(minutes, limits.max_minutes))


def _skipped(moment: datetime, hours: frozenset[int]) -> float:
    """Minutes from the moment to the first hour that is not skipped; none if all are."""
    ahead = next((n for n in range(24) if (moment.hour + n) % 24 not in hours), 0)
    return 60.0 * ahead - moment.minute if ahead else 0.0
