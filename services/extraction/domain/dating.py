"""Which of the dates that a wire gives is that of a deed: each with what speaks for it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

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


def signed(page: Page, view: View) -> Iterator[tuple[int, str, list[str]]]:
    """Each date by its number, where it stands, and what speaks for its being the date of this deed."""
    seen = in_sight(page.dates.starts, view.anchor)
    dates = [page.dates.items[n] for n in seen]
    stands = [view.standing(m.start) for m in dates]
    spoken = [date_signs.is_spoken(page.folded, m.start) for m in dates]
    own = _own(stands, spoken)
    close, prior = nearest(view, dates, stands), last_before(dates, view.start)
    first = next((n for n, m in enumerate(dates) if m.start >= view.headline_end), None)
    lead = max(view.sentence.start, view.start - _LEAD_IN)
    had = bool(_HAD.search(page.folded, lead, view.end))
    for n, stand in enumerate(stands):
        length, old = date_signs.span(dates[n].period), date_signs.age(dates[n].period, page.published)
        where = zone(stand)
        signs = [f"at:{stand}", f"at:{stand}&span:{length}", f"age:{old}&{where}", f"{own}&{where}"]
        signs.append(f"away:{view.away(dates[n].start)}&{stand}")
        if n in close:
            signs.append(f"nearest:{stand}")
        if spoken[n]:
            signs += [f"spoken&{stand}", f"spoken&{own}"]
        if own == "no own":
            signs += [f"no own&{stand}&{length}", *([f"no own&had&{stand}&{old}"] if had else [])]
        if n == prior:
            signs += ["prior", f"prior&{own}"]
        if n == first:
            signs += ["first", f"first&{own}"]
        yield seen[n], stand, signs


def _own(stands: list[str], spoken: list[bool]) -> str:
    """Whether the deed's own sentence says when, and more than when somebody spoke."""
    own = [said for stand, said in zip(stands, spoken, strict=True) if is_own(stand)]
    if not own:
        return "no own"
    return "own is spoken" if all(own) else "own"
