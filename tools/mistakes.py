"""What is read wrong: every difference between the gold and a reading, by kind, each with its case."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from schemas.reports import IncidentReported
from services.extraction.domain.read import Reading
from tools.gold import Gold
from tools.scoring import flat, scorer

FRESH: Final = timedelta(days=8)
"""What happened longer ago is told as background."""
LONGEST_QUOTE: Final = 110


@dataclass(frozen=True, slots=True)
class Mistake:
    """A kind of error, and one case of it in a line."""

    kind: str
    case: str


def mistakes(gold: Gold, reading: Reading) -> Iterator[Mistake]:
    """Everything in which a reading differs from the gold, slot by slot where both have the incident."""
    wanted, got = [scorer().flat(i) for i in gold.incidents], [flat(i) for i in reading.incidents]
    pairs = scorer().align(wanted, got)
    for i, j in pairs:
        said = quoted(gold.incidents[i]["quote"])
        for kind, values in _differences(wanted[i], got[j]):
            yield Mistake(kind, f"{gold.wire_id}: {said}: {values}")
    for i in sorted(set(range(len(wanted))) - {i for i, _ in pairs}):
        yield Mistake(_missed(gold, wanted[i]), f"{gold.wire_id}: {quoted(gold.incidents[i]['quote'])}")
    for j in sorted(set(range(len(got))) - {j for _, j in pairs}):
        again = any(scorer().pair_score(other, got[j]) for other in wanted)
        kind = "invented: one incident told again taken for two" if again else "invented: nothing of the kind happened"
        yield Mistake(kind, f"{gold.wire_id}: {quoted(_words(gold, reading.incidents[j]))}: {_summary(got[j])}")


def quoted(words: str) -> str:
    """Words in quotation marks, on one line and not too long."""
    line = " ".join(words.split())
    return f"“{line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1].rsplit(' ', 1)[0] + ' …'}”"


def _missed(gold: Gold, incident: dict[str, Any]) -> str:
    if incident["date"] is None:
        return "missed: an incident without a date"
    age = gold.article.published_at.date() - date.fromisoformat(incident["date"][1])
    return "missed: an incident of the last days" if age < FRESH else "missed: an older incident, told as background"


def _words(gold: Gold, incident: IncidentReported) -> str:
    """The words around what was taken for an incident."""
    core, text = incident.evidence[0], gold.article.text + " "
    return text[max(text.rfind(" ", 0, max(core.start - 40, 0)), 0) : core.end + 40].rsplit(" ", 1)[0]


def _summary(incident: dict[str, Any]) -> str:
    return f"read as {incident['event_type']}, {_shown('date', incident)}, {incident['place'] or 'no place'}"


def _differences(wanted: dict[str, Any], got: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for slot in scorer().SINGLE:
        if wanted[slot] is None and got[slot] is None:
            continue
        if wanted[slot] is None or got[slot] is None or scorer().agree(slot, wanted, got) < 1:
            sides = [_shown(slot, side) if side[slot] is not None else None for side in (wanted, got)]
            yield _difference(slot, sides[0], sides[1])
    kinds = wanted["target_kinds"], got["target_kinds"]
    yield from _of_lists("target_kinds", sorted(kinds[0] - kinds[1]), sorted(kinds[1] - kinds[0]))
    left = list(got["attributions"])
    unread = [a for a in wanted["attributions"] if not _taken(a, left)]
    yield from _of_lists("attribution", [_doer(a) for a in unread], [_doer(a) for a in left])


def _taken(attribution: tuple[str, str | None], left: list[tuple[str, str | None]]) -> bool:
    """Whether one of those left is the same; then it is left no longer."""
    stance, actor = attribution
    same = next((a for a in left if a[0] == stance and scorer().same_actor(actor, a[1])), None)
    if same:
        left.remove(same)
    return same is not None


def _of_lists(slot: str, unread: list[str], too_many: list[str]) -> Iterator[tuple[str, str]]:
    for n in range(max(len(unread), len(too_many))):
        yield _difference(slot, *(side[n] if n < len(side) else None for side in (unread, too_many)))


def _difference(slot: str, wanted: str | None, got: str | None) -> tuple[str, str]:
    if got is None:
        return f"{slot}: not read", f"says {wanted}"
    if wanted is None:
        return f"{slot}: read where nothing is said", f"read {got}"
    return f"{slot}: wrong", f"says {wanted}, read {got}"


def _doer(attribution: tuple[str, str | None]) -> str:
    stance, actor = attribution
    return f"{stance} ({actor})" if actor else stance


def _shown(slot: str, incident: dict[str, Any]) -> str:
    value = incident["place"] if slot == "location" else incident[slot]
    if slot == "date" and value:
        return str(value[0]) if value[0] == value[1] else f"{value[0]} to {value[1]}"
    if isinstance(value, tuple):
        low, high = value
        return f"at least {low}" if high is None else str(low) if low == high else f"{low} to {high}"
    return str(value if value is not None else "nothing")
