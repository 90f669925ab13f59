"""Best-first average linkage: which accounts of one date are one incident.

Two groups are joined while the mean likeness over all their pairs is above the threshold, the best pair of groups
first (Sokal and Michener's UPGMA, stopped at a threshold). Means are of whole millionths, so that they do not depend on
the order in which they were added up. Groups between which no pair is alike are never joined, so only what comes of the
alike pairs is looked at.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from heapq import heapify, heappop, heappush

from services.aggregation.domain.accounts import Account, sort_key
from services.aggregation.domain.likeness import THRESHOLD, likeness

Piece = frozenset[Account]
Kin = Mapping[Account, Mapping[Account, int]]
"""For each account those that the two alone would be taken for one incident with, and how much they look like it."""
_MILLION = 1_000_000
_ENOUGH = round(THRESHOLD * _MILLION)


def fresh_score(a: Account, b: Account) -> int | None:
    """How much two accounts look like one incident, in millionths; None if they cannot be one."""
    found = likeness(a, b)
    return None if found is None else round(found * _MILLION)


def score(a: Account, b: Account) -> int | None:
    """The same of two that may be asked about again."""
    return _score(a, b) if hash(a) <= hash(b) else _score(b, a)  # it is symmetric: each pair is kept once


def is_enough(score: int | None) -> bool:
    """Whether a mean likeness makes one incident of two pieces."""
    return score is not None and score >= _ENOUGH


def total(group: Iterable[Account], other: Iterable[Account]) -> int | None:
    """The sum of the likeness of all pairs; None if any two cannot be one incident."""
    found = 0
    for a in group:
        for b in other:
            one = score(a, b)
            if one is None:
                return None
            found += one
    return found


def average(piece: Piece, other: Piece) -> int | None:
    """The mean likeness of two pieces; None if any two of their accounts cannot be one incident."""
    found = total(piece, other)
    return None if found is None else found // (len(piece) * len(other))


def linked(accounts: Iterable[Account], articles: Mapping[Account, frozenset[str]], kin: Kin) -> set[Piece]:
    """The accounts, parted into incidents; `kin` tells of each which others of them it is alike.

    Two accounts that one article tells are two incidents: an editor who tells both knows them apart.
    """
    groups = _Groups(sorted(accounts, key=sort_key), articles, kin)
    while best := groups.best():
        groups.join(*best)
    return {frozenset(group) for group in groups.members.values()}


class _Groups:
    """Groups by number, with the sums of likeness between those that an alike pair connects."""

    def __init__(self, ordered: list[Account], articles: Mapping[Account, frozenset[str]], kin: Kin) -> None:
        """Each account in a group of its own."""
        self.members = {n: [account] for n, account in enumerate(ordered)}
        self._told = {n: articles[account] for n, account in enumerate(ordered)}
        self._sums: dict[int, dict[int, int | None]] = {n: {} for n in self.members}
        """None: they cannot be joined. Without a sum they are not connected, or nobody knows yet."""
        number = {account: n for n, account in enumerate(ordered)}
        pairs = [(i, j, one) for i, a in enumerate(ordered) for b, one in kin[a].items() if i < (j := number[b])]
        self._best = [(-one, i, j) for i, j, one in pairs if self._set(i, j, one) is not None]
        heapify(self._best)

    def best(self) -> tuple[int, int] | None:
        """The two groups that are most alike, the first of equals; None if none are alike enough."""
        while self._best:
            mean, i, j = heappop(self._best)
            if j in self._sums.get(i, ()) and self._mean(i, j) == -mean:
                return i, j
        return None

    def join(self, i: int, j: int) -> None:
        """Makes one group of two."""
        sums = {k: self._joint(i, j, k) for k in (self._sums[i].keys() | self._sums[j].keys()) - {i, j}}
        for one in (i, j):
            for k in self._sums.pop(one):
                self._sums.get(k, {}).pop(one, None)
        self._sums[i] = {}
        self.members[i] += self.members.pop(j)
        self._told[i] |= self._told.pop(j)
        for k, joint in sums.items():
            self._set(i, k, joint)
            mean = self._mean(i, k)
            if mean is not None and is_enough(mean):
                heappush(self._best, (-mean, min(i, k), max(i, k)))

    def _set(self, i: int, j: int, one: int | None) -> int | None:
        found = one if self._told[i].isdisjoint(self._told[j]) else None
        self._sums[i][j] = self._sums[j][i] = found
        return found

    def _joint(self, i: int, j: int, k: int) -> int | None:
        sums = [self._sums[n][k] if k in self._sums[n] else total(self.members[n], self.members[k]) for n in (i, j)]
        return None if sums[0] is None or sums[1] is None else sums[0] + sums[1]

    def _mean(self, i: int, j: int) -> int | None:
        found = self._sums[i][j]
        return None if found is None else found // (len(self.members[i]) * len(self.members[j]))


@lru_cache(maxsize=200_000)
def _score(a: Account, b: Account) -> int | None:
    return fresh_score(a, b)
