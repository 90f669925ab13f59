"""Which of the dates that a wire gives is that of a deed: every one of them with what speaks for it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from schemas.values import Period
from services.extraction.domain.dates import DateMention
from services.extraction.domain.odds import odds
from services.extraction.domain.page import Page, Told
from services.extraction.domain.text import Sentence

_SPEECH: Final = re.compile(r"\b(?:said|told|announced|tweeted|wrote|says|confirmed|reported|condemned|called|asked|statement|briefing|noted|stated|declared|counted|spoke|added|according|published|issued|put|denied|claimed|blamed)\b[^.;]{0,40}$")
_BEFORE: Final = re.compile(r"([\w'-]+)?[ ,-]{0,2}$")
_SINCE: Final = re.compile(r"\b(?:since|until|till|from|between|by|through|anniversary of|born|elected|took office|founded)(?: the)? $")
_BACK: Final = re.compile(r"\b(?:had|earlier|previous|last|ago|before|since|in (?:19|20)\d\d)\b")
_REACHES: Final = ((25, "touching"), (70, "near"), (150, "far"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A date of the wire, where it stands from the deed, and how likely it is the deed's."""

    told: Told[Period]
    standing: str
    chance: float

    @property
    def own(self) -> bool:
        """Whether the sentence of the deed gives it."""
        return self.standing.startswith(("piece", "sentence"))


def candidates(page: Page, sentence: Sentence, start: int, end: int, anchor: int) -> list[Candidate]:
    """The dates of the wire, the likeliest first."""
    model = odds("dates")
    found = [
        Candidate(Told(m.period, m.start, m.end, standing), standing, model.of(signs))
        for m, standing, signs in signed(page, sentence, start, end, anchor)
    ]
    return sorted(found, key=lambda c: -c.chance)


def signed(page: Page, sentence: Sentence, start: int, end: int, anchor: int) -> Iterator[tuple[DateMention, str, list[str]]]:
    """Each date with where it stands and the signs for and against it."""
    dates = page.dates.items
    if not dates:
        return
    opening = page.opening(start)
    closing = next((o for o in page.openings if o > start), len(page.text))
    stands = [_standing(page, sentence, start, end, anchor, opening, closing, m.start) for m in dates]
    nearest: dict[str, int] = {}
    for n, m in enumerate(dates):
        best = nearest.get(stands[n])
        if best is None or abs(m.start - anchor) < abs(dates[best].start - anchor):
            nearest[stands[n]] = n
    owns = sum(s.startswith(("piece", "sentence")) for s in stands)
    told_own = sum(s.startswith(("piece", "sentence")) and not _SPEECH.search(page.folded, max(0, dates[n].start - 60), dates[n].start) for n, s in enumerate(stands))
    prior = next((n for n in range(len(dates) - 1, -1, -1) if dates[n].start < start), None)
    pluperfect = bool(re.search(r"\bhad\b", page.folded[max(sentence.start, start - 30) : end]))
    first_body = next((n for n, m in enumerate(dates) if m.start >= page.sentences[0].end), None)
    for n, m in enumerate(dates):
        stand, zone = stands[n], stands[n].split()[0]
        length = (m.period.latest - m.period.earliest).days
        span = "day" if length == 0 else "night" if length == 1 else "week" if length <= 7 else "month" if length <= 31 else "long"
        away_days = (page.published.date() - m.period.latest).days
        age = "now" if away_days <= 2 else "days" if away_days <= 9 else "weeks" if away_days <= 60 else "old"
        signs = [f"at:{stand}", f"span:{span}", f"at:{stand}&span:{span}", f"age:{age}", f"age:{age}&{zone}", f"age:{age}&span:{span}"]
        if nearest[stand] == n:
            signs.append(f"nearest:{stand}")
        away = abs(m.start - anchor)
        signs.append(f"away:{next((name for limit, name in _REACHES if away < limit), 'off')}&{stand}")
        left = page.folded[max(0, m.start - 60) : m.start]
        spoken = bool(_SPEECH.search(left))
        if spoken:
            signs += ["spoken", f"spoken&{stand}", f"spoken&{'sole' if told_own == 0 else 'not sole'}"]
        if _SINCE.search(left):
            signs.append("since")
        if word := _BEFORE.search(left):
            signs.append(f"before:{word[1]}")
        words = page.folded[m.start : m.end].split()
        signs += [f"first word:{re.sub(r'[0-9]', '9', words[0])}", f"last word:{re.sub(r'[0-9]', '9', words[-1])}"]
        signs.append(f"owns:{min(owns, 2)}&{zone}")
        if owns and zone not in ("piece", "sentence"):
            signs.append("own elsewhere" if told_own else "own spoken")
        if not owns:
            signs.append(f"no own&{stand}&{span}")
            if pluperfect:
                signs.append(f"no own&had&{stand}&{age}")
        if n == prior:
            signs.append("prior")
            signs.append(f"prior&{'own' if owns else 'no own'}")
        if n == first_body:
            signs.append("first")
            signs.append(f"first&{'own' if owns else 'no own'}")
        times = sum(o.period.earliest == m.period.earliest and o.period.latest == m.period.latest for o in dates)
        signs.append(f"times:{min(times, 4)}")
        if m.period.time_of_day:
            signs.append("time of day")
        yield m, stand, signs


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
