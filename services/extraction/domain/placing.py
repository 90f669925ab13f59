"""Which of the places that a wire names is that of a deed: every one of them with what speaks for it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from schemas.vocabulary import Precision
from services.extraction.domain.odds import odds
from services.extraction.domain.page import Page, Told
from services.extraction.domain.places import Place, PlaceMention
from services.extraction.domain.text import Sentence

_BEFORE: Final = re.compile(r"(?:([\w'-]+),? )?(?:the |a |an )?([\w'-]+)?[ -]?$")
_AFTER: Final = re.compile(r"('s|[ ,.;:-]+)([\w']+)?")
_FROM: Final = re.compile(r"\b(?:from|west of|east of|north of|south of|km [\w ]{0,12}of|miles [\w ]{0,12}of|kilomet[a-z]+ [\w ]{0,12}of|outskirts of|capital of|based in|speaking in|said in|told [\w ]{1,20} in|talks in|linked to|border with|road to|way to|bound for)(?: the)? (?:[\w'-]{1,15} )?$")
_AT: Final = re.compile(r"\b(?:in|at|near|outside|inside|on|off|over|around|across|into|towards?|against|to|by|beside)(?: the)? (?:[\w'-]{1,20} ){0,3}$")
_OF: Final = re.compile(r"\bof(?: the)? (?:[\w'-]{1,20} ){0,2}$")
_VAGUE: Final = re.compile(r"\b(?:the (?:city|capital|town|village|province|region|country|port|area|district|base|airport|camp|kingdom|island|border|same (?:place|spot|town|city|street|road))|there|nearby|elsewhere|another (?:town|village|city|part|district))\b")
_REACHES: Final = ((20, "touching"), (60, "near"), (150, "far"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place of the wire, where it stands from the deed, and how likely it is the deed's."""

    told: Told[Place]
    standing: str
    chance: float

    @property
    def own(self) -> bool:
        """Whether the sentence of the deed names it."""
        return self.standing.startswith(("piece", "sentence"))


def candidates(page: Page, sentence: Sentence, start: int, end: int, anchor: int) -> list[Candidate]:
    """The places of the wire, the likeliest first."""
    model = odds("places")
    found = [
        Candidate(Told(m.place, m.start, m.end, standing), standing, model.of(signs))
        for m, standing, signs in signed(page, sentence, start, end, anchor)
    ]
    return sorted(found, key=lambda c: -c.chance)


def signed(page: Page, sentence: Sentence, start: int, end: int, anchor: int) -> Iterator[tuple[PlaceMention, str, list[str]]]:
    """Each place with where it stands and the signs for and against it."""
    places = page.places.items
    if not places:
        return
    opening = page.opening(start)
    closing = next((o for o in page.openings if o > start), len(page.text))
    stands = [_standing(page, sentence, start, end, anchor, opening, closing, m.start) for m in places]
    nearest: dict[str, int] = {}
    for n, m in enumerate(places):
        best = nearest.get(stands[n])
        if best is None or abs(m.start - anchor) < abs(places[best].start - anchor):
            nearest[stands[n]] = n
    fine = {stands[n] for n, m in enumerate(places) if m.place.precision in (Precision.SITE, Precision.CITY)}
    own_fine = any(s.startswith(("piece", "sentence")) for s in fine)
    own_any = any(s.startswith(("piece", "sentence")) for s in stands)
    vague = _VAGUE.search(page.folded, start, end)
    top = max(page.scenes.values(), default=0) or 1
    prior = next((n for n in range(len(places) - 1, -1, -1) if places[n].start < start and places[n].place.precision is not Precision.COUNTRY), None)
    for n, m in enumerate(places):
        place, stand = m.place, stands[n]
        precision = place.precision.value
        signs = [f"at:{stand}", f"is:{precision}", f"at:{stand}&is:{precision}"]
        if nearest[stand] == n:
            signs.append(f"nearest:{stand}")
        away = abs(m.start - anchor)
        signs.append(f"away:{next((name for limit, name in _REACHES if away < limit), 'off')}&{stand.split()[0]}")
        left = page.folded[max(0, m.start - 50) : m.start]
        role = "from" if _FROM.search(left) else "in" if _AT.search(left) else "of" if _OF.search(left) else "bare"
        signs.append(f"role:{role}")
        signs.append(f"role:{role}&{stand.split()[0]}&{precision}")
        if word := _BEFORE.search(left):
            signs.append(f"before:{word[2] or word[1]}")
        if word := _AFTER.match(page.folded, m.end):
            signs.append(f"after:{word[1].strip() or word[2]}")
            if word[1] == "'s":
                signs.append(f"'s&{precision}")
        share = page.scenes.get(place.country or "", 0) / top
        signs.append("main country" if share >= 1 else "some country" if share >= 0.3 else "foreign")
        if place.country is None:
            signs.append("sea")
        if own_fine and not stand.startswith(("piece", "sentence")):
            signs.append("own is fine")
            signs.append(f"own is fine&{precision}")
        elif own_any and not stand.startswith(("piece", "sentence")):
            signs.append("own is coarse")
            signs.append(f"own is coarse&{precision}")
        if not own_any:
            signs.append(f"no own&at:{stand}&is:{precision}")
        if n == prior:
            signs.append("prior")
            signs.append(f"prior&{'no own' if not own_any else 'own'}")
        finer = any(o is not m and o.place.country == place.country and _RANK[o.place.precision] < _RANK[place.precision] and abs(o.start - m.start) < 60 for o in places)
        if finer:
            signs.append("finer beside")
        times = sum(o.place == place for o in places)
        signs.append(f"times:{min(times, 4)}")
        if n == 0 or (page.dateline and page.folded[m.start : m.end] in page.dateline.lower()):
            signs.append("dateline")
            signs.append(f"dateline&{'no own' if not own_any else 'own'}")
        if vague:
            signs.append(f"vague:{vague[0]}&{stand.split()[0]}&{precision}")
        yield m, stand, signs


_RANK: Final = {Precision.SITE: 0, Precision.CITY: 1, Precision.ADMIN1: 2, Precision.COUNTRY: 3}


def _standing(page: Page, sentence: Sentence, start: int, end: int, anchor: int, opening: int, closing: int, at: int) -> str:
    if start <= at < end:
        return "piece after" if at >= anchor else "piece before"
    if sentence.start <= at < sentence.end:
        return "sentence before" if at < start else "sentence after"
    if at < page.sentences[0].end:
        return "headline"
    if opening <= at < start:
        return "paragraph before"
    if start <= at < closing:
        return "paragraph after"
    return "earlier" if at < start else "later"
