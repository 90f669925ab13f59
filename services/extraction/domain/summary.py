"""What all mentions of a happening say of it together."""

from dataclasses import dataclass
from typing import Final

from schemas.values import Attribution, Range, Target
from schemas.vocabulary import EventType, Factuality, Outcome, Stance, WeaponKind
from services.extraction.domain.casualties import casualties
from services.extraction.domain.page import Told
from services.extraction.domain.story import Story

_VAGUE_TYPE: Final = {
    "attack": EventType.ARMED_ATTACK,
    "siege": EventType.ARMED_ATTACK,
    "strike": EventType.AIR_STRIKE,
    "blast": EventType.OTHER,
}
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
        killed=casualties(story, "killed", event_type),
        wounded=casualties(story, "wounded", event_type),
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


def _targets(story: Story) -> tuple[Told[Target], ...]:
    kept: dict[str, Told[Target]] = {}
    for mention in story.mentions:
        for told in mention.targets:
            if len(kept) < 2:  # noqa: PLR2004 (more are bystanders)
                kept.setdefault(told.value.kind.value, told)
    return tuple(kept.values())


def _attributions(story: Story) -> tuple[Told[Attribution], ...]:
    """All that was said of the doer; a claim outweighs a plain telling and that nobody had claimed it."""
    kept: dict[tuple[Stance, str | None], Told[Attribution]] = {}
    for mention in story.mentions:
        for told in mention.attributions:
            kept.setdefault((told.value.stance, told.value.actor), told)
    claimed = {actor for stance, actor in kept if stance is Stance.CLAIMED}
    surer = claimed | {actor for stance, actor in kept if stance is Stance.SUSPECTED}
    if claimed:
        kept.pop((Stance.UNATTRIBUTED, None), None)
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
