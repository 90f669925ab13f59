"""What is remembered of a feed between two polls. Whoever polls gives the time, and chance."""

from datetime import datetime
from http import HTTPStatus
from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict

from services.ingest.domain.answers import Answer
from services.ingest.domain.paces import Limits, backoff, jittered, pause, stretched, weight
from services.ingest.domain.seen import MAX_SEEN, Told, changes, share_known

_STABLE = 3
"""So often a permanent redirect must lead to the same place before we go there at once."""

HEALTHS = ("new", "good", "failing", "ended")


class Counts(BaseModel):
    """What polling one feed has come to."""

    model_config = ConfigDict(frozen=True)

    polls: int = 0
    not_modified: int = 0
    items_new: int = 0
    items_changed: int = 0
    failed: int = 0


class PollState(BaseModel):
    """What is known of a feed between two polls: goes to JSON and comes back the same."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    given_url: str
    """As the operator wrote it; where that changes, the state begins anew."""
    url: str
    """Where the feed is asked for: another one after proven permanent redirects."""
    next_poll_at: AwareDatetime
    interval_minutes: float
    phase: Literal["active", "ended"] = "active"
    """Ended: the server said 410 Gone."""
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    seen: tuple[str, ...] = ()
    """Digests of the entries of the last good document."""
    every_minutes: float | None = None
    """How seldom the last good document wants to be asked for, beside `skip_hours` (UTC)."""
    skip_hours: tuple[int, ...] = ()
    hub: str | None = None
    """The WebSub hub that the last good document named, and the address by which the hub knows the feed."""
    topic: str | None = None
    last_tried_at: AwareDatetime | None = None
    last_success_at: AwareDatetime | None = None
    last_whole_at: AwareDatetime | None = None
    """When the whole feed came last."""
    failures: float = 0
    """Weighted, since the last success."""
    why: str | None = None
    """The last failure, while there is one."""
    moved_to: str | None = None
    moved_seen: int = 0
    counts: Counts = Counts()


def begun(url: str, limits: Limits, now: datetime) -> PollState:
    """The state of a feed that was never asked: due at once."""
    return PollState(given_url=url, url=url, next_poll_at=now, interval_minutes=limits.min_minutes)


def health_of(state: PollState | None) -> str:
    """In a word: never polled (`new`), `good`, `failing`, or `ended` (410 Gone)."""
    if state is None or state.last_tried_at is None:
        return "new"
    if state.phase == "ended":
        return "ended"
    return "failing" if state.failures else "good"


def conditions(state: PollState, limits: Limits, now: datetime) -> dict[str, str]:
    """The request headers that spare an unchanged feed its body; none when it is time to see the whole of it."""
    if state.last_whole_at is None or now - state.last_whole_at >= limits.whole_after:
        return {}
    given = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
    return {name: value for name, value in given.items() if value}


def after(
    state: PollState, answer: Answer, told: Told | None, limits: Limits, now: datetime, chance: float
) -> PollState:
    """The state after an answer. `told` is None where no document was read; `chance` is of [0, 1)."""
    state = state.model_copy(update={"last_tried_at": now, "counts": _more(state.counts, polls=1)})
    if answer.error or not _is_good(state, answer, told):
        return _failed(state, answer, limits, now, chance)
    whole = _whole(answer, told, now) if answer.status != HTTPStatus.NOT_MODIFIED else {}
    known = share_known(told.entries if told else (), state.seen)
    state = state.model_copy(
        update={
            **whole,
            **_moved(state, answer),
            "counts": _counted(state, told),
            "interval_minutes": stretched(state.interval_minutes, known, limits),
            "last_success_at": now,
            "failures": 0.0,
            "why": None,
        }
    )
    blind = not (state.etag or state.last_modified)
    wishes = (state.interval_minutes, state.every_minutes or 0.0, (answer.max_age or 0.0) / 60)
    wait = pause(max(wishes), frozenset(state.skip_hours), limits, now, blind=blind)
    return state.model_copy(update={"next_poll_at": now + jittered(wait, chance)})


def _is_good(state: PollState, answer: Answer, told: Told | None) -> bool:
    if answer.status == HTTPStatus.NOT_MODIFIED:
        return True
    read = told is not None or (state.body_hash is not None and answer.body_hash == state.body_hash)
    return read and answer.status is not None and HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES


def _whole(answer: Answer, told: Told | None, now: datetime) -> dict[str, Any]:
    kept: dict[str, Any] = {
        "etag": answer.etag,
        "last_modified": answer.last_modified,
        "body_hash": answer.body_hash,
        "last_whole_at": now,
    }
    if told:
        kept |= {
            "seen": told.entries[:MAX_SEEN],
            "every_minutes": told.every_minutes,
            "skip_hours": tuple(sorted(told.skip_hours)),
            "hub": told.hub,
            "topic": told.topic,
        }
    return kept


def _moved(state: PollState, answer: Answer) -> dict[str, Any]:
    if answer.moved_to is None:
        return {"moved_to": None, "moved_seen": 0}
    times = state.moved_seen + 1 if answer.moved_to == state.moved_to else 1
    if times < _STABLE:
        return {"moved_to": answer.moved_to, "moved_seen": times}
    return {"url": answer.moved_to, "moved_to": None, "moved_seen": 0}


def _counted(state: PollState, told: Told | None) -> Counts:
    if told is None:
        return _more(state.counts, not_modified=1)
    new, changed = changes(told.entries, state.seen)
    return _more(state.counts, items_new=new, items_changed=changed)


def _failed(state: PollState, answer: Answer, limits: Limits, now: datetime, chance: float) -> PollState:
    failures = state.failures + weight(answer.status, answer.error)
    wait = backoff(state.interval_minutes, failures, answer.retry_after or 0.0, limits)
    return state.model_copy(
        update={
            "phase": "ended" if answer.status == HTTPStatus.GONE and not answer.error else state.phase,
            "failures": failures,
            "why": answer.why or _in_words(answer),
            "moved_to": None,
            "moved_seen": 0,
            "counts": _more(state.counts, failed=1),
            "next_poll_at": now + jittered(wait, chance),
        }
    )


def _in_words(answer: Answer) -> str:
    if answer.error or answer.status is None:
        return answer.error or "no answer"
    known = answer.status in {status.value for status in HTTPStatus}
    return f"HTTP {answer.status} {HTTPStatus(answer.status).phrase}" if known else f"HTTP {answer.status}"


def _more(counts: Counts, **by: int) -> Counts:
    return counts.model_copy(update={name: getattr(counts, name) + more for name, more in by.items()})
