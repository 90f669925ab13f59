"""Who is said to have done it: what a sentence says outright, and who stands as the doer of its deed."""

from typing import Final

from schemas.values import Attribution
from schemas.vocabulary import Stance
from services.extraction.domain.agency import agents, meant_agent
from services.extraction.domain.doers import Doer, country_name
from services.extraction.domain.page import Page, Told
from services.extraction.domain.patterns import Pattern
from services.extraction.domain.remarks import remarks, speaker
from services.extraction.domain.text import Sentence
from services.extraction.domain.wording import Core

__all__ = ["attributions", "country_name", "speaker", "subjects"]

_HEDGED: Final = Pattern("attributions.hedged_doer")


def attributions(page: Page, sentence: Sentence, start: int, end: int, core: Core | None) -> list[Told[Attribution]]:
    """All that a stretch of a sentence says of the doer: what is said outright, then who stands as the doer."""
    found = [t for t in remarks(page, sentence.start, sentence.end) if start <= t.end - 1 < end]
    done = agents(page, start, end, core) if core else []
    found += [_as_doer(page, start, d, "subject") for d in done]
    if core and not found and (those := meant_agent(page, start, end, core)):
        found.append(_as_doer(page, start, those, "spoken of"))
    return _once(found)


def _as_doer(page: Page, start: int, doer: Doer, rule: str) -> Told[Attribution]:
    hedged = _HEDGED.search(page.folded, max(start, doer.start - 45), doer.start)
    stance = Stance.SUSPECTED if hedged else Stance.BLAMED
    return Told(Attribution(stance=stance, actor=doer.name, by=None), doer.start, doer.end, f"attribution:{rule}")


def subjects(page: Page, start: int, end: int, core: Core | None) -> set[str]:
    """Those who stand as the doers of a deed."""
    return {d.name for d in agents(page, start, end, core)} if core and core.verbal else set()


def _once(found: list[Told[Attribution]]) -> list[Told[Attribution]]:
    kept: dict[tuple[Stance, str | None], Told[Attribution]] = {}
    for told in found:
        kept.setdefault((told.value.stance, told.value.actor), told)
    return list(kept.values())
