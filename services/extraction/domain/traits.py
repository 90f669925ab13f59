"""What tells one attack from another, by name: tolls, counts, doers, targets, weapons, and the names beside them."""

from collections.abc import Hashable, Mapping

from services.extraction.domain.mentions import Mention

Traits = Mapping[str, frozenset[Hashable]]
"""The values of each trait."""


def traits(mention: Mention) -> Traits:
    """All that a mention says."""
    core = mention.core
    return {
        "toll": frozenset((toll.kind, toll.count.min) for toll in mention.tolls if toll.count.min),
        "count": frozenset([mention.count.value] if mention.count else []),
        "doer": frozenset(a.value.actor for a in mention.attributions if a.value.actor),
        "target": frozenset(word for t in mention.targets for word in (t.value.name or "").lower().split()),
        "weapon": frozenset([core.weapon] if core and core.weapon not in ("", "unknown") else []),
        "name": mention.names,
    }


def joined(one: Traits, other: Traits) -> Traits:
    """What either says."""
    return {name: one[name] | other[name] for name in one}


def compared(one: Traits, other: Traits) -> list[str]:
    """`=trait` for each that both have and share a value of, `!trait` for each that both have and share none of."""
    return [f"{'=' if one[name] & other[name] else '!'}{name}" for name in one if one[name] and other[name]]
