"""The toll of a happening, out of all that its mentions say of the dead and the hurt."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from schemas.values import Range
from schemas.vocabulary import EventType
from services.extraction.domain.page import Told
from services.extraction.domain.story import Story
from services.extraction.domain.tolls import Toll

_RIVAL: Final = (0.6, 2.5)
"""Shares of the first toll between which another is a rival count of the same dead, not a part or a sum."""
_LEADS: Final = 2
"""Paragraphs in which a story begins whose toll the headline gives."""
_RAIDS: Final = frozenset(
    {
        EventType.ARMED_ATTACK,
        EventType.SUICIDE_BOMBING,
        EventType.ABDUCTION,
        EventType.ARSON_SABOTAGE,
        EventType.GRENADE,
    }
)
"""What those who do it may not survive: their own dead are counted apart."""


def casualties(story: Story, kind: str, event_type: EventType) -> Told[Range] | None:
    """How many were `killed` or `wounded`; in a fight both sides, in a raid without the raiders."""
    found = [t for t in _told(story) if t.kind == kind]
    victims, raiders = _agreed([t for t in found if not t.attackers]), _agreed([t for t in found if t.attackers])
    if event_type is EventType.ARMED_CLASH and victims and raiders:
        total = _spanned_sum(victims.value, raiders.value)
        return Told(total, victims.start, victims.end, f"toll:{kind}")
    if event_type in _RAIDS:
        bombed = event_type is EventType.SUICIDE_BOMBING and raiders and raiders.value.min > 1
        return victims or (raiders if bombed else None)  # the fighters whom a bomber kills are not his own
    return _agreed(found)


def _told(story: Story) -> list[Toll]:
    """The tolls of the body; those of the headline for want of better."""
    body = [t for n, m in enumerate(story.mentions) if m.paragraph for t in _meant(story, n)]
    kinds = {t.kind for t in body}
    first = min((m.paragraph for m in story.mentions if m.paragraph), default=0)
    if first > _LEADS:
        return body
    return [*body, *(t for m in story.mentions if not m.paragraph for t in m.tolls if t.kind not in kinds)]


def _meant(story: Story, n: int) -> tuple[Toll, ...]:
    """The tolls of the nth mention; one of the `same` kind is that of the mention before it."""
    tolls = story.mentions[n].tolls
    if not any(t.kind == "same" for t in tolls):
        return tolls
    before = [t for t in story.mentions[n - 1].tolls if t.kind != "same"] if n else []
    return tuple(replace(t, kind=before[-1].kind) for t in tolls) if before else ()


def _agreed(found: Sequence[Toll]) -> Told[Range] | None:
    """The latest of revised tolls; else the first, widened by rivals and grown by what came on top."""
    if not found:
        return None
    standing = [t for t in found if not t.early] or list(found)
    revised = [t for t in standing if t.revised]
    if revised:
        best = revised[-1]
        return best.told()
    base = [t for t in standing if not t.more] or standing
    best = base[0]
    least, most = (share * best.count.min for share in _RIVAL)
    least = best.count.min if best.count.max is None else least
    near = [t for t in base if t is not best and t.account and least <= t.count.min <= most]
    rivals = [t.count for t in base if t is not best and (t in near or t.rival)]
    return Told(_spanned([best.count, *rivals]), best.start, best.end, f"toll:{best.kind}")


def _spanned(counts: list[Range]) -> Range:
    """From the lowest to the highest; "at least five" and "six" are five to six, "at least five" alone has no end."""
    low = min(c.min for c in counts)
    tops = [c.max for c in counts if c.max is not None and c.max >= low]
    open_end = not tops or (counts[0].max is None and max(tops) <= low)
    return Range(min=low, max=None if open_end else max(tops))


def _spanned_sum(one: Range, other: Range) -> Range:
    top = None if one.max is None or other.max is None else one.max + other.max
    return Range(min=one.min + other.min, max=top)
