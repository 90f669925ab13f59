"""The words of a stretch by what they are to an attack: what with, what done, by whom, and the nouns that name it."""

from dataclasses import dataclass
from typing import Final

from services.extraction.domain.lexicon import Entry, Hit
from services.extraction.domain.page import Page
from services.extraction.domain.patterns import Pattern

VAGUE: Final = frozenset({"attack", "blast", "siege", "strike"})
"""Senses of nouns that name an attack without its type."""
_DEFINITE: Final = Pattern("cores.definite")


@dataclass(frozen=True, slots=True)
class Core:
    """The words that tell of an attack: `sense` is a type of incident or one of VAGUE.

    `doubt` says what speaks against its having happened: `unreal` (a threat, a plan, a condition), `negated`, or
    `slight` (words that are an attack only in the right company).
    """

    sense: str
    weapon: str
    start: int
    end: int
    rule: str
    verbal: bool
    definite: bool = False
    plural: bool = False
    doubt: str = ""


def is_verb(page: Page, hit: Hit) -> bool:
    """Whether a word that may be noun or verb is a verb where it stands."""
    return hit.start in page.verbs


def meant(hit: Hit) -> tuple[Entry, ...]:
    """The senses of a verb; with its particle ("shot three drones down") only that which the particle makes."""
    entries = tuple(e for e in hit.entries if e.cls == "act")
    return tuple(e for e in entries if e.rest) or entries


@dataclass(frozen=True, slots=True)
class Words:
    """The lexicon's words in a stretch, by class; a word that may be noun or verb is what its neighbours make it."""

    page: Page
    munitions: tuple[tuple[Hit, Entry], ...]
    events: tuple[tuple[Hit, Entry], ...]
    acts: tuple[tuple[Hit, Entry], ...]
    agents: tuple[tuple[Hit, Entry], ...]
    actors: tuple[Hit, ...]
    start: int
    end: int

    def act(self, *senses: str) -> tuple[Hit, Entry] | None:
        """The first verb of one of the senses."""
        return next(((h, e) for h, e in self.acts if e.sense in senses), None)

    def agent(self, *senses: str) -> Hit | None:
        """The first nameless doer of one of the senses."""
        return next((h for h, e in self.agents if e.sense in senses), None)


def words_of(page: Page, start: int, end: int) -> Words:
    """The words of a stretch."""
    munitions, events, agents = [], [], []
    acts: list[tuple[Hit, Entry]] = []
    for hit in page.core.between(start, end):
        verb = is_verb(page, hit)
        if entry := hit.of("agent"):
            agents.append((hit, entry))
        if verb:
            acts.extend((hit, entry) for entry in meant(hit))
        elif (entry := hit.of("event")) and entry.sense != "peaceful":
            events.append((hit, entry))
        elif entry := hit.of("munition"):
            munitions.append((hit, entry))
    return Words(
        page, tuple(munitions), tuple(events), tuple(acts), tuple(agents), page.actors.between(start, end), start, end
    )


def made_core(
    words: Words, hit: Hit, other: Hit | None, sense: str, weapon: str, rule: str, *, verbal: bool = True
) -> Core:
    """The core that a rule found, from its noun or verb and what goes with it."""
    first, last = (hit, other or hit) if other is None or hit.start <= other.start else (other, hit)
    definite = bool(_DEFINITE.search(words.page.folded, max(0, hit.start - 50), hit.start))
    plural = not verbal and words.page.folded[hit.end - 1] == "s"
    return Core(sense, weapon, first.start, max(first.end, last.end), rule, verbal, definite, plural)
