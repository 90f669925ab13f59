"""What all mentions of a happening say of it together."""

from dataclasses import dataclass
from typing import Final

from schemas.values import Attribution, Range, Target
from schemas.vocabulary import EventType, Factuality, Outcome, Stance, WeaponKind
from services.extraction.domain.aims import aims
from services.extraction.domain.casualties import casualties
from services.extraction.domain.page import Told
from services.extraction.domain.salvo import munitions_used
from services.extraction.domain.story import Story

_VAGUE_TYPE: Final = {
    "attack": EventType.ARMED_ATTACK,
    "siege": EventType.ARMED_ATTACK,
    "strike": EventType.AIR_STRIKE,
    "blast": EventType.OTHER,
}
_GOES_WITH: Final = {
    EventType.SHELLING: ("rocket", "missile", "mortar", "artillery"),
    EventType.DRONE_STRIKE: ("drone",),
    EventType.AIR_STRIKE: ("aircraft_bomb", "missile", "rocket"),
    EventType.SUICIDE_BOMBING: ("suicide_vest", "car_bomb", "ied"),
    EventType.BOMBING: ("ied", "car_bomb", "mine"),
    EventType.GRENADE: ("grenade",),
    EventType.ARMED_ATTACK: ("small_arms", "knife", "other", "rocket", "car_bomb", "suicide_vest"),
    EventType.ARMED_CLASH: ("small_arms",),
    EventType.ABDUCTION: ("small_arms", "knife"),
    EventType.ARSON_SABOTAGE: ("arson", "small_arms"),
    EventType.OTHER: (),
}
_DONE: Final = frozenset({"abduction", "air_strike", "suicide_bombing", "bombing"})
"""What had its effect when it is told as done: jets that bombed, men who were abducted."""
_ON_FOOT: Final = frozenset({"armed_attack", "abduction", "bombing", "suicide_bombing", "grenade", "arson_sabotage"})


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
    event_type = _event_type(story)
    weapon = _weapon(story, event_type)
    return Summary(
        event_type=event_type,
        weapon=weapon,
        count=munitions_used(story, weapon.value, event_type),
        killed=casualties(story, "killed", event_type),
        wounded=casualties(story, "wounded", event_type),
        targets=aims(story, event_type, weapon),
        attributions=_attributions(story),
        outcome=_outcome(story),
        factuality=next((m.factuality for m in story.mentions if m.factuality and m.core), None),
    )


def _event_type(story: Story) -> EventType:
    """The type of its core; an explosion that did harm, or of which the thing that blew up is named, was a bomb."""
    core = story.core
    if core.sense == "bombing" and any(m.core and m.core.sense == "suicide_bombing" for m in story.mentions):
        return EventType.SUICIDE_BOMBING
    if core.sense == "blast" and (core.rule == "exploded" or any(t.count.min for m in story.mentions for t in m.tolls)):
        return EventType.BOMBING
    return _VAGUE_TYPE.get(core.sense) or EventType(core.sense)


def _weapon(story: Story, event_type: EventType) -> WeaponKind:
    """The weapon of the mentions of its own type, else one of another mention that goes with the type."""
    cores = [m.core for m in story.mentions if m.core and m.core.weapon not in ("", "unknown")]
    same = [c.weapon for c in cores if c.sense == event_type.value]
    going = [c.weapon for c in cores if c.weapon in _GOES_WITH[event_type]]
    return WeaponKind((same or going or ["unknown"])[0])


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
