"""Which links between wires merging misses or makes wrongly, by kind, each with an example."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from services.aggregation.domain.accounts import account
from services.aggregation.domain.heard import month_of
from services.aggregation.domain.likeness import THRESHOLD, likeness, points
from tools.links import Told, wrongly

Ids = Mapping[str, object]
KINDS_SHOWN: Final = 12


def mistakes(tellings: Mapping[str, tuple[Sequence[Told], Ids]]) -> Iterator[str]:
    """A table of the kinds of wrong and missing links, the commonest first."""
    cases: dict[tuple[str, str], list[str]] = defaultdict(list)
    for way, (told, ids) in tellings.items():
        for a, b, joined in wrongly(told, ids):
            cases[way, _kind(a, b, joined=joined)].append(_case(a, b))
    yield "| number | from | kind | for example |"
    yield "| --- | --- | --- | --- |"
    for (way, kind), found in sorted(cases.items(), key=lambda item: (-len(item[1]), item[0]))[:KINDS_SHOWN]:
        yield f"| {len(found)} | {way} | {kind} | {min(found, key=lambda case: (len(case), case))} |"


def losses(annotated: Sequence[Told], read: Sequence[Told], resolved: Callable[[Iterable[Told]], Ids]) -> Iterator[str]:
    """How many of the links that annotators see are left after each step of reading and merging."""
    ids = resolved(read)
    left = list(_pairs(read))
    yield f"- {len(list(_pairs(annotated)))} links between incidents as annotated;"
    yield f"- {len(left)} are left where both incidents are read at all;"
    for what, kept in (
        ("the same country", lambda a, b: a.report.key == b.report.key),
        ("days in common", _days_in_common),
        ("the same month", lambda a, b: month_of(a.report) == month_of(b.report)),
        ("places that can be one", lambda a, b: likeness(account(a.report), account(b.report)) is not None),
        ("enough in common, and are joined", lambda a, b: ids[a.report.report_id] == ids[b.report.report_id]),
    ):
        left = [(a, b) for a, b in left if kept(a, b)]
        yield f"- {len(left)} of these have {what};"


def _pairs(told: Sequence[Told]) -> Iterator[tuple[Told, Told]]:
    by_incident: dict[str, list[Told]] = defaultdict(list)
    for one in told:
        yield from ((other, one) for other in by_incident[one.incident] if other.wire_id != one.wire_id)
        by_incident[one.incident].append(one)


def _kind(a: Told, b: Told, *, joined: bool) -> str:
    score = likeness(account(a.report), account(b.report))
    alike = score is not None and score >= THRESHOLD
    if joined:
        return "wrong: two that look alike" if alike else "wrong: joined through others"
    if a.report.key != b.report.key:
        return "missed: in two countries"
    if month_of(a.report) != month_of(b.report):
        return "missed: in two months"
    if not _days_in_common(a, b):
        return "missed: on other days"
    if score is None:
        return "missed: places too far apart"
    return "missed: alike, but others are more so" if alike else "missed: not alike enough"


def _days_in_common(a: Told, b: Told) -> bool:
    mine, other = account(a.report), account(b.report)
    return mine.earliest <= other.latest and other.earliest <= mine.latest


def _case(a: Told, b: Told) -> str:
    """The two wires with what they tell, and the points between them."""
    names = a.incident if a.incident == b.incident else f"{a.incident} and {b.incident}"
    given = points(account(a.report), account(b.report))
    why = ", ".join(f"{feature} {worth:+g}" for feature, worth in given.items())
    return f"{a.wire_id}, {b.wire_id}: {names}{f' ({why})' if why else ''}"
