"""Which accounts are one incident: best-first average linkage, a function of the set and never of its order."""

from collections.abc import Callable, Iterable, Mapping

from services.aggregation.domain.accounts import Account, sort_key
from services.aggregation.domain.likeness import THRESHOLD, likeness

Cluster = frozenset[Account]


def alike(a: Account, b: Account) -> bool:
    """Whether the two alone would be taken for one incident.

    Average linkage never joins clusters between which no pair is alike, so the connected parts of this relation can
    be clustered one by one.
    """
    score = likeness(*_in_order(a, b))
    return score is not None and score >= THRESHOLD


def region(seeds: Iterable[Account], near: Callable[[Account], Iterable[Account]]) -> set[Account]:
    """All accounts that are connected with the seeds through pairs that are alike."""
    found = set(seeds)
    frontier = list(found)
    while frontier:
        here = frontier.pop()
        fresh = [other for other in near(here) if other not in found and alike(here, other)]
        found.update(fresh)
        frontier.extend(fresh)
    return found


def clustered(region: Iterable[Account], articles: Mapping[Account, frozenset[str]]) -> set[Cluster]:
    """The region's accounts, parted into incidents.

    Two accounts that one article tells are two incidents: an editor who tells both knows them apart.
    """
    clusters: list[tuple[Cluster, frozenset[str]]] = [
        (frozenset([account]), articles[account]) for account in sorted(region, key=sort_key)
    ]
    while (pair := _best_pair(clusters)) is not None:
        i, j = pair
        joined = (clusters[i][0] | clusters[j][0], clusters[i][1] | clusters[j][1])
        clusters = [c for n, c in enumerate(clusters) if n not in pair] + [joined]
        clusters.sort(key=lambda c: min(map(sort_key, c[0])))
    return {cluster for cluster, _ in clusters}


def _best_pair(clusters: list[tuple[Cluster, frozenset[str]]]) -> tuple[int, int] | None:
    best, found = THRESHOLD, None
    for i, (a, told_a) in enumerate(clusters):
        for j in range(i + 1, len(clusters)):
            b, told_b = clusters[j]
            if told_a.isdisjoint(told_b):
                score = _linkage(a, b)
                if score is not None and (score > best or (found is None and score == best)):
                    best, found = score, (i, j)
    return found


def _linkage(a: Cluster, b: Cluster) -> float | None:
    total = 0.0
    for one in a:
        for other in b:
            score = likeness(*_in_order(one, other))
            if score is None:
                return None
            total += score
    return round(total / (len(a) * len(b)), 9)


def _in_order(a: Account, b: Account) -> tuple[Account, Account]:
    """One order for both, so that a pair is computed once."""
    return (a, b) if hash(a) <= hash(b) else (b, a)
