"""The incidents of an article: mentions of one happening brought together."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from schemas.values import Attribution, Period
from schemas.vocabulary import Precision
from services.extraction.domain import whereabouts
from services.extraction.domain.cores import VAGUE, Core
from services.extraction.domain.mentions import Mention
from services.extraction.domain.page import Page, Told
from services.extraction.domain.places import Place

MOST_STORIES: Final = 60
"""No wire reports more; it bounds the work on a hostile text."""
_FAMILY: Final = {
    "shelling": "shelling", "drone_strike": "drone", "air_strike": "air", "suicide_bombing": "bomb", "bombing": "bomb",
    "grenade": "bomb", "armed_attack": "arms", "armed_clash": "clash", "abduction": "abduction",
    "arson_sabotage": "arson", "blast": "any", "attack": "any", "siege": "any", "strike": "any", "other": "any",
}  # fmt: skip
_BOTH: Final = re.compile(r"\b(?:both|the two)\b")
_ALL: Final = re.compile(r"\b(?:any of the|the latest|recent|all the|these|those|the|of them|'s,? .{0,30}) (?:attacks|strikes|offensives|raids|bombings|incidents)\b|'s attacks\b")
_RECENT: Final = 9
_LONG_AGO: Final = 60
_A_BATTLE: Final = 3
"""Days: longer fighting is a war, and no incident unless it says how many it killed."""
_DATED_BY: Final = 40
"""Characters between "the ... bombing" and the day that makes it another than the one told."""
_TOLD_WITHIN: Final = 2
"""Days from an attack to somebody's speaking of it in a wire that gives no other day."""
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


def stories(page: Page, mentions: Iterable[Mention]) -> tuple[Story, ...]:
    """The happenings told, in the order in which the text comes to them."""
    told: list[Story] = []
    last = 0
    remarks: list[Mention] = []
    set_day: Mention | None = None
    for told_now in mentions:
        mention = _dated(told_now, set_day)
        set_day = told_now if told_now.core is None and told_now.day and not told_now.spoken_day else None
        if _is_on_all(page, mention):
            remarks.append(mention)
            continue
        if mention.core is None and (spread := _spread(page, mention, told, last)):
            told = [_grown(s, mention) if n in spread else s for n, s in enumerate(told)]
            continue
        home = _home(mention, told, last)
        if home is not None:
            told[home] = _grown(told[home], mention)
            last = home if mention.core else last
        elif _begins(mention) and len(told) < MOST_STORIES:
            told.append(_begun(page, mention, told, last))
            last = len(told) - 1
    return tuple(_remarked(page, story, remarks) for story in told)


def _dated(mention: Mention, before: Mention | None) -> Mention:
    """"The last such killing was in August. A missile hit the camp": the sentence before gave the day."""
    if before is None or mention.core is None or mention.day or before.paragraph != mention.paragraph or not mention.core.verbal:
        return mention
    return replace(mention, day=before.day)


def _is_on_all(page: Page, mention: Mention) -> bool:
    """Whether it only says who may have done all that the wire tells of."""
    return bool(mention.attributions and not mention.tolls and not (mention.core and mention.core.verbal) and _ALL.search(page.folded, mention.start, mention.end))


def _remarked(page: Page, story: Story, remarks: list[Mention]) -> Story:
    """A story of the last days with what was said of all attacks."""
    if story.day is None or (page.published.date() - story.day.value.latest).days > _RECENT:
        return story
    return replace(story, mentions=(*story.mentions, *(replace(m, core=None) for m in remarks)))


def _begins(mention: Mention) -> bool:
    """Whether a mention is enough to tell of something new; attacks in general are not."""
    if mention.core is None or mention.paragraph == 0:
        return False
    if mention.general and not mention.place:
        return False
    concrete = bool(mention.place or mention.day)
    if mention.core.sense in VAGUE:
        if mention.core.rule == "victims":
            return bool(mention.day and not mention.spoken_day and mention.tolls)
        if mention.core.verbal:
            return True
        if mention.core.definite:
            return bool(mention.tolls and mention.place) or _is_dated(mention)
        if mention.core.plural:
            return bool(mention.place and mention.day and not mention.spoken_day)
        return concrete and bool(mention.tolls or mention.fresh or (mention.day and mention.place))
    if mention.core.sense == "armed_clash":
        return bool(mention.tolls) or bool(mention.day and (mention.day.value.latest - mention.day.value.earliest).days <= _A_BATTLE)
    if mention.core.definite and not mention.core.verbal:
        return _is_dated(mention) or bool(mention.place and mention.tolls)
    if not mention.core.verbal:
        return (concrete or bool(mention.tolls)) and not (mention.core.plural and not mention.day)
    return True


def _is_dated(mention: Mention) -> bool:
    """"Monday's strike", "the bombing of July 5": another than the one just told."""
    if mention.core is None or mention.day is None or mention.spoken_day:
        return False
    return mention.core.end - _DATED_BY < mention.day.start < mention.core.end + _DATED_BY and not _acted_between(mention)


def _acted_between(mention: Mention) -> bool:
    """"Wanted over the bombing, he was killed on Tuesday" gives the bombing no day."""
    return bool(mention.day and mention.tolls and any(mention.core and mention.core.end <= t.start < mention.day.start for t in mention.tolls))


def _begun(page: Page, mention: Mention, told: list[Story], last: int) -> Story:
    """A story that says no day, place or type has those of the one before it; the first has the dateline's place."""
    before = told[last] if told else None
    day = mention.day or (before.day if before else None)
    if before and mention.core and mention.core.rule == "elliptical":
        kind = before.core
        mention = replace(mention, core=replace(mention.core, sense=kind.sense, weapon=kind.weapon))
    return Story((mention,), day, mention.place if mention.at_sea else _placed(page, mention, before))


def _placed(page: Page, mention: Mention, before: Story | None) -> Told[Place] | None:
    """Where it happened: its own place, its paragraph's, that of the story before, the dateline's, the wire's country."""
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
    """"The Afghan capital" under KABUL is Kabul; a country other than the dateline's stays."""
    if filed is None or (place and (place.value.precision is not Precision.COUNTRY or place.value.country != filed.value.country)):
        return place
    return filed


def _spread(page: Page, mention: Mention, told: list[Story], last: int) -> set[int]:
    """The two stories that a remark on both touches ("Islamic State claimed both")."""
    if not mention.attributions or not told or not _BOTH.search(page.folded, mention.start, mention.end):
        return set()
    return {last, max(0, last - 1)}


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
    if _is_habit(mention.core) and mention.day is None:
        return None
    scored = [(score, n) for n, story in enumerate(told) if (score := _likeness(mention, story, is_last=n == last)) > 0]
    return max(scored, key=lambda pair: (pair[0], pair[1] == last, -pair[1]))[1] if scored else None


def _is_habit(core: Core) -> bool:
    """"Attacks on the forces stepped up": no one attack is meant."""
    return core.plural and not core.definite and not core.verbal


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
    mine, theirs = _doers(mention.attributions), _doers(a for m in story.mentions for a in m.attributions)
    return bool(mine and theirs and not mine & theirs)


def _same_doer(mention: Mention, story: Story) -> bool:
    return bool(_doers(mention.attributions) & _doers(a for m in story.mentions for a in m.attributions))


def _doers(found: Iterable[Told[Attribution]]) -> set[str]:
    return {a.value.actor for a in found if a.value.actor and a.rule == "attribution:subject"}


def _kinship(one: Core | None, other: Core) -> float:
    if one is None:
        return 0
    a, b = _FAMILY[one.sense], _FAMILY[other.sense]
    if a == b or "any" in (a, b):
        return 1.0
    return 0.5 if frozenset((a, b)) in _KIN else 0.0


def _is_apart(mention: Mention, story: Story) -> bool:
    where = mention.place or _scene(mention)
    if where and story.place and not whereabouts.may_be_one(where.value, story.place.value):
        return True
    if mention.day and story.day and not mention.spoken_day and not whereabouts.overlap(mention.day.value, story.day.value):
        away = abs((mention.day.value.latest - story.day.value.latest).days)
        if not story.mentions[0].spoken_day or away > _TOLD_WITHIN:
            return True
    return False


def _scene(mention: Mention) -> Told[Place] | None:
    """The place that the paragraph set, for a mention that tells of something new."""
    return mention.scene if mention.core and mention.core.verbal and not mention.core.definite else None
