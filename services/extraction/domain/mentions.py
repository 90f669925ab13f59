"""Every stretch of the article that tells of an attack, or adds to one told before, with all that it says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from schemas.values import Attribution, Period, Range, Target
from schemas.vocabulary import Factuality, Outcome
from services.extraction.domain import attributions, details, tolls, whereabouts
from services.extraction.domain.cores import VAGUE, Core, core
from services.extraction.domain.page import Page, Told
from services.extraction.domain.patterns import Pattern
from services.extraction.domain.places import Place
from services.extraction.domain.statistics import is_counted
from services.extraction.domain.text import Sentence
from services.extraction.domain.tolls import Toll

_BOUNDARY: Final = Pattern("mentions.boundary")
_LINKED: Final = Pattern("mentions.linked")
_FRESH: Final = Pattern("mentions.fresh")
_GENERAL: Final = Pattern("mentions.general")
_FIRST_PERSON: Final = re.compile(r"\b(?:i|we|our|us|my|you|your|me)\b")
_CLAIMING: Final = Pattern("mentions.claiming")
_REACTING: Final = Pattern("mentions.reacting")
_TURN: Final = re.compile(r"[;,]? (?:and|but|while|then)\b|;")
_LEAD_IN: Final = 60
_BESIDE: Final = re.compile(r"[;,]? ?(?:while|whereas|;)")
_LONG_QUOTE: Final = 30


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text and what it says; without a `core` it only adds to an attack told before."""

    start: int
    end: int
    paragraph: int
    day: Told[Period] | None
    spoken_day: bool
    tolls: tuple[Toll, ...]
    attributions: tuple[Told[Attribution], ...]
    core: Core | None = None
    place: Told[Place] | None = None
    scene: Told[Place] | None = None
    count: Told[Range] | None = None
    targets: tuple[Told[Target], ...] = ()
    outcome: Told[Outcome] | None = None
    factuality: Told[Factuality] | None = None
    fresh: bool = False
    general: bool = False
    reacting: bool = False
    at_sea: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    core: Core | None


def mentions(page: Page, sentence: Sentence) -> tuple[Mention, ...]:
    """The mentions of one sentence in order."""
    if not page.core.between(sentence.start, sentence.end):
        return (_mention(page, sentence, _Piece(sentence.start, sentence.end, None)),)
    pieces = [_Piece(a, b, _told_core(page, a, b)) for a, b in _pieces(page, sentence)]
    return tuple(_mention(page, sentence, piece) for piece in _fused(page, pieces) if _worth(page, piece))


def _pieces(page: Page, sentence: Sentence) -> Iterator[tuple[int, int]]:
    start = sentence.start
    for mark in _BOUNDARY.finditer(page.folded, sentence.start, sentence.end):
        if mark.start() > start:
            yield start, mark.start()
        start = mark.start()
    yield start, sentence.end


def _told_core(page: Page, start: int, end: int) -> Core | None:
    """The attack that a stretch tells of; what somebody exclaims in direct speech, or counts over a time, is none."""
    found = core(page, start, end)
    if found is None or is_counted(page, start, end, found.start):
        return None
    spoken = page.said_in(found.start)
    if spoken is None or len(spoken) < _LONG_QUOTE or not _FIRST_PERSON.search(spoken):
        return found
    return found if _CLAIMING.search(spoken) else None


def _fused(page: Page, pieces: list[_Piece]) -> list[_Piece]:
    """Pieces that tell of one attack as one."""
    fused: list[_Piece] = []
    for piece in _led_in(page, pieces):
        if fused and not _separate(page, fused[-1], piece):
            fused[-1] = _joined(page, fused[-1], piece)
        else:
            fused.append(piece)
    return fused


def _led_in(page: Page, pieces: list[_Piece]) -> Iterator[_Piece]:
    """As in ", and on July 19," belongs to what comes after it ("when another blew himself up")."""
    held: _Piece | None = None
    for n, piece in enumerate(pieces):
        start = held.start if held else piece.start
        dated = piece.core is None and whereabouts.day(page, piece.start, piece.end, piece.start) is not None
        leads = dated and piece.end - piece.start < _LEAD_IN and _TURN.match(page.folded, start) is not None
        if n and leads and n + 1 < len(pieces):
            held = _Piece(start, piece.end, None)
        else:
            yield _Piece(start, piece.end, piece.core)
            held = None


def _joined(page: Page, one: _Piece, other: _Piece) -> _Piece:
    whole = _told_core(page, one.start, other.end)
    known = [c for c in (one.core, other.core, whole) if c]
    best = max(known, key=lambda c: (not c.doubt, c.sense not in VAGUE, c.verbal), default=None)
    return _Piece(one.start, other.end, best)


def _separate(page: Page, one: _Piece, other: _Piece) -> bool:
    """Whether a piece tells of another attack than the piece before it in the sentence."""
    if one.core is None or other.core is None:
        return False
    import os
    mode = os.environ.get("SPLIT", "0")
    if mode == "all" or (mode == "firm" and not (one.core.doubt or other.core.doubt)):
        return True
    if one.core.doubt or other.core.doubt:
        return False
    if _elsewhere(page, one, other) or _another_day(page, one, other) or _counts_anew(page, one, other):
        return True
    if _other_doers(page, one, other):
        return True
    differs = {one.core.sense, other.core.sense} & VAGUE == set() and one.core.sense != other.core.sense
    return differs and bool(_LINKED.match(page.folded, other.start, min(other.end, other.start + 40)))


def _other_doers(page: Page, one: _Piece, other: _Piece) -> bool:
    """Two sides that each strike in one sentence strike twice."""
    mine, theirs = (attributions.subjects(page, p.start, p.end, p.core) for p in (one, other))
    return bool(mine and theirs and not mine & theirs)


def _counts_anew(page: Page, one: _Piece, other: _Piece) -> bool:
    """As in "Five rockets hit the base while eight rounds fell on Syria": each half counts its own."""
    if not _BESIDE.match(page.folded, other.start):
        return False
    return all(details.weapon_count(page, p.start, p.end, "") for p in (one, other))


def _elsewhere(page: Page, one: _Piece, other: _Piece) -> bool:
    here, there = (whereabouts.place(page, p.start, p.end, p.core.start if p.core else p.start) for p in (one, other))
    return bool(here and there and not whereabouts.may_be_one(here.value, there.value))


def _another_day(page: Page, one: _Piece, other: _Piece) -> bool:
    then, now = (whereabouts.day(page, p.start, p.end, p.start) for p in (one, other))
    if then is None or now is None or whereabouts.is_spoken(page, then) or whereabouts.is_spoken(page, now):
        return False
    return not whereabouts.overlap(then.value, now.value)


def _worth(page: Page, piece: _Piece) -> bool:
    return piece.core is not None or bool(page.folded[piece.start : piece.end].strip())


def _mention(page: Page, sentence: Sentence, piece: _Piece) -> Mention:
    """What a piece says; of one that tells of no attack itself only what may add to another."""
    start, end = piece.start, piece.end
    anchor = piece.core.start if piece.core else start
    day = whereabouts.day(page, start, end, anchor) or _day_of_sentence(page, sentence, piece)
    remark = Mention(
        start=start,
        end=end,
        paragraph=sentence.paragraph,
        day=day,
        spoken_day=bool(day and whereabouts.is_spoken(page, day)),
        tolls=tolls.tolls(page, start, end),
        attributions=tuple(attributions.attributions(page, start, end, piece.core)),
    )
    return _with_core(page, remark, piece.core) if piece.core else remark


def _with_core(page: Page, remark: Mention, core: Core) -> Mention:
    start, end = remark.start, remark.end
    return replace(
        remark,
        core=core,
        place=whereabouts.place(page, start, end, core.start),
        scene=whereabouts.scene(page, start),
        count=details.weapon_count(page, start, end, core.weapon),
        targets=details.targets(page, start, end, core) or _victims(page, remark),
        outcome=details.outcome(page, start, end),
        factuality=details.factuality(page, start, end),
        fresh=bool(_FRESH.search(page.folded, start, core.end + 12)),
        general=bool(_GENERAL.search(page.folded, start, end)),
        reacting=bool(_REACTING.search(page.folded, start, core.end)),
        at_sea=whereabouts.at_sea(page, start, end),
    )


def _victims(page: Page, remark: Mention) -> tuple[Told[Target], ...]:
    """Where no target is named, those killed and hurt show it."""
    return details.victims(page, [(t.start, t.end) for t in remark.tolls if not t.attackers])


def _day_of_sentence(page: Page, sentence: Sentence, piece: _Piece) -> Told[Period] | None:
    """A piece without a day of its own has that at the head of the sentence."""
    if piece.core is None or piece.start == sentence.start:
        return None
    return whereabouts.day(page, sentence.start, piece.start, piece.start)
