"""Whether a mention speaks of a happening that was told before."""

from collections.abc import Iterable, Sequence
from typing import Final

from schemas.values import Attribution
from services.extraction.domain import whereabouts
from services.extraction.domain.mentions import Mention
from services.extraction.domain.page import Told
from services.extraction.domain.places import Place
from services.extraction.domain.story import Story
from services.extraction.domain.wording import VAGUE, Core

FAMILY: Final = {
    "shelling": "shelling", "drone_strike": "drone", "air_strike": "air", "suicide_bombing": "bomb", "bombing": "bomb",
    "grenade": "bomb", "armed_attack": "arms", "armed_clash": "clash", "abduction": "abduction",
    "arson_sabotage": "arson", "blast": "any", "attack": "any", "siege": "any", "strike": "any", "other": "any",
}  # fmt: skip
_KIN: Final = {
    frozenset(pair)
    for pair in (
        ("arms", "bomb"),
        ("drone", "air"),
        ("bomb", "shelling"),
        ("bomb", "air"),
        ("drone", "shelling"),
        ("arms", "clash"),
    )
}
_TOLD_WITHIN: Final = 2
"""Days from an attack to somebody's speaking of it in a wire that gives no other day."""


def home_of(mention: Mention, told: Sequence[Story], last: int) -> int | None:
    """The story that a mention belongs to, if any."""
    if not told:
        return None
    if mention.core is None:
        return _followed(mention, told, last)
    if _is_habit(mention.core) and mention.day is None:
        return None
    scored = [(score, n) for n, score in enumerate(likenesses(mention, told, last)) if score > 0]
    best = max(scored, key=lambda pair: (pair[0], pair[1] == last, -pair[1]), default=None)
    return best[1] if best else None


def likenesses(mention: Mention, told: Sequence[Story], last: int) -> list[float]:
    """How much speaks for each story's being what the mention speaks of; 0 when something speaks against it."""
    return [_likeness(mention, story, is_last=n == last) for n, story in enumerate(told)]


def _is_habit(core: Core) -> bool:
    """As in "Attacks on the forces stepped up": no one attack is meant."""
    return core.plural and not core.definite and not core.verbal


def _followed(mention: Mention, told: Sequence[Story], last: int) -> int:
    """What follows adds to the story just told; a paragraph of its own goes back to the lead."""
    if mention.day and not mention.spoken_day:
        order: list[int] = [last, *range(len(told))]
        for n in order:
            day = told[n].day
            if day and whereabouts.overlap(day.value, mention.day.value):
                return n
    near: int = told[last].mentions[-1].paragraph
    return last if mention.paragraph == near else 0


def _likeness(mention: Mention, story: Story, *, is_last: bool) -> float:
    """How much speaks for one happening; 0 when something speaks against it."""
    kind = kinship(mention.core, story.core) if mention.core else 0.0
    if kind == 0 or _is_apart(mention, story):
        return 0
    same_place = bool(mention.place and story.place)
    same_day = bool(mention.day and story.day and not mention.spoken_day)
    bound = is_last and mention.core is not None and mention.core.definite
    if kind < 1 and not (same_place and same_day) and not bound:
        return 0
    if not (same_place and same_day) and _done_by_others(mention, story):
        return 0
    if mention.fresh and not (is_last and same_place and same_day):
        return 0
    bare = not same_place and not same_day
    if bare and not (mention.core and (mention.core.definite or mention.core.sense in VAGUE or kind >= 1)):
        return 0
    return kind + 2 * same_place + 1.5 * same_day + 0.7 * is_last + 1.5 * _same_doer(mention, story)


def _done_by_others(mention: Mention, story: Story) -> bool:
    """Whether the two name different doers outright: a reply is no part of what it replies to."""
    mine = _doers(mention.attributions)
    theirs = _doers(a for m in story.mentions for a in m.attributions) if mine else set()
    return bool(theirs and not mine & theirs)


def _same_doer(mention: Mention, story: Story) -> bool:
    mine = _doers(mention.attributions)
    return bool(mine and mine & _doers(a for m in story.mentions for a in m.attributions))


def _doers(found: Iterable[Told[Attribution]]) -> set[str]:
    return {a.value.actor for a in found if a.value.actor and a.rule == "attribution:subject"}


def kinship(one: Core | None, other: Core) -> float:
    """1 for one family of attacks (or a vague one), 0.5 for families that wires mix up, else 0."""
    if one is None:
        return 0
    a, b = FAMILY[one.sense], FAMILY[other.sense]
    if a == b or "any" in (a, b):
        return 1.0
    return 0.5 if frozenset((a, b)) in _KIN else 0.0


def _is_apart(mention: Mention, story: Story) -> bool:
    where = mention.place or _scene(mention)
    if where and story.place and not whereabouts.may_be_one(where.value, story.place.value):
        return True
    if (
        mention.day
        and story.day
        and not mention.spoken_day
        and not whereabouts.overlap(mention.day.value, story.day.value)
    ):
        away = abs((mention.day.value.latest - story.day.value.latest).days)
        if not story.mentions[0].spoken_day or away > _TOLD_WITHIN:
            return True
    return False


def _scene(mention: Mention) -> Told[Place] | None:
    """The place that the paragraph set, for a mention that tells of something new."""
    return mention.scene if mention.core and mention.core.verbal and not mention.core.definite else None
