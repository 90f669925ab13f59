"""Which accounts of one page are one incident: a function of the set, never of its order, and found again locally.

Accounts that say the same date are parted first: a `Piece` is one incident as those tell it who give that date. Then
each piece that is dated less closely wishes to belong to the piece that it looks most like among those dated more
closely (a night to a day, "last week" to a day or a night), and belongs there unless one of its articles tells of that
incident already. So days are never chained together by a report that names none of them, and what one account changes
stays among the pieces that look like it.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from services.aggregation.domain.accounts import Account
from services.aggregation.domain.dating import dates, dates_of, level
from services.aggregation.domain.kinship import Kinship
from services.aggregation.domain.linkage import Piece, average, linked
from services.aggregation.domain.views import Views

Cluster = frozenset[Account]


class Wish(NamedTuple):
    """The piece that a piece looks most like, and how much (in millionths)."""

    piece: Piece
    score: int


class Clusters:
    """The incidents of one page, kept up while accounts come, go and are told by other articles."""

    def __init__(self) -> None:
        """No accounts yet."""
        self.articles: dict[Account, frozenset[str]] = {}
        self.trees: dict[Piece, tuple[Cluster, ...]] = {}
        """The incidents that stand, by the root of the tree of wishes that they come from."""
        self._kinship, self._views = Kinship(), Views()
        self._piece_of: dict[Account, Piece] = {}
        self._told: dict[Piece, frozenset[str]] = {}
        """The articles that tell of a piece."""
        self._wishes: dict[Piece, Wish] = {}
        self._fans: dict[Piece, set[Piece]] = {}

    def update(self, told: Mapping[Account, frozenset[str]]) -> tuple[set[Cluster], set[Cluster]]:
        """Takes in which articles tell these accounts now (none: it is gone); clusters that end, and that begin."""
        gone, come = self._parted(told)
        unsettled = self._views.replace(gone, come)
        ended, left = self._uprooted(gone | unsettled)
        for piece in gone:
            self._remove(piece)
        for piece in come:
            self._add(piece)
        for piece in come | unsettled:
            self._settle(piece)
        standing = (left | come | unsettled) - (gone - come)
        ended_too, more = self._uprooted(standing)
        roots = {self._root(piece) for piece in standing | more}
        self.trees |= {root: tuple(self._assembled(root)) for root in roots}
        return ended | ended_too, {cluster for root in roots for cluster in self.trees[root]}

    def _parted(self, told: Mapping[Account, frozenset[str]]) -> tuple[set[Piece], set[Piece]]:
        """Pieces that are no more, and new ones; one whose articles changed is both."""
        seeds = self._seeds(told)
        gone, come = set[Piece](), set[Piece]()
        for key in {dates(account) for account in told}:
            region = self._kinship.connected(account for account in seeds if dates(account) == key)
            touched = {account for account in told if dates(account) == key}
            old = {self._piece_of[account] for account in region | touched if account in self._piece_of}
            new = linked(region, self.articles, self._kinship.kin)
            same = {piece for piece in old & new if piece.isdisjoint(told)}
            gone |= old - same
            come |= new - same
        return gone, come

    def _seeds(self, told: Mapping[Account, frozenset[str]]) -> set[Account]:
        """The accounts around which others may be parted otherwise now: those told, and those alike with lost ones."""
        seeds = set[Account]()
        for account, articles in told.items():
            if articles:
                self.articles[account] = articles
                seeds.add(account)
                if account not in self._kinship:
                    self._kinship.take(account)
            elif self.articles.pop(account, None):
                seeds |= self._kinship.drop(account)
        return seeds & self.articles.keys()

    def _uprooted(self, pieces: Iterable[Piece]) -> tuple[set[Cluster], set[Piece]]:
        """The clusters of the trees in which these pieces stand, which stand no more, and all pieces of those trees."""
        roots = {self._root(piece) for piece in pieces if piece in self._fans}
        ended = {cluster for root in roots for cluster in self.trees.pop(root, ())}
        return ended, {piece for root in roots for piece in self._tree(root)}

    def _remove(self, piece: Piece) -> None:
        self._unwish(piece)
        for fan in self._fans.pop(piece):
            del self._wishes[fan]
        del self._told[piece]
        for account in piece:
            if self._piece_of[account] is piece:
                del self._piece_of[account]

    def _add(self, piece: Piece) -> None:
        self._fans[piece] = set()
        self._told[piece] = frozenset[str]().union(*(self.articles[account] for account in piece))
        self._piece_of |= dict.fromkeys(piece, piece)

    def _settle(self, piece: Piece) -> None:
        """Finds what the piece wishes for now."""
        self._unwish(piece)
        told = self._told[piece]
        for score, other in self._views.choice(piece):
            if told.isdisjoint(self._told[other]):
                self._wishes[piece] = Wish(other, score)
                self._fans[other].add(piece)
                break

    def _unwish(self, piece: Piece) -> None:
        if wish := self._wishes.pop(piece, None):
            self._fans[wish.piece].discard(piece)

    def _root(self, piece: Piece) -> Piece:
        while wish := self._wishes.get(piece):
            piece = wish.piece
        return piece

    def _tree(self, root: Piece) -> Iterator[Piece]:
        yield root
        for fan in self._fans[root]:
            yield from self._tree(fan)

    def _assembled(self, root: Piece) -> list[Cluster]:
        """The clusters of a tree: each piece joins the one of the piece it wishes for, if that can be."""
        joined: list[list[Piece]] = []
        home: dict[Piece, list[Piece]] = {}
        for piece in sorted(self._tree(root), key=self._precedence):
            wish = self._wishes.get(piece)
            there = home[wish.piece] if wish else []
            if not there or not all(self._can_join(piece, other) for other in there):
                there = []
                joined.append(there)
            there.append(piece)
            home[piece] = there
        return [frozenset[Account]().union(*pieces) for pieces in joined]

    def _precedence(self, piece: Piece) -> tuple[int, int, tuple[str, ...]]:
        """What is dated more closely goes before, then what looks more alike."""
        wish = self._wishes.get(piece)
        return level(dates_of(piece)), -wish.score if wish else 0, self._views.order(piece)

    def _can_join(self, piece: Piece, other: Piece) -> bool:
        return self._told[piece].isdisjoint(self._told[other]) and average(piece, other) is not None


def clustered(articles: Mapping[Account, frozenset[str]]) -> set[Cluster]:
    """The incidents among these accounts, each given with the articles that tell it."""
    return Clusters().update(articles)[1]
