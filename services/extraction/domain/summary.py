"""What all mentions of a happening say of it together."""

from dataclasses import dataclass
from typing import Final

from schemas.values import Attribution, Range, Target
from schemas.vocabulary import EventType, Factuality, Outcome, Stance, WeaponKind
from services.extraction.domain.page import Told
from services.extraction.domain.story import Story
from services.extraction.domain.tolls import Toll

_VAGUE_TYPE: Final = {
    "attack": EventType.ARMED_ATTACK,
    "siege": EventType.ARMED_ATTACK,
    "strike": EventType.AIR_STRIKE,
    "blast": EventType.OTHER,
}
_RIVAL: Final = (0.6, 2.5)
"""Shares of the first toll between which another is a rival count of the same dead, not a part or a sum."""
_DONE: Final = frozenset({"abduction", "air_strike", "suicide_bombing", "bombing"})
"""What had its effect when it is told as done: jets that bombed, men who were abducted."""
_ON_FOOT: Final = frozenset({"armed_attack", "abduction", "bombing", "suicide_bombing", "grenade", "arson_sabotage"})
_NO_COUNT: Final = frozenset({"small_arms", "arson"})


@dataclass(frozen=True, slots=True)
class Summary:
    """All fields of a report, each with the words that say it."""

    event_type: EventType
    weapon: WeaponKind
    count: Told[Range] | None
    killed: Told[Range] | None
    wounded: Told[Range] | None
    targets: tuple[Told[Target], ...]
    attributions: tuple[Told[Attribution], ...]
    outcome: Told[Outcome] | None
    factuality: Told[Factuality] | None


def summed_up(story: Story) -> Summary:
    """What the mentions of a story say together."""
    core = story.core
    event_type = _VAGUE_TYPE.get(core.sense) or EventType(core.sense)
    weapon = _weapon(story)
    counts = [m.count for m in story.mentions if m.count and m.count.value.min > 0]
    return Summary(
        event_type=event_type,
        weapon=weapon,
        count=counts[0] if counts and weapon not in _NO_COUNT else None,
        killed=_toll(story, "killed", event_type),
        wounded=_toll(story, "wounded", event_type),
        targets=_targets(story),
        attributions=_attributions(story),
        outcome=_outcome(story),
        factuality=next((m.factuality for m in story.mentions if m.factuality and m.core), None),
    )


def _weapon(story: Story) -> WeaponKind:
    kinds = [m.core.weapon for m in story.mentions if m.core and m.core.weapon not in ("", "unknown")]
    same = [
        m.core.weapon
        for m in story.mentions
        if m.core and m.core.sense == story.core.sense and m.core.weapon not in ("", "unknown")
    ]
    return WeaponKind((same or kinds or ["unknown"])[0])


def _toll(story: Story, kind: str, event_type: EventType) -> Told[Range] | None:
    """The first toll of the body stands; others that differ widen it, far smaller ones are parts of it."""
    fights = event_type in (EventType.ARMED_CLASH, EventType.AIR_STRIKE, EventType.DRONE_STRIKE)
    found: list[Toll] = [t for m in story.mentions for t in m.tolls if t.kind == kind and (fights or not t.attackers)]
    if not found:
        return None
    best = next((t for t in found if t.count.min > 0), found[0])
    least, most = (share * best.count.min for share in _RIVAL)
    least = best.count.min if best.count.max is None else least
    rivals = [t.count for t in found if t is not best and least <= t.count.min <= most]
    return Told(_spanned([best.count, *rivals]), best.start, best.end, f"toll:{kind}")


def _spanned(counts: list[Range]) -> Range:
    """From the lowest to the highest; "at least five" and "six" are five to six, "at least five" alone has no end."""
    low = min(c.min for c in counts)
    tops = [c.max for c in counts if c.max is not None and c.max >= low]
    open_end = not tops or (counts[0].max is None and max(tops) <= low)
    return Range(min=low, max=None if open_end else max(tops))


def _targets(story: Story) -> tuple[Told[Target], ...]:
    kept: dict[str, Told[Target]] = {}
    for mention in story.mentions:
        for told in mention.targets:
            if len(kept) < 2:  # noqa: PLR2004 (more are bystanders)
                kept.setdefault(told.value.kind.value, told)
    return tuple(kept.values())


def _attributions(story: Story) -> tuple[Told[Attribution], ...]:
    kept: dict[tuple[Stance, str | None], Told[Attribution]] = {}
    for mention in story.mentions:
        for told in mention.attributions:
            kept.setdefault((told.value.stance, told.value.actor), told)
    if any(stance in (Stance.CLAIMED, Stance.BLAMED) for stance, _ in kept) and any(
        m.core is None for m in story.mentions
    ):
        kept.pop((Stance.UNATTRIBUTED, None), None)
    surer = {actor for stance, actor in kept if stance is not Stance.BLAMED}
    return tuple(t for t in kept.values() if not _is_plain_blame(t.value) or t.value.actor not in surer)


def _is_plain_blame(told: Attribution) -> bool:
    return told.stance is Stance.BLAMED and told.by is None


def _outcome(story: Story) -> Told[Outcome] | None:
    """What became of it: stopped or missed before hit, unless people came to harm; a fight has no outcome."""
    if story.core.sense == "armed_clash":
        return None
    harm = next((t for m in story.mentions for t in m.tolls if t.count.min > 0 and m.core), None)
    told = [m.outcome for m in story.mentions if m.outcome and m.core]
    body = [m.outcome for m in story.mentions if m.outcome and m.core and m.paragraph]
    for value in (Outcome.FOILED, Outcome.INTERCEPTED, Outcome.MISSED, Outcome.HIT):
        found = next((o for o in body or told if o.value is value), None)
        if found and not _is_overruled(story, value, harmed=harm is not None):
            return found
    if harm:
        return Told(Outcome.HIT, harm.start, harm.end, "harm done")
    done = story.core.verbal and story.core.sense in _DONE
    return Told(Outcome.HIT, story.core.start, story.core.end, "done") if done else None


def _is_overruled(story: Story, value: Outcome, *, harmed: bool) -> bool:
    """A third charge was taken apart, but two went off and killed; a bomb on the ground is not shot down."""
    if value is Outcome.FOILED:
        return harmed
    return value is Outcome.INTERCEPTED and story.core.sense in _ON_FOOT
