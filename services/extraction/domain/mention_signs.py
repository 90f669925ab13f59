"""What a mention itself says for and against its telling of something new."""

import re
from collections.abc import Iterator
from typing import Final

from services.extraction.domain import whereabouts
from services.extraction.domain.mentions import Mention
from services.extraction.domain.page import Page
from services.extraction.domain.patterns import Pattern
from services.extraction.domain.wording import Core

_WORD: Final = re.compile(r"[a-z]+|\d+|[,;:.\"]")
_HAD: Final = re.compile(r"\b(?:had|has|have)\b")
_MODAL: Final = re.compile(r"\b(?:would|could|will|should|might|may|must|can|to)\b")
_PHRASES: Final = {name: Pattern(f"signs.{name}") for name in ("many", "clock", "lapse")}
_LAW: Final = Pattern("signs.law")
_TIE: Final = Pattern("signs.tie")
_MEANS: Final = Pattern("signs.means")
_SOMEWHERE: Final = Pattern("signs.somewhere")
_AGES: Final = ((1, "today"), (3, "days"), (10, "week"), (60, "month"), (400, "year"))
_LEFT: Final = 40
_RIGHT: Final = 20
_SHORT: Final = 40
_LONG: Final = 20
_LAST_PARAGRAPH: Final = 4


def of_core(core: Core) -> Iterator[str]:
    """By the words of the deed."""
    yield f"rule:{core.rule}"
    yield f"sense:{core.sense}"
    yield f"form:{'verb' if core.verbal else 'noun'}{' the' if core.definite else ''}{' -s' if core.plural else ''}"
    yield f"doubt:{core.doubt}"


def of_words(page: Page, mention: Mention, core: Core) -> Iterator[str]:
    """By the words around them."""
    folded, start, end = page.folded, mention.start, mention.end
    deed = folded[core.start : core.end].split()
    before = _WORD.findall(folded[max(start, core.start - _LEFT) : core.start])
    after = _WORD.findall(folded[core.end : min(end, core.end + _RIGHT)])
    opening = _WORD.findall(folded[start : start + _RIGHT])
    yield from (f"head:{deed[0]}", f"last:{deed[-1]}", f"before:{before[-1] if before else '^'}")
    yield from (f"after:{after[0] if after else '$'}", f"opening:{opening[0] if opening else ''}")
    lead = folded[max(start, core.start - _LEFT) : core.end]
    yield f"tense:{_tense(page, core)}"
    yield from ["perfect"] if _HAD.search(lead) else []
    yield from ["modal"] if _MODAL.search(lead) else []
    yield from (name for name, phrase in _PHRASES.items() if phrase.search(folded, start, end))
    if law := _LAW.search(folded, start, end):
        yield from ("law", f"law:{law[0][:6]}")
    yield from {f"tie:{tie[0]}" for tie in _TIE.finditer(folded, start, core.end + _RIGHT)}
    if (means := _MEANS.search(lead[: core.start - core.end])) and not core.verbal:
        yield f"means:{means[0].split()[0]}"
    yield from ["spoken"] if page.said_in(core.start) else []
    yield from ["short"] if end - start < _SHORT else []
    yield from ["somewhere"] if mention.place is None and _SOMEWHERE.search(page.text, start, end) else []


def _tense(page: Page, core: Core) -> str:
    """The form of the deed's verb: plots and habits are told in the present, deeds in the past."""
    verbs = (hit.of("act") for hit in page.core.between(core.start, core.end))
    entry = next((entry for entry in verbs if entry and entry.lemma), None)
    if entry is None:
        return "none"
    written = entry.written.split()[0].lower()
    base = entry.lemma.split()[0]
    if written in (base, base + "s", base + "es"):
        return "present"
    return "gerund" if written.endswith("ing") else "past"


def of_fields(page: Page, mention: Mention) -> Iterator[str]:
    """By what it says of when, where, how many and the rest."""
    yield f"paragraph:{min(mention.paragraph, _LAST_PARAGRAPH)}"
    yield from _of_day(page, mention)
    yield from _of_place(page, mention)
    if mention.tolls:
        yield "toll"
        yield from ["no toll"] if all(t.count.min == 0 for t in mention.tolls) else []
        yield from ["attackers"] if any(t.attackers for t in mention.tolls) else []
    said = {
        "count": mention.count, "targets": mention.targets, "outcome": mention.outcome, "hedged": mention.factuality,
        "fresh": mention.fresh, "general": mention.general, "reacting": mention.reacting, "sea": mention.at_sea,
        "doer": mention.attributions,
    }  # fmt: skip
    yield from (name for name, value in said.items() if value)
    yield from [f"outcome:{mention.outcome.value.value}"] if mention.outcome else []


def _of_day(page: Page, mention: Mention) -> Iterator[str]:
    day = mention.day
    if day is None:
        yield "day:none"
        return
    yield "day:spoken" if mention.spoken_day else "day:own"
    ago = (page.published.date() - day.value.latest).days
    yield f"age:{next((name for limit, name in _AGES if ago <= limit), 'old')}"
    yield from ["long"] if (day.value.latest - day.value.earliest).days > _LONG else []
    yield from ["day before"] if day.start < mention.start else []


def _of_place(page: Page, mention: Mention) -> Iterator[str]:
    place = mention.place
    if place is None:
        yield from ("place:none", *(["scene"] if mention.scene else []))
        return
    yield from ("place:own", f"precision:{place.value.precision.value}")
    yield from ["foreign"] if whereabouts.is_foreign(page, place.value) else []
