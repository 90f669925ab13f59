"""What became of an attack, out of what all its mentions say: stopped, shot down, missed or hit."""

from typing import Final

from schemas.values import Range
from schemas.vocabulary import Factuality, Outcome
from services.extraction.domain.details import THROUGH
from services.extraction.domain.mentions import Mention
from services.extraction.domain.page import Told
from services.extraction.domain.story import Story

_DONE: Final = frozenset(
    {"abduction", "air_strike", "suicide_bombing", "bombing", "armed_attack", "arson_sabotage", "grenade"}
)
"""What had its effect when it is told as done: jets that bombed, men who were abducted."""
_ON_FOOT: Final = frozenset({"armed_attack", "abduction", "bombing", "suicide_bombing", "grenade", "arson_sabotage"})


def effect(story: Story, tolls: tuple[Told[Range] | None, ...]) -> Told[Outcome] | None:
    """What became of it: stopped or missed before hit, unless people came to harm; a fight has no outcome."""
    if story.core.sense == "armed_clash" or _is_denied(story):
        return None
    harm = next((t for t in tolls if t and t.value.min > 0), None)
    told = _told(story)
    if through := next((o for o in told if o.rule == THROUGH), None):
        return through
    for value in (Outcome.FOILED, Outcome.INTERCEPTED, Outcome.MISSED, Outcome.HIT):
        found = next((o for o in told if o.value is value), None)
        if found and not _is_overruled(story, value, harmed=harm is not None):
            return found
    if harm:
        return Told(Outcome.HIT, harm.start, harm.end, "harm done")
    done = story.core.verbal and story.core.sense in _DONE
    return Told(Outcome.HIT, story.core.start, story.core.end, "done") if done else None


def certainty(story: Story) -> Told[Factuality] | None:
    """How sure it is that it happened; a denial in a remark is believed of what was told once, without dead."""
    told = next((m.factuality for m in story.mentions if m.factuality and m.core), None)
    if told or sum(m.core is not None for m in story.mentions) > 1 or any(m.tolls for m in story.mentions):
        return told
    remarks = (m.factuality for m in story.mentions if m.factuality)
    return next((f for f in remarks if f.value is Factuality.DENIED), None)


def _is_denied(story: Story) -> bool:
    """What did not happen had no effect."""
    sure = certainty(story)
    return sure is not None and sure.value is Factuality.DENIED


def _told(story: Story) -> list[Told[Outcome]]:
    """What the body says, mentions of the deed before remarks on it; the headline for want of better."""
    body = [m for m in story.mentions if m.outcome and m.paragraph]
    chosen: list[Mention] = [m for m in body if m.core] or body or [m for m in story.mentions if m.outcome]
    return [m.outcome for m in chosen if m.outcome]


def _is_overruled(story: Story, value: Outcome, *, harmed: bool) -> bool:
    """A third charge was taken apart, but two went off and killed; a bomb on the ground is not shot down."""
    if value is Outcome.FOILED:
        return harmed
    return value is Outcome.INTERCEPTED and story.core.sense in _ON_FOOT
