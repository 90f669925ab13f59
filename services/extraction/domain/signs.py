"""What speaks for and against a mention's telling of an incident that the wire has not told before."""

from collections.abc import Iterator, Sequence
from typing import Final

from services.extraction.domain import whereabouts
from services.extraction.domain.likeness import kinship, likenesses
from services.extraction.domain.mention_signs import of_core, of_fields, of_words
from services.extraction.domain.mentions import Mention
from services.extraction.domain.page import Page
from services.extraction.domain.story import Story
from services.extraction.domain.topic_signs import in_sentence
from services.extraction.domain.traits import Traits, compared, traits
from services.extraction.domain.wording import VAGUE, Core

_CROSSED: Final = frozenset(
    {
        "day:none", "day:own", "day:spoken", "place:none", "place:own", "toll", "count", "near:0", "near:1", "near:2",
        "fresh", "doubt:unreal", "paragraph:0", "paragraph:1", "same day", "same place", "other day", "other place",
        "first", "kin",
    }
)  # fmt: skip
"""Signs that weigh differently with each rule and form of the deed's words."""
_MANY: Final = 4


def signs(page: Page, mention: Mention, told: Sequence[Story], last: int) -> list[str]:
    """The signs by name, each once; none of a mention without a core."""
    core = mention.core
    if core is None:
        return []
    found = [*of_core(core), *of_words(page, mention, core), *of_fields(page, mention)]
    found += [*page.about, *in_sentence(page.topics.between(mention.start, mention.end))]
    found += ["first", "told:0"] if not told else list(_beside(page, mention, core, found, told, last))
    form = "verbal" if core.verbal else "definite" if core.definite else "noun"
    kind = f"{form}&{'vague' if core.sense in VAGUE else 'typed'}"
    crossed = [f"{what}&{sign}" for sign in found if sign in _CROSSED for what in (core.rule, kind)]
    return list(dict.fromkeys([*found, *crossed]))


def _beside(
    page: Page, mention: Mention, core: Core, own: Sequence[str], told: Sequence[Story], last: int
) -> Iterator[str]:
    """By what was told before."""
    yield f"told:{min(len(told), _MANY)}"
    yield f"near:{min(int(max(likenesses(mention, told, last))), _MANY)}"
    kin = [story for story in told if kinship(core, story.core) >= 1]
    yield from ("kin", f"kin:{min(len(kin), 3)}") if kin else ()
    yield from ["same sense"] if any(story.core.sense == core.sense for story in told) else []
    yield from _of_day(mention, told, kin)
    yield from _of_place(mention, told, kin)
    yield from _of_pairs(mention, core, told, last)
    yield from _of_names(mention, told)
    yield from _of_closeness(page, mention, own, told[last])


def _of_day(mention: Mention, told: Sequence[Story], kin: Sequence[Story]) -> Iterator[str]:
    day = mention.day
    if day is None or mention.spoken_day:
        return
    same = [story for story in told if story.day and whereabouts.overlap(story.day.value, day.value)]
    yield "same day" if same else "other day"
    yield from ["kin other day"] if kin and not any(story in same for story in kin) else []


def _of_place(mention: Mention, told: Sequence[Story], kin: Sequence[Story]) -> Iterator[str]:
    place = mention.place
    if place is None:
        return
    near = [story for story in told if story.place and whereabouts.may_be_one(story.place.value, place.value)]
    yield "same place" if near else "other place"
    yield from ["kin other place"] if kin and not any(story in near for story in kin) else []
    yield from ["very place"] if any(s.place and s.place.value == place.value for s in near) else []


def _of_pairs(mention: Mention, core: Core, told: Sequence[Story], last: int) -> Iterator[str]:
    """By the story that it is most like, and by the one told last."""
    mine = traits(mention)
    pairs = [_pair(mention, mine, core, story) for story in told]
    alike = [sum(sign[0] == "=" for sign in pair) for pair in pairs]
    unlike = [sum(sign[0] == "!" for sign in pair) for pair in pairs]
    best = max(range(len(told)), key=lambda n: (alike[n] - unlike[n], n == last))
    yield from (f"best{sign}" for sign in pairs[best])
    yield from (f"last{sign}" for sign in pairs[last])
    yield from (f"excluded:{min(2, *unlike)}", f"included:{min(3, max(alike))}")
    yield from ["best is last"] if best == last else []


def _pair(mention: Mention, mine: Traits, core: Core, story: Story) -> list[str]:
    """What is alike (=), unlike (!) or in between (~) in a mention and a story."""
    kin = kinship(core, story.core)
    found = ["=kind" if kin >= 1 else "~kind" if kin else "!kind"]
    if mention.day and story.day and not mention.spoken_day:
        now, then = mention.day.value, story.day.value
        found.append("=day" if now == then else "~day" if whereabouts.overlap(now, then) else "!day")
    if mention.place and story.place:
        here, there = mention.place.value, story.place.value
        near = whereabouts.may_be_one(here, there)
        found.append("!place" if not near else "=place" if here.precision == there.precision else "~place")
    return [*found, *compared(mine, story.traits)]


def _of_names(mention: Mention, told: Sequence[Story]) -> Iterator[str]:
    if mention.names:
        old = sum(any(name in story.traits["name"] for story in told) for name in mention.names)
        yield f"new names:{min(len(mention.names) - old, 3)}"
        yield f"old names:{min(old, 3)}"


def _of_closeness(page: Page, mention: Mention, own: Sequence[str], story: Story) -> Iterator[str]:
    before = story.mentions[-1]
    if before.end <= mention.start and before.paragraph == mention.paragraph:
        yield "same paragraph"
        if "." not in page.folded[before.end : mention.start]:
            form = "verbal" if mention.core and mention.core.verbal else "noun"
            yield from ("same sentence", f"same sentence&{form}&{'own day' if mention.day else 'no day'}")
            yield f"same sentence&{form}&{'own place' if mention.place else 'no place'}"
            yield from [f"same sentence&{sign}" for sign in own if sign.startswith(("means:", "opening:", "=", "!"))]
