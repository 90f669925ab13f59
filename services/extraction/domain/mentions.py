"""Every stretch of the article that tells of an attack, or adds to one told before, with all that it says."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from schemas.values import Attribution, Period, Range, Target
from schemas.vocabulary import Factuality, Outcome
from services.extraction.domain import (
    attributions,
    date_signs,
    dating,
    details,
    munition_counts,
    placing,
    tolls,
    whereabouts,
)
from services.extraction.domain import targets as attacked
from services.extraction.domain.cores import VAGUE, Core, core
from services.extraction.domain.munition_rules import STORMING
from services.extraction.domain.page import Page, Told
from services.extraction.domain.patterns import Pattern
from services.extraction.domain.places import Place
from services.extraction.domain.repeats import repeated
from services.extraction.domain.standing import View, is_own
from services.extraction.domain.statistics import is_counted
from services.extraction.domain.text import Sentence
from services.extraction.domain.tolls import Toll

_BOUNDARY: Final = Pattern("mentions.boundary")
_FRESH: Final = Pattern("mentions.fresh")
_GENERAL: Final = Pattern("mentions.general")
_FIRST_PERSON: Final = re.compile(r"\b(?:i|we|our|us|my|you|your|me)\b")
_CLAIMING: Final = Pattern("mentions.claiming")
_REACTING: Final = Pattern("mentions.reacting")
_TURN: Final = re.compile(r"[;,]? (?:and|but|while|then)\b|;")
_LEAD_IN: Final = 60
_MEANS: Final = re.compile(r"\b(?:in|by|with|under) an? (?:[\w'.-]{1,15} ){0,2}$")
_LONG_QUOTE: Final = 30
_NAME: Final = re.compile(r"\b[A-Z][\w'\u2019-]{2,30}")
_CALENDAR: Final = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August"
    " September October November December The".split()
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text and what it says; without a `core` it only adds to an attack told before.

    `day` and `place` are what its own sentence says; `time` and `scene` the likeliest ones of the whole wire.
    """

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
    time: Told[Period] | None = None
    names: frozenset[str] = frozenset()
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
    for told_now in _led_in(page, pieces):
        piece = _again(page, fused[-1], told_now) if fused else told_now
        if fused and not _separate(page, fused[-1], piece):
            fused[-1] = _joined(page, fused[-1], piece)
        else:
            fused.append(piece)
    return fused


def _again(page: Page, before: _Piece, piece: _Piece) -> _Piece:
    """The piece as one that tells of another attack of the kind before it, if it does."""
    if before.core is None or piece.core is not None:
        return piece
    return _Piece(piece.start, piece.end, repeated(page, before.core, before.start, piece.start, piece.end))


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
    best = max(
        known,
        key=lambda c: (
            not c.doubt,
            c.rule == STORMING,
            c.sense not in VAGUE,
            c.weapon not in ("", "unknown"),
            c.verbal,
        ),
        default=None,
    )
    return _Piece(one.start, other.end, best)


def _separate(page: Page, one: _Piece, other: _Piece) -> bool:
    """Whether a piece tells of an attack of its own, and not more of the one in the piece before it."""
    if not (one.core and other.core) or one.core.doubt or other.core.doubt:
        return False
    return not _is_means(page, other, other.core)


def _is_means(page: Page, piece: _Piece, core: Core) -> bool:
    """As in "(the general died) and his driver in a drone strike": how, and no deed besides."""
    if core.verbal or not _MEANS.search(page.folded, piece.start, core.start):
        return False
    return not any(hit.of("act") for hit in page.core.between(piece.start, core.start))


def _worth(page: Page, piece: _Piece) -> bool:
    return piece.core is not None or bool(page.folded[piece.start : piece.end].strip())


def _mention(page: Page, sentence: Sentence, piece: _Piece) -> Mention:
    """What a piece says; of one that tells of no attack itself only what may add to another."""
    start, end, told = piece.start, piece.end, piece.core
    counted = tolls.tolls(page, start, end)
    parts: dict[str, Any] = {
        "start": start,
        "end": end,
        "paragraph": sentence.paragraph,
        "tolls": counted,
        "attributions": tuple(attributions.attributions(page, sentence, start, end, told)),
        "outcome": details.outcome(page, start, end),
        "factuality": details.factuality(page, start, end),
        "targets": attacked.victims(page, [(t.start, t.end) for t in counted if not t.attackers], end),
    }
    if told is None:
        return Mention(**parts, **_of_remark(page, start, end))
    return Mention(
        **parts | _dated_and_placed(page, sentence, piece, told) | _of_core(page, piece, told, parts["targets"])
    )


def _of_remark(page: Page, start: int, end: int) -> dict[str, Any]:
    """When, and how many munitions, a stretch says that tells of no attack itself."""
    day = whereabouts.day(page, start, end, start)
    spoken = bool(day and whereabouts.is_spoken(page, day))
    return {"day": day, "spoken_day": spoken, "count": munition_counts.weapon_count(page, start, end, "")}


def view_of(page: Page, mention: Mention) -> View:
    """Where in the text a mention stands, as the choice of its day and place saw it."""
    starts = [sentence.start for sentence in page.sentences]
    sentence = page.sentences[bisect_right(starts, mention.start) - 1]
    anchor = mention.core.start if mention.core else mention.start
    return _view(page, sentence, mention.start, mention.end, anchor)


def _view(page: Page, sentence: Sentence, start: int, end: int, anchor: int) -> View:
    return View(sentence, start, end, anchor, page.opening(start), page.closing(start), page.headline_end)


def _dated_and_placed(page: Page, sentence: Sentence, piece: _Piece, core: Core) -> dict[str, Any]:
    """When and where: what the sentence itself says, and the likeliest of the whole wire."""
    at, end = piece.start, piece.end
    view = _view(page, sentence, at, end, core.start)
    date, spot = dating.likeliest(page, view), placing.likeliest(page, view)
    own_day = date.told if date and is_own(date.standing) else None
    return {
        "day": own_day,
        "time": date.told if date else None,
        "spoken_day": bool(own_day and date_signs.is_spoken(page.folded, own_day.start)),
        "place": spot.told if spot and is_own(spot.standing) else None,
        "scene": spot.told if spot else whereabouts.soil(page, at, end),
    }


def _of_core(page: Page, piece: _Piece, core: Core, victims: tuple[Told[Target], ...]) -> dict[str, Any]:
    """What else a stretch says of the attack that it tells of."""
    start, end = piece.start, piece.end
    return {
        "core": core,
        "count": munition_counts.count_with(page, start, end, core),
        "targets": (*attacked.targets(page, start, end, core), *victims),
        "fresh": bool(_FRESH.search(page.folded, start, core.end + 12)),
        "general": bool(_GENERAL.search(page.folded, start, end)),
        "reacting": bool(_REACTING.search(page.folded, start, core.end)),
        "at_sea": whereabouts.at_sea(page, start, end),
        "names": frozenset(_NAME.findall(page.text, start + 1, end)) - _CALENDAR,
    }
