"""Best-first average linkage: which accounts of one date are one incident.

Two groups are joined while the mean likeness over all their pairs is above the threshold, the best pair of groups
first (Sokal and Michener's UPGMA, stopped at a threshold). Means are of whole millionths, so that they do not depend on
the order in which they were added up.
"""

from collections.abc import Callable, Iterable, Mapping

from services.aggregation.domain.accounts import Account, sort_key
from services.aggregation.domain.likeness import THRESHOLD, likeness

Piece = frozenset[Account]
_MILLION = 1_000_000
_ENOUGH = round(THRESHOLD * _MILLION)


def alike(a: Account, b: Account) -> bool:
    """Whether the two alone would be taken for one incident.

    Average linkage never joins groups between which no pair is alike, so the connected parts of this relation can be
    parted one by one.
    """
    score = _millionths(a, b)
    return score is not None and score >= _ENOUGH


def connected(seeds: Iterable[Account], others: Callable[[Account], Iterable[Account]]) -> set[Account]:
    """All accounts that are connected with the seeds through pairs that are alike."""
    found = set(seeds)
    frontier = list(found)
    while frontier:
        here = frontier.pop()
        fresh = [other for other in others(here) if other not in found and alike(here, other)]
        found.update(fresh)
        frontier.extend(fresh)
    return found


def average(piece: Piece, other: Piece) -> int | None:
    """The mean likeness of two pieces in millionths; None if any two of their accounts cannot be one incident."""
    total = 0
    for a in piece:
        for b in other:
            score = _millionths(a, b)
            if score is None:
                return None
            total += score
    return total // (len(piece) * len(other))


def is_enough(score: int | None) -> bool:
    """Whether a mean likeness makes one incident of two pieces."""
    return score is not None and score >= _ENOUGH


def linked(accounts: Iterable[Account], articles: Mapping[Account, frozenset[str]]) -> set[Piece]:
    """The accounts, parted into incidents.

    Two accounts that one article tells are two incidents: an editor who tells both knows them apart.
    """
    ordered = sorted(accounts, key=sort_key)
    groups: dict[int, list[Account]] = {n: [account] for n, account in enumerate(ordered)}
    told = {n: articles[account] for n, account in enumerate(ordered)}
    sums = _pairs(ordered, told)
    while best := _best(groups, sums):
        i, j = best
        groups[i] += groups.pop(j)
        told[i] |= told.pop(j)
        for k in groups.keys() - {i}:
            total, other = sums.pop(_pair(i, k), None), sums.pop(_pair(j, k), None)
            if total is not None and other is not None and told[i].isdisjoint(told[k]):
                sums[_pair(i, k)] = total + other
        sums.pop((i, j), None)
    return {frozenset(group) for group in groups.values()}


def _pairs(ordered: list[Account], told: Mapping[int, frozenset[str]]) -> dict[tuple[int, int], int]:
    """The likeness of each two that can be one incident."""
    sums = {}
    for j, b in enumerate(ordered):
        for i in range(j):
            if told[i].isdisjoint(told[j]):
                score = _millionths(ordered[i], b)
                if score is not None:
                    sums[i, j] = score
    return sums


def _best(groups: Mapping[int, list[Account]], sums: Mapping[tuple[int, int], int]) -> tuple[int, int] | None:
    """The two groups that are most alike, the first of equals; None if none are alike enough."""
    best, found = _ENOUGH - 1, None
    for (i, j), total in sums.items():
        mean = total // (len(groups[i]) * len(groups[j]))
        if mean > best or (mean == best and found is not None and (i, j) < found):
            best, found = mean, (i, j)
    return found


def _pair(i: int, j: int) -> tuple[int, int]:
    return (i, j) if i < j else (j, i)


def _millionths(a: Account, b: Account) -> int | None:
    score = likeness(a, b)
    return None if score is None else round(score * _MILLION)
