"""The incidents of an article: mentions of one happening brought together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from schemas.values import Period
from services.extraction.domain import whereabouts
from services.extraction.domain.cores import VAGUE, Core
from services.extraction.domain.mentions import Mention
from services.extraction.domain.page import Told
from services.extraction.domain.places import Place

MOST_STORIES: Final = 60
"""No wire reports more; it bounds the work on a hostile text."""
_FAMILY: Final = {
    "shelling": "shelling", "drone_strike": "drone", "air_strike": "air", "suicide_bombing": "bomb", "bombing": "bomb",
    "grenade": "bomb", "armed_attack": "arms", "armed_clash": "clash", "abduction": "abduction",
    "arson_sabotage": "arson", "blast": "any", "attack": "any", "siege": "any", "other": "any",
}  # fmt: skip
_KIN: Final = {frozenset(pair) for pair in (("arms", "bomb"), ("drone", "air"), ("bomb", "shelling"), ("bomb", "air"), ("drone", "shelling"), ("arms", "clash"))}


@dataclass(frozen=True, slots=True)
class Story:
    """One happening and all its mentions, in the order of the text."""

    mentions: tuple[Mention, ...]
    day: Told[Period] | None
    place: Told[Place] | None

    @property
    def core(self) -> Core:
        """The words that say what it was, a typed one before a vague one."""
        cores = [m.core for m in self.mentions if m.core]
        return next((c for c in cores if c.sense not in VAGUE), cores[0])


def stories(mentions: Iterable[Mention]) -> tuple[Story, ...]:
    """The happenings told, in the order in which the text comes to them."""
    told: list[Story] = []
    last = 0
    for mention in mentions:
        home = _home(mention, told, last)
        if home is not None:
            told[home] = _grown(told[home], mention)
            last = home if mention.core else last
        elif _begins(mention) and len(told) < MOST_STORIES:
            told.append(_begun(mention, told, last))
            last = len(told) - 1
    return tuple(told)


def _begins(mention: Mention) -> bool:
    """Whether a mention is enough to tell of something new; attacks in general are not."""
    if mention.core is None:
        return False
    concrete = bool(mention.place or mention.day)
    if mention.core.sense in VAGUE:
        return not mention.core.plural and concrete and bool(mention.tolls or mention.fresh or (mention.day and mention.place))
    if not mention.core.verbal:
        return (concrete or bool(mention.tolls)) and not (mention.core.plural and not mention.day)
    return True


def _begun(mention: Mention, told: list[Story], last: int) -> Story:
    """A story that says no day or place has those of the one before it."""
    before = told[last] if told else None
    day = mention.day or (before.day if before else None)
    place = mention.place or (before.place if before else None)
    return Story((mention,), day, place)


def _grown(story: Story, mention: Mention) -> Story:
    day = story.day
    if mention.core and mention.day and not mention.spoken_day and (day is None or story.mentions[0].spoken_day):
        day = mention.day
    place = story.place
    if mention.core and mention.place and (place is None or _is_closer(mention.place.value, place.value)):
        place = mention.place
    return replace(story, mentions=(*story.mentions, mention), day=day or mention.day, place=place)


def _is_closer(new: Place, old: Place) -> bool:
    ranks = ("site", "city", "admin1", "country")
    return ranks.index(new.precision.value) < ranks.index(old.precision.value)


def _home(mention: Mention, told: list[Story], last: int) -> int | None:
    """The story that a mention belongs to, if any."""
    if not told:
        return None
    if mention.core is None:
        return _followed(mention, told, last)
    scored = [(score, n) for n, story in enumerate(told) if (score := _likeness(mention, story, is_last=n == last)) > 0]
    return max(scored, key=lambda pair: (pair[0], pair[1] == last, -pair[1]))[1] if scored else None


def _followed(mention: Mention, told: list[Story], last: int) -> int:
    """What follows adds to the story just told; a paragraph of its own goes back to the lead."""
    if mention.day and not mention.spoken_day:
        for n in (last, *range(len(told))):
            day = told[n].day
            if day and whereabouts.overlap(day.value, mention.day.value):
                return n
    near = told[last].mentions[-1].paragraph
    return last if mention.paragraph == near else 0


def _likeness(mention: Mention, story: Story, *, is_last: bool) -> float:
    """How much speaks for one happening; 0 when something speaks against it."""
    kind = _kinship(mention.core, story.core) if mention.core else 0.0
    if kind == 0 or _is_apart(mention, story):
        return 0
    same_place = bool(mention.place and story.place)
    same_day = bool(mention.day and story.day and not mention.spoken_day)
    if mention.fresh and not (is_last and same_place and same_day):
        return 0
    bare = not same_place and not same_day
    if bare and not (mention.core and (mention.core.definite or mention.core.sense in VAGUE or kind >= 1)):
        return 0
    return kind + 2 * same_place + 1.5 * same_day + 0.7 * is_last


def _kinship(one: Core | None, other: Core) -> float:
    if one is None:
        return 0
    a, b = _FAMILY[one.sense], _FAMILY[other.sense]
    if a == b or "any" in (a, b):
        return 1.0
    return 0.5 if frozenset((a, b)) in _KIN else 0.0


def _is_apart(mention: Mention, story: Story) -> bool:
    if mention.day and story.day and not mention.spoken_day and not whereabouts.overlap(mention.day.value, story.day.value):
        return True
    return bool(mention.place and story.place and not whereabouts.may_be_one(mention.place.value, story.place.value))


def in_order(found: Iterator[Story]) -> tuple[Story, ...]:
    """Stories by where the text first tells them."""
    return tuple(sorted(found, key=lambda s: s.mentions[0].start))
