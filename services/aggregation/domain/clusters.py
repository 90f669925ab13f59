"""Which accounts of one page are one incident: a function of the set, never of its order, and found again locally.

Accounts that say the same date are parted first: a `Piece` is one incident as those tell it who give that date. Then
each piece that is dated less closely wishes to belong to the piece that it looks most like among those dated more
closely (a night to a day, "last week" to a day or a night), and belongs there unless one of its articles tells of that
incident already. So days are never chained together by a report that names none of them, and what one account changes
stays among the pieces that look like it.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from services.aggregation.domain.accounts import Account, sort_key
from services.aggregation.domain.linkage import Piece, alike, average, connected, is_enough, linked

LONGEST_SPAN_DAYS = 31
"""What is dated no closer is only compared with what is dated the same: it would look like everything."""

Cluster = frozenset[Account]
Dates = tuple[int | None, int | None]


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
        self._pieces: dict[Dates, set[Piece]] = {}
        self._piece_of: dict[Account, Piece] = {}
        self._wishes: dict[Piece, Wish] = {}
        self._fans: dict[Piece, set[Piece]] = {}

    def update(self, told: Mapping[Account, frozenset[str]]) -> tuple[set[Cluster], set[Cluster]]:
        """Takes in which articles tell these accounts now (none: it is gone); clusters that end, and that begin."""
        gone, come = self._parted(told)
        unsettled = self._unsettled(gone | come)
        ended, left = self._uprooted(gone | unsettled)
        for piece in gone:
            self._remove(piece)
        for piece in come:
            self._add(piece)
        for piece in come | unsettled - gone:
            self._settle(piece)
        ended_too, more = self._uprooted((left | come | unsettled) - (gone - come))
        roots = {self._root(piece) for piece in (left | more | come | unsettled) - (gone - come)}
        self.trees |= {root: tuple(self._assembled(root)) for root in roots}
        return ended | ended_too, {cluster for root in roots for cluster in self.trees[root]}

    def _parted(self, told: Mapping[Account, frozenset[str]]) -> tuple[set[Piece], set[Piece]]:
        """Pieces that are no more, and new ones; one whose articles changed is both."""
        for account, articles in told.items():
            if articles:
                self.articles[account] = articles
            else:
                self.articles.pop(account, None)
        gone, come = set[Piece](), set[Piece]()
        for key in {dates(account) for account in told}:
            region = self._region(key, [account for account in told if dates(account) == key])
            old = {self._piece_of[a] for a in region | told.keys() if a in self._piece_of and dates(a) == key}
            new = linked(region, self.articles)
            same = {piece for piece in old & new if piece.isdisjoint(told)}
            gone |= old - same
            come |= new - same
        return gone, come

    def _region(self, key: Dates, touched: list[Account]) -> set[Account]:
        """The accounts of one date that may be parted otherwise now: all that hang together with what was touched."""
        here = {account for piece in self._pieces.get(key, ()) for account in piece} | set(touched)
        here &= self.articles.keys()
        lost = [account for account in touched if account not in here]
        seeds = here.intersection(touched) | {a for a in here for one in lost if alike(a, one)}
        return connected(seeds, lambda _: here)

    def _unsettled(self, changed: set[Piece]) -> set[Piece]:
        """The pieces dated less closely that may wish for another now."""
        keys = {dates_of(piece) for piece in changed}
        around = {key: [k for k in self._pieces if is_closer(key, k) and overlap(key, k)] for key in keys}
        return {
            piece
            for one in changed
            for key in around[dates_of(one)]
            for piece in self._pieces[key]
            if any(alike(a, b) for a in one for b in piece)
        }

    def _uprooted(self, pieces: Iterable[Piece]) -> tuple[set[Cluster], set[Piece]]:
        """The clusters of the trees in which these pieces stand, which stand no more, and all pieces of those trees."""
        roots = {self._root(piece) for piece in pieces if piece in self._fans}
        ended = {cluster for root in roots for cluster in self.trees.pop(root, ())}
        return ended, {piece for root in roots for piece in self._tree(root)}

    def _remove(self, piece: Piece) -> None:
        self._unwish(piece)
        for fan in self._fans.pop(piece):
            del self._wishes[fan]
        key = dates_of(piece)
        self._pieces[key].discard(piece)
        if not self._pieces[key]:
            del self._pieces[key]
        for account in piece:
            if self._piece_of[account] is piece:
                del self._piece_of[account]

    def _add(self, piece: Piece) -> None:
        self._fans[piece] = set()
        self._pieces.setdefault(dates_of(piece), set()).add(piece)
        self._piece_of |= dict.fromkeys(piece, piece)

    def _settle(self, piece: Piece) -> None:
        """Finds what the piece wishes for now."""
        self._unwish(piece)
        told = self._told(piece)
        best: Wish | None = None
        for other in sorted(self._closer(dates_of(piece)), key=order):
            score = average(piece, other)
            if score is not None and is_enough(score) and (best is None or score > best.score):
                best = Wish(other, score) if told.isdisjoint(self._told(other)) else best
        if best:
            self._wishes[piece] = best
            self._fans[best.piece].add(piece)

    def _unwish(self, piece: Piece) -> None:
        if wish := self._wishes.pop(piece, None):
            self._fans[wish.piece].discard(piece)

    def _closer(self, key: Dates) -> Iterator[Piece]:
        """The pieces that are dated more closely, within these days."""
        for other in self._pieces:
            if is_closer(other, key) and overlap(other, key):
                yield from self._pieces[other]

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
        return level(dates_of(piece)), -wish.score if wish else 0, order(piece)

    def _can_join(self, piece: Piece, other: Piece) -> bool:
        return self._told(piece).isdisjoint(self._told(other)) and average(piece, other) is not None

    def _told(self, piece: Piece) -> frozenset[str]:
        return frozenset[str]().union(*(self.articles[account] for account in piece))


def clustered(articles: Mapping[Account, frozenset[str]]) -> set[Cluster]:
    """The incidents among these accounts, each given with the articles that tell it."""
    return Clusters().update(articles)[1]


def dates(account: Account) -> Dates:
    """The days that an account names."""
    return account.earliest, account.latest


def dates_of(piece: Piece) -> Dates:
    """The days that all accounts of a piece name."""
    return dates(next(iter(piece)))


def level(key: Dates) -> int:
    """How loosely something is dated: 0 a day, 1 a night, 2 a longer span, 3 hardly or not at all."""
    earliest, latest = key
    if earliest is None or latest is None or latest - earliest >= LONGEST_SPAN_DAYS:
        return 3
    return min(latest - earliest, 2)


def is_closer(key: Dates, than: Dates) -> bool:
    """Whether something is dated so much more closely that the other may belong to it."""
    return level(key) < level(than) < 3  # noqa: PLR2004  # what is hardly dated belongs to nothing else


def overlap(key: Dates, other: Dates) -> bool:
    """Whether two spans have a day in common."""
    (a, b), (c, d) = key, other
    return a is not None and b is not None and c is not None and d is not None and a <= d and c <= b


def order(piece: Piece) -> tuple[str, ...]:
    """A total order over pieces, whatever the order of their accounts."""
    return min(map(sort_key, piece))
