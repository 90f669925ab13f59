"""What tells one attack from another, by name: tolls, counts, doers, targets, weapons, and the names beside them."""

from collections.abc import Hashable, Iterable, Mapping

from services.extraction.domain.mentions import Mention

Traits = Mapping[str, frozenset[Hashable]]
"""The values of each trait."""


def traits(mentions: Iterable[Mention]) -> Traits:
    """All that some mentions say."""
    told = tuple(mentions)
    return {
        "toll": frozenset((t.kind, t.count.min) for m in told for t in m.tolls if t.count.min),
        "count": frozenset(m.count.value for m in told if m.count),
        "doer": frozenset(a.value.actor for m in told for a in m.attributions if a.value.actor),
        "target": frozenset(w for m in told for t in m.targets for w in (t.value.name or "").lower().split()),
        "weapon": frozenset(m.core.weapon for m in told if m.core) - {"", "unknown"},
        "name": frozenset(name for m in told for name in m.names),
    }


def compared(one: Traits, other: Traits) -> list[str]:
    """`=trait` for each that both have and share a value of, `!trait` for each that both have and share none of."""
    return [f"{'=' if one[name] & other[name] else '!'}{name}" for name in one if one[name] and other[name]]
