"""A happening as the wire tells it: all its mentions, its day and its place."""

from dataclasses import dataclass

from schemas.values import Period
from services.extraction.domain.mentions import Mention
from services.extraction.domain.page import Told
from services.extraction.domain.places import Place
from services.extraction.domain.traits import Traits
from services.extraction.domain.wording import VAGUE, Core


@dataclass(frozen=True, slots=True)
class Story:
    """One happening and all its mentions, in the order of the text."""

    mentions: tuple[Mention, ...]
    day: Told[Period] | None
    place: Told[Place] | None
    traits: Traits
    odds: float = 1.0

    @property
    def core(self) -> Core:
        """The words that say what it was, a typed one before a vague one."""
        typed = (m.core for m in self.mentions if m.core and m.core.sense not in VAGUE)
        return next(typed, None) or next(m.core for m in self.mentions if m.core)
