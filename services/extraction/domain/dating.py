"""Which of the dates that a wire gives is that of a deed: each with what speaks for it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from schemas.values import Period
from services.extraction.domain import date_signs
from services.extraction.domain.page import Page, Told
from services.extraction.domain.standing import View, in_sight, is_own, last_before, nearest, zone

_HAD: Final = re.compile(r"\bhad\b")
_LEAD_IN: Final = 30


@dataclass(frozen=True, slots=True)
class Candidate:
    """A date of the wire, where it stands seen from the deed, and how likely it is the deed's."""

    told: Told[Period]
    standing: str
    chance: float


class _Seen(NamedTuple):
    """A date as it is seen from a deed: few values each, so that dates of many wires are seen alike."""

    stand: str
    length: str
    age: str
    away: str
    is_nearest: bool
    is_spoken: bool
    own: str
    had: bool
    is_prior: bool
    is_first: bool


def likeliest(page: Page, view: View) -> Candidate | None:
    """The likeliest date of a deed, from anywhere in the wire."""
    model, best = page.models.dates, None
    for n, standing, signs in signed(page, view):
        weight = page.date_weights[n] + model.weight(signs)
        if best is None or weight > best[0]:
            best = weight, n, standing
    if best is None:
        return None
    weight, n, standing = best
    mention = page.dates.items[n]
    return Candidate(
        Told(mention.period, mention.start, mention.end, f"date:{standing}"), standing, model.chance(weight)
    )


def signed(page: Page, view: View) -> Iterator[tuple[int, str, Sequence[str]]]:
    """Each date by its number, where it stands, and what speaks for its being the date of this deed."""
    seen = in_sight(page.dates.starts, view.anchor)
    dates = [page.dates.items[n] for n in seen]
    stands = [view.standing(m.start) for m in dates]
    spoken = [page.date_spoken[n] for n in seen]
    own = _own(stands, spoken)
    close, prior = nearest(view, dates, stands), last_before(dates, view.start)
    first = next((n for n, m in enumerate(dates) if m.start >= view.headline_end), None)
    lead = max(view.sentence.start, view.start - _LEAD_IN)
    had = bool(_HAD.search(page.folded, lead, view.end))
    for n, stand in enumerate(stands):
        length, old = date_signs.span(dates[n].period), date_signs.age(dates[n].period, page.published)
        away = view.away(dates[n].start)
        looks = _Seen(stand, length, old, away, n in close, spoken[n], own, had, n == prior, n == first)
        yield seen[n], stand, _signs(looks)


@lru_cache(maxsize=1 << 12)
def _signs(date: _Seen) -> tuple[str, ...]:
    """The signs of a date by name."""
    stand, own, where = date.stand, date.own, zone(date.stand)
    signs = [f"at:{stand}", f"at:{stand}&span:{date.length}", f"age:{date.age}&{where}", f"{own}&{where}"]
    signs.append(f"away:{date.away}&{stand}")
    signs += [f"nearest:{stand}"] if date.is_nearest else []
    signs += [f"spoken&{stand}", f"spoken&{own}"] if date.is_spoken else []
    if own == "no own":
        signs += [f"no own&{stand}&{date.length}", *([f"no own&had&{stand}&{date.age}"] if date.had else [])]
    signs += ["prior", f"prior&{own}"] if date.is_prior else []
    signs += ["first", f"first&{own}"] if date.is_first else []
    return tuple(signs)


def _own(stands: list[str], spoken: list[bool]) -> str:
    """Whether the deed's own sentence says when, and more than when somebody spoke."""
    own = [said for stand, said in zip(stands, spoken, strict=True) if is_own(stand)]
    if not own:
        return "no own"
    return "own is spoken" if all(own) else "own"
