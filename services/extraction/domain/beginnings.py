"""Whether a mention begins a new story, and what that has from the wire where the mention's own sentence is silent."""

from dataclasses import replace

from services.extraction.domain.mentions import Mention
from services.extraction.domain.page import Page
from services.extraction.domain.signs import signs
from services.extraction.domain.story import Story
from services.extraction.domain.traits import traits


def newness(page: Page, mention: Mention, told: list[Story], last: int) -> float:
    """How likely, 0 to 1, a mention tells of an incident that the wire has not told before."""
    if mention.core and mention.core.doubt in ("unreal", "negated"):
        return 0.0
    model = page.models.begins
    return model.chance(model.weight(signs(page, mention, told, last)))


def begun(mention: Mention, told: list[Story], last: int, chance: float) -> Story:
    """The story that a mention begins; one that only says "another" has its type from the story before it."""
    before = told[last] if told else None
    if before and mention.core and mention.core.rule == "elliptical":
        kind = before.core
        mention = replace(mention, core=replace(mention.core, sense=kind.sense, weapon=kind.weapon))
    day = mention.day or mention.time or (before.day if before else None)
    return Story((mention,), day, mention.place or mention.scene, traits(mention), chance)
