"""Who is said to have done it: what a sentence says outright, and who stands as the doer of its deed."""

from typing import Final

from schemas.values import Attribution
from schemas.vocabulary import Stance
from services.extraction.domain.agency import agents, meant_agent
from services.extraction.domain.doers import Doer, country_name, doers
from services.extraction.domain.page import Page, Told
from services.extraction.domain.patterns import Pattern
from services.extraction.domain.remark_scope import speaker
from services.extraction.domain.remarks import remarks
from services.extraction.domain.text import Sentence
from services.extraction.domain.wording import Core

__all__ = ["attributions", "country_name", "speaker", "subjects"]

_OWN_ACCOUNT: Final = Pattern("attributions.own_account")
_GROUP_SAYS: Final = Pattern("attributions.group_says")
_BESIDE: Final = 12
_HEDGED: Final = Pattern("attributions.hedged_doer")


def attributions(page: Page, sentence: Sentence, start: int, end: int, core: Core | None) -> list[Told[Attribution]]:
    """All that a stretch of a sentence says of the doer: what is said outright, then who stands as the doer."""
    found = remarks(page, sentence, start, end)
    done = agents(page, start, end, core) if core else []
    found += [_as_doer(page, sentence, d, "subject") for d in done]
    if core and not found and (those := meant_agent(page, start, end, core)):
        found.append(_as_doer(page, sentence, those, "spoken of"))
    return _once(found)


def _as_doer(page: Page, sentence: Sentence, doer: Doer, rule: str) -> Told[Attribution]:
    if doer.state and _tells_itself(page, sentence, doer):
        own = Attribution(stance=Stance.CLAIMED, actor=doer.name, by=doer.name)
        return Told(own, doer.start, doer.end, f"attribution:{rule}")
    if rule == "spoken of" and _GROUP_SAYS.match(page.folded, sentence.start, sentence.end):
        own = Attribution(stance=Stance.CLAIMED, actor=doer.name, by=doer.name)
        return Told(own, doer.start, doer.end, "attribution:said so")
    hedged = _HEDGED.search(page.folded, max(sentence.start, doer.start - 45), doer.start)
    stance = Stance.SUSPECTED if hedged else Stance.BLAMED
    return Told(Attribution(stance=stance, actor=doer.name, by=None), doer.start, doer.end, f"attribution:{rule}")


def _tells_itself(page: Page, sentence: Sentence, doer: Doer) -> bool:
    """As in "American planes bombed a depot, the U.S. military said": the source is the doer's own army."""
    mark = _OWN_ACCOUNT.search(page.folded, sentence.start, sentence.end)
    if mark is None or mark.start() <= doer.end:
        return False
    if not mark["who"]:
        return True
    whose = [d for d in doers(page, sentence.start, sentence.end) if d.start <= mark.start() + 1 < d.end + 20]
    near = [d for d in whose if mark.start() - d.end < _BESIDE]
    return near[-1].name == doer.name if near else mark["who"] != "pentagon" or doer.name == "United States"


def subjects(page: Page, start: int, end: int, core: Core | None) -> set[str]:
    """Those who stand as the doers of a deed."""
    return {d.name for d in agents(page, start, end, core)} if core and core.verbal else set()


def _once(found: list[Told[Attribution]]) -> list[Told[Attribution]]:
    kept: dict[tuple[Stance, str | None], Told[Attribution]] = {}
    for told in found:
        kept.setdefault((told.value.stance, told.value.actor), told)
    return list(kept.values())
