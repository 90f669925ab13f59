"""Which closer dated pieces each piece looks like enough to belong to, kept up while pieces come and go."""

from services.aggregation.domain.accounts import sort_key
from services.aggregation.domain.dating import Dates, dates_of, is_closer, overlap
from services.aggregation.domain.linkage import Piece, average, is_enough

Order = tuple[str, ...]


class Views:
    """Pieces, each with its choice among those that are dated more closely, within its days."""

    def __init__(self) -> None:
        """Of no pieces yet."""
        self._pieces: dict[Dates, dict[Piece, Order]] = {}
        self._seen: dict[Piece, dict[Piece, int]] = {}
        self._seers: dict[Piece, set[Piece]] = {}

    def __contains__(self, piece: Piece) -> bool:
        return piece in self._seen

    def replace(self, gone: set[Piece], come: set[Piece]) -> set[Piece]:
        """Forgets pieces and takes others in; those of the rest that have another choice now."""
        changed = {seer for piece in gone for seer in self._forget(piece)}
        for piece in come:
            changed |= self._take(piece)
        return changed - gone - come

    def choice(self, piece: Piece) -> list[tuple[int, Piece]]:
        """What the piece looks like enough, with the mean likeness: the best first."""
        ranked = [(-score, self.order(other), other) for other, score in self._seen[piece].items()]
        return [(-negative, other) for negative, _, other in sorted(ranked, key=lambda one: one[:2])]

    def order(self, piece: Piece) -> Order:
        """A total order over pieces, whatever the order of their accounts."""
        return self._pieces[dates_of(piece)][piece]

    def _forget(self, piece: Piece) -> set[Piece]:
        for other in self._seen.pop(piece):
            self._seers[other].discard(piece)
        seers = self._seers.pop(piece)
        for seer in seers:
            del self._seen[seer][piece]
        here = self._pieces[dates_of(piece)]
        del here[piece]
        if not here:
            del self._pieces[dates_of(piece)]
        return seers

    def _take(self, piece: Piece) -> set[Piece]:
        key = dates_of(piece)
        self._seen[piece], self._seers[piece] = {}, set()
        for dated in [other for other in self._pieces if overlap(other, key)]:
            if is_closer(dated, key):
                for other in self._pieces[dated]:
                    self._look(piece, other)
            elif is_closer(key, dated):
                for other in self._pieces[dated]:
                    self._look(other, piece)
        self._pieces.setdefault(key, {})[piece] = min(map(sort_key, piece))
        return self._seers[piece]

    def _look(self, seer: Piece, other: Piece) -> None:
        score = average(seer, other)
        if score is not None and is_enough(score):
            self._seen[seer][other] = score
            self._seers[other].add(seer)
