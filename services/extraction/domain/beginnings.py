"""Whether a mention begins a new story, and what that has from the wire where it says nothing itself."""

from dataclasses import replace
from typing import Final

from schemas.vocabulary import Precision
from services.extraction.domain import whereabouts
from services.extraction.domain.mentions import Mention
from services.extraction.domain.page import Page, Told
from services.extraction.domain.places import Place
from services.extraction.domain.story import Story
from services.extraction.domain.wording import VAGUE, Core

_LONG_AGO: Final = 60
_A_BATTLE: Final = 3
"""Days: longer fighting is a war, and no incident unless it says how many it killed."""
_DATED_BY_BEFORE: Final = 40
_DATED_BY: Final = 40
"""Characters between "the ... bombing" and the day that makes it another than the one told."""


def begins(mention: Mention) -> bool:
    """Whether a mention is enough to tell of something new; attacks in general are not."""
    core = mention.core
    if core is None or mention.paragraph == 0 or (mention.general and not mention.place):
        return False
    if core.sense in VAGUE:
        return _vague_begins(mention, core)
    if core.sense == "armed_clash":
        return bool(mention.tolls) or _is_short(mention)
    return core.verbal or _noun_begins(mention, core)


def _vague_begins(mention: Mention, core: Core) -> bool:
    """An attack of no type needs more to be one: victims and a day, a verb, a day of its own, or day and place."""
    dated = mention.day is not None and not mention.spoken_day
    if core.verbal:
        return core.rule != "victims" or bool(dated and mention.tolls)
    if core.definite:
        return not mention.reacting and (bool(mention.tolls and mention.place) or _is_dated(mention))
    if core.plural:
        return bool(mention.place and dated)
    told = bool(mention.tolls or mention.fresh)
    return bool(mention.place and mention.day) or (told and bool(mention.place or mention.day))


def _noun_begins(mention: Mention, core: Core) -> bool:
    """As in "the drone strike" was told before unless it has a day of its own; "drone strikes" of no day are many."""
    if core.definite:
        return not mention.reacting and (_is_dated(mention) or bool(mention.place and mention.tolls))
    return bool(mention.place or mention.day or mention.tolls) and not (core.plural and not mention.day)


def _is_short(mention: Mention) -> bool:
    return bool(mention.day and (mention.day.value.latest - mention.day.value.earliest).days <= _A_BATTLE)


def _is_dated(mention: Mention) -> bool:
    """As in "Monday's strike", "the bombing of July 5": another than the one just told."""
    core, day = mention.core, mention.day
    if core is None or day is None or mention.spoken_day:
        return False
    before = 0 <= core.start - day.end < _DATED_BY_BEFORE
    return (before or (day.start < core.end + _DATED_BY and day.end > core.start)) and not _acted_between(mention)


def _acted_between(mention: Mention) -> bool:
    """As in "Wanted over the bombing, he was killed on Tuesday" gives the bombing no day."""
    return bool(
        mention.day
        and mention.tolls
        and any(mention.core and mention.core.end <= t.start < mention.day.start for t in mention.tolls)
    )


def begun(page: Page, mention: Mention, told: list[Story], last: int) -> Story:
    """A story that says no day, place or type has those of the one before it; the first has the dateline's place."""
    before = told[last] if told else None
    day = mention.day or (before.day if before else None)
    if before and mention.core and mention.core.rule == "elliptical":
        kind = before.core
        mention = replace(mention, core=replace(mention.core, sense=kind.sense, weapon=kind.weapon))
    return Story((mention,), day, mention.place if mention.at_sea else _placed(page, mention, before))


def _placed(page: Page, mention: Mention, before: Story | None) -> Told[Place] | None:
    """Its own place, its paragraph's, that of the story before, the dateline's, the wire's country."""
    if mention.place is None and _is_old(page, mention):
        return mention.scene
    place = mention.place or mention.scene or (before.place if before and _same_time(mention, before) else None)
    if before is None:
        place = _with_dateline(whereabouts.dateline_place(page), place)
    if place is None and page.scenes:
        place = whereabouts.country_place(page, max(page.scenes, key=lambda code: page.scenes[code]))
    return place


def _is_old(page: Page, mention: Mention) -> bool:
    """What is told from long ago need not have happened where the wire was filed."""
    return bool(mention.day and (page.published.date() - mention.day.value.latest).days > _LONG_AGO)


def _same_time(mention: Mention, story: Story) -> bool:
    return not (mention.day and story.day) or whereabouts.overlap(mention.day.value, story.day.value)


def _with_dateline(filed: Told[Place] | None, place: Told[Place] | None) -> Told[Place] | None:
    """As in "The Afghan capital" under KABUL is Kabul; a country other than the dateline's stays."""
    if filed is None or (
        place and (place.value.precision is not Precision.COUNTRY or place.value.country != filed.value.country)
    ):
        return place
    return filed
