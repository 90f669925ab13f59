"""What else a stretch tells of an attack: on what, with what effect, and how surely."""

import re
from typing import Final

from schemas.values import Target
from schemas.vocabulary import Factuality, Outcome, TargetKind
from services.extraction.domain.lexicon import Hit
from services.extraction.domain.page import Page, Told
from services.extraction.domain.patterns import Pattern
from services.extraction.domain.wording import Core

_REACH: Final = 110
"""Characters behind the deed within which its target stands."""
_SPEECH_AFTER: Final = Pattern("details.speech_after")
_SOURCE_BEFORE: Final = Pattern("details.source_before")
_PASSIVE: Final = re.compile(r"\b(?:was|were|been|being|is|are|came) (?:[\w-]{1,12} )?$")

_INTERCEPTED: Final = Pattern("details.intercepted")
_FOILED: Final = Pattern("details.foiled")
_MISSED: Final = Pattern("details.missed")
_HIT: Final = Pattern("details.hit")

_DENIED: Final = Pattern("details.denied")


def targets(page: Page, start: int, end: int, core: Core) -> tuple[Told[Target], ...]:
    """What was attacked: after the verb, or before a passive; sources and speakers are none."""
    found = [h for h in page.targets.between(start, end) if not _is_source(page, h, core)]
    behind = [h for h in found if h.start >= core.start and h.start - core.end < _REACH]
    before = [h for h in found if h.start < core.start and _suffers(page, h, core)]
    hits = _listed(page, behind) or _listed(page, before)
    chosen: dict[str, Told[Target]] = {}
    for hit in hits:
        kind = hit.entries[0].sense
        chosen.setdefault(
            kind, Told(Target(name=_name(page, hit), kind=TargetKind(kind)), hit.start, hit.end, "target")
        )
    return tuple(chosen.values())


def victims(page: Page, spans: list[tuple[int, int]]) -> tuple[Told[Target], ...]:
    """Who was killed or hurt, as a target ("five soldiers")."""
    for start, end in spans:
        for hit in page.targets.between(start, end + 30):
            return (
                Told(
                    Target(name=_name(page, hit), kind=TargetKind(hit.entries[0].sense)), hit.start, hit.end, "victims"
                ),
            )
    return ()


def _listed(page: Page, found: list[Hit]) -> list[Hit]:
    """The first target and those listed with it ("a mosque and a clinic"); "people" only for want of better."""
    named = [h for h in found if page.folded[h.start : h.end] != "people"] or found
    chosen = named[:1]
    for hit in named[1:3]:
        gap = page.folded[chosen[-1].end : hit.start]
        if len(gap) > 40 or not re.search(r",|\band\b", gap) or re.search(r"\b(?:in|of|near|at|by|said)\b", gap):  # noqa: PLR2004
            break
        chosen.append(hit)
    return chosen


def _is_source(page: Page, hit: Hit, core: Core) -> bool:
    if core.start <= hit.start < core.end and hit.start == core.start:
        return True
    after = _SPEECH_AFTER.match(page.folded, hit.end, min(len(page.folded), hit.end + 45))
    return bool(after or _SOURCE_BEFORE.search(page.folded, max(0, hit.start - 45), hit.start))


def _suffers(page: Page, hit: Hit, core: Core) -> bool:
    passive = _PASSIVE.search(page.folded, max(hit.end, core.start - 14), core.end)
    return bool(passive) or bool(
        re.search(
            r"\b(?:was|were|been) (?:killed|hit|struck|wounded|injured|shot|attacked|hurt)",
            page.folded[hit.end : hit.end + 60],
        )
    )


_QUALIFIERS = re.compile(
    r"(?:(?<![\w'.-])(?!(?:the|a|an|at|on|in|of|and|hit|near|into|its|their|to|by|for|from|with|against|targeted|"
    r"targeting|struck|attacked|killed|killing|wounded|wounding|was|were|that|which|least|than|over|outside) )"
    r"[\w'.-]{1,20} ){0,3}$"
)
"""Up to three whole words that belong to the name before a target ("US" of "US compound")."""


def _name(page: Page, hit: Hit) -> str:
    left = _QUALIFIERS.search(page.folded[max(0, hit.start - 60) : hit.start])
    qualifiers = len(left[0]) if left else 0
    return page.text[hit.start - qualifiers : hit.end].replace("\n", " ").strip() or page.text[hit.start : hit.end]


def outcome(page: Page, start: int, end: int) -> Told[Outcome] | None:
    """What became of it, as far as this stretch says."""
    for pattern, value in (
        (_FOILED, Outcome.FOILED),
        (_INTERCEPTED, Outcome.INTERCEPTED),
        (_MISSED, Outcome.MISSED),
        (_HIT, Outcome.HIT),
    ):
        if mark := pattern.search(page.folded, start, end):
            return Told(value, mark.start(), mark.end(), f"outcome:{value.value}")
    return None


def factuality(page: Page, start: int, end: int) -> Told[Factuality] | None:
    """Denied or unconfirmed, where the stretch says so."""
    if mark := _DENIED.search(page.folded, start, end):
        return Told(Factuality.DENIED, mark.start(), mark.end(), "denied")
    hedge = page.signal("hedge", start, end)
    return Told(Factuality.POSSIBLE, hedge.start, hedge.end, "hedge") if hedge else None
