"""Which accounts of one date the two alone would be taken for one incident, kept up while accounts come and go."""

from collections.abc import Iterable

from services.aggregation.domain.accounts import Account
from services.aggregation.domain.dating import Dates, dates
from services.aggregation.domain.linkage import Kin, fresh_score, is_enough


class Kinship:
    """Accounts with those of their date that are alike: each pair is compared once, when the second of it comes."""

    def __init__(self) -> None:
        """Of no accounts yet."""
        self._kin: dict[Account, dict[Account, int]] = {}
        self._here: dict[Dates, set[Account]] = {}

    @property
    def kin(self) -> Kin:
        """For each account those that are alike."""
        return self._kin

    def __contains__(self, account: Account) -> bool:
        return account in self._kin

    def take(self, account: Account) -> None:
        """Takes in an account."""
        here = self._here.setdefault(dates(account), set())
        near = {}
        for other in here:
            one = fresh_score(account, other)
            if one is not None and is_enough(one):
                near[other] = self._kin[other][account] = one
        self._kin[account] = near
        here.add(account)

    def drop(self, account: Account) -> set[Account]:
        """Forgets an account; those that were alike."""
        left = self._kin.pop(account)
        for other in left:
            del self._kin[other][account]
        here = self._here[dates(account)]
        here.discard(account)
        if not here:
            del self._here[dates(account)]
        return set(left)

    def connected(self, seeds: Iterable[Account]) -> set[Account]:
        """All accounts that are connected with the seeds through pairs that are alike."""
        found = set(seeds)
        frontier = list(found)
        while frontier:
            fresh = self._kin[frontier.pop()].keys() - found
            found |= fresh
            frontier.extend(fresh)
        return found
