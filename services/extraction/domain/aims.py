"""What a story says was attacked: the surest words of all its mentions, or the place for want of them."""

from collections.abc import Mapping
from typing import Final

from schemas.values import Target
from schemas.vocabulary import EventType, Precision, TargetKind, WeaponKind
from services.extraction.domain.nouns import kinds_of_name
from services.extraction.domain.page import Told
from services.extraction.domain.story import Story
from services.extraction.domain.targets import RANKS

_MOST: Final = 2
"""More kinds are bystanders."""
_SURE: Final = 2
"""The least rank in the body with which the headline is not asked."""
_FALLEN: Final = frozenset({"victims", "felled"})
_GUARDS: Final = frozenset({TargetKind.MILITARY, TargetKind.POLICE})
_PEOPLED: Final = frozenset({TargetKind.CIVILIAN.value, TargetKind.GOVERNMENT.value})
"""Kinds of places beside which those who guard them are a target too."""
_UNGUIDED: Final = frozenset({WeaponKind.ROCKET, WeaponKind.MORTAR, WeaponKind.ARTILLERY})
"""What is fired at a town rather than at something in it."""


def aims(story: Story, event_type: EventType, weapon: WeaponKind) -> tuple[Told[Target], ...]:
    """The targets of a story by kind, each with the words that tell it."""
    groups = [m.targets for m in story.mentions if m.targets and m.paragraph] + [_by_place(story)]
    if not any(RANKS[t.rule] <= _SURE for g in groups for t in g):
        groups += [m.targets for m in story.mentions if m.targets and not m.paragraph]
    best = min((RANKS[t.rule] for g in groups for t in g), default=None)
    if best is None:
        return _by_scene(story, event_type, weapon)
    first = next(g for g in groups if any(RANKS[t.rule] == best for t in g))
    kept: dict[str, Told[Target]] = {}
    for told in first:
        if RANKS[told.rule] == best:
            kept.setdefault(told.value.kind.value, told)
    if len(kept) == 1 and _PEOPLED & kept.keys() and (guards := _fallen_guards(story, kept)):
        return (*kept.values(), guards)
    return tuple(kept.values())[:_MOST]


def _fallen_guards(story: Story, kept: Mapping[str, Told[Target]]) -> Told[Target] | None:
    """Soldiers or police who fell at something else that was hit ("stormed the town hall, killing two policemen")."""
    fallen = (t for m in story.mentions for t in m.targets if t.rule in _FALLEN and t.value.kind in _GUARDS)
    return next((t for t in fallen if t.value.kind.value not in kept), None)


def _by_place(story: Story) -> tuple[Told[Target], ...]:
    """A site by its name ("Balad air base")."""
    if story.place is None:
        return ()
    return tuple(_at_place(story.place.value.name, k, story, "site") for k in kinds_of_name(story.place.value.name))


def _by_scene(story: Story, event_type: EventType, weapon: WeaponKind) -> tuple[Told[Target], ...]:
    """Ships at sea, people in a town that is shelled."""
    if story.place is None:
        return ()
    if any(m.at_sea for m in story.mentions):
        return (_at_place(story.place.value.name, TargetKind.SHIPPING, story, "sea"),)
    exact = story.place.value.precision in (Precision.CITY, Precision.SITE)
    if exact and event_type is EventType.SHELLING and weapon in _UNGUIDED:
        return (_at_place(story.place.value.name, TargetKind.CIVILIAN, story, "town"),)
    return ()


def _at_place(name: str, kind: str, story: Story, rule: str) -> Told[Target]:
    where = story.place or story.core
    return Told(Target(name=name, kind=TargetKind(kind)), where.start, where.end, rule)
