"""From a story to the event that reports it, every field with the words that fill it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from schemas.articles import ArticleText
from schemas.reports import IncidentReported
from schemas.values import Attribution, Casualties, Evidence, Location, Period, Range, Target, Weapon
from schemas.vocabulary import EventType, Factuality, Outcome, Stance, WeaponKind
from services.extraction.domain.identity import EXTRACTOR, digest
from services.extraction.domain.page import Told
from services.extraction.domain.places import Place
from services.extraction.domain.stories import Story
from services.extraction.domain.tolls import Toll

_VAGUE_TYPE: Final = {"attack": EventType.ARMED_ATTACK, "siege": EventType.ARMED_ATTACK, "strike": EventType.AIR_STRIKE, "blast": EventType.OTHER}
_DONE: Final = frozenset({"abduction", "air_strike", "suicide_bombing", "bombing"})
"""What had its effect when it is told as done: jets that bombed, men who were abducted."""
_ON_FOOT: Final = frozenset({"armed_attack", "abduction", "bombing", "suicide_bombing", "grenade", "arson_sabotage"})
_NO_COUNT: Final = frozenset({"small_arms", "arson"})


@dataclass(frozen=True, slots=True)
class _Reading:
    event_type: EventType
    weapon: WeaponKind
    count: Told[Range] | None
    killed: Told[Range] | None
    wounded: Told[Range] | None
    targets: tuple[Told[Target], ...]
    attributions: tuple[Told[Attribution], ...]
    outcome: Told[Outcome] | None
    factuality: Told[Factuality] | None


def reported(article: ArticleText, stories: Iterable[Story]) -> tuple[IncidentReported, ...]:
    """One report for each story; ids come from what is told, so that they outlive a revision that leaves it unchanged."""
    seen: Counter[str] = Counter()
    out = []
    for story in stories:
        draft = _report(article, story)
        seen[draft["report_id"]] += 1
        report_id = digest(draft["report_id"], str(seen[draft["report_id"]]))
        out.append(IncidentReported(**(draft | {"report_id": report_id})))
    return tuple(out)


def _report(article: ArticleText, story: Story) -> dict[str, Any]:
    read = _read(story)
    location = _location(story.place)
    day = story.day.value if story.day else None
    identity = (article.article_id, read.event_type.value, (location.country if location else None) or "", str(day.earliest) if day else "", (location.name if location else None) or "")
    return {
        "report_id": digest(*identity),
        "article_id": article.article_id,
        "article_revision": article.revision,
        "published_at": article.published_at,
        "source": article.source,
        "event_type": read.event_type,
        "factuality": read.factuality.value if read.factuality else _factuality(read),
        "outcome": read.outcome.value if read.outcome else Outcome.UNKNOWN,
        "occurred": day,
        "location": location,
        "weapon": Weapon(kind=read.weapon, count=read.count.value if read.count else None),
        "targets": tuple(t.value for t in read.targets),
        "casualties": Casualties(killed=read.killed.value if read.killed else None, wounded=read.wounded.value if read.wounded else None),
        "attributions": tuple(a.value for a in read.attributions),
        "evidence": _evidence(article.text, story, read),
        "confidence": _confidence(story, read),
        "extractor": EXTRACTOR,
    }


def _factuality(read: _Reading) -> Factuality:
    return Factuality.POSSIBLE if read.event_type == EventType.OTHER else Factuality.OCCURRED


def _location(place: Told[Place] | None) -> Location | None:
    if place is None:
        return None
    at = place.value
    return Location(name=at.name, country=at.country, admin1=at.admin1, lat=at.lat, lon=at.lon, precision=at.precision)


def _read(story: Story) -> _Reading:
    core = story.core
    event_type = _VAGUE_TYPE.get(core.sense) or EventType(core.sense)
    weapon = _weapon(story)
    counts = [m.count for m in story.mentions if m.count and m.count.value.min > 0]
    return _Reading(
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
    same = [m.core.weapon for m in story.mentions if m.core and m.core.sense == story.core.sense and m.core.weapon not in ("", "unknown")]
    return WeaponKind((same or kinds or ["unknown"])[0])


def _toll(story: Story, kind: str, event_type: EventType) -> Told[Range] | None:
    """The first toll of the body stands; others that differ widen it, far smaller ones are parts of it."""
    fights = event_type in (EventType.ARMED_CLASH, EventType.AIR_STRIKE, EventType.DRONE_STRIKE)
    found: list[Toll] = [t for m in story.mentions for t in m.tolls if t.kind == kind and (fights or not t.attackers)]
    if not found:
        return None
    best = next((t for t in found if t.count.min > 0), found[0])
    rivals = [t.count for t in found if t is not best and 0.6 * best.count.min <= t.count.min <= 2.5 * best.count.min]  # noqa: PLR2004
    low = min([best.count.min, *(r.min for r in rivals)])
    tops = [r.max for r in [best.count, *rivals] if r.max is not None and r.max >= low]
    open_end = best.count.max is None and (not tops or max(tops) <= low)
    return Told(Range(min=low, max=None if open_end or not tops else max(tops)), best.start, best.end, f"toll:{kind}")


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
    if any(stance in (Stance.CLAIMED, Stance.BLAMED) for stance, _ in kept) and any(m.core is None for m in story.mentions):
        kept.pop((Stance.UNATTRIBUTED, None), None)
    claimed = {actor for stance, actor in kept if stance is not Stance.BLAMED}
    return tuple(t for (stance, actor), t in kept.items() if not (stance is Stance.BLAMED and actor in claimed and t.value.by is None))


def _outcome(story: Story) -> Told[Outcome] | None:
    if story.core.sense == "armed_clash":
        return None
    found = [m.outcome for m in story.mentions if m.outcome and m.core and m.paragraph] or [m.outcome for m in story.mentions if m.outcome and m.core]
    harm = next((t for m in story.mentions for t in m.tolls if t.count.min > 0 and m.core), None)
    for value in (Outcome.FOILED, Outcome.INTERCEPTED, Outcome.MISSED):
        told = next((o for o in found if o.value is value), None)
        if told and not (value is Outcome.FOILED and harm) and not (value is Outcome.INTERCEPTED and story.core.sense in _ON_FOOT):
            return told
    if told := next((o for o in found if o.value is Outcome.HIT), None):
        return told
    if harm:
        return Told(Outcome.HIT, harm.start, harm.end, "harm done")
    done = story.core.verbal and story.core.sense in _DONE
    return Told(Outcome.HIT, story.core.start, story.core.end, "done") if done else None


def _evidence(text: str, story: Story, read: _Reading) -> tuple[Evidence, ...]:
    core = story.core
    lines = [("event_type", core.start, core.end, core.rule)]
    if read.weapon is not WeaponKind.UNKNOWN:
        lines.append(("weapon", core.start, core.end, core.rule))
    parts: list[tuple[str, Told[Any] | None]] = [
        ("occurred", story.day), ("location", story.place), ("weapon.count", read.count), ("casualties.killed", read.killed),
        ("casualties.wounded", read.wounded), ("outcome", read.outcome), ("factuality", read.factuality),
        *(("targets", t) for t in read.targets), *(("attributions", a) for a in read.attributions),
    ]  # fmt: skip
    lines += [(field, told.start, told.end, told.rule) for field, told in parts if told]
    return tuple(Evidence(field=f, start=a, end=b, quote=text[a:b], rule=rule) for f, a, b, rule in lines)


def _confidence(story: Story, read: _Reading) -> float:
    """0.35, and a share for each of: a typed verb, own day, own place, a toll or count, told more than once."""
    features = (
        story.core.verbal,
        any(m.day for m in story.mentions if m.core),
        any(m.place for m in story.mentions if m.core),
        bool(read.killed or read.wounded or read.count),
        sum(m.core is not None for m in story.mentions) > 1,
    )
    return round(0.35 + 0.12 * sum(features), 2)
