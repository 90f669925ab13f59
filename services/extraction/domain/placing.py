"""Which of the places that a wire names is that of a deed: each with what speaks for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Final, NamedTuple

from schemas.vocabulary import Precision
from services.extraction.domain import place_signs, whereabouts
from services.extraction.domain.page import Page, Told
from services.extraction.domain.patterns import Pattern
from services.extraction.domain.places import Place, PlaceMention
from services.extraction.domain.standing import View, in_sight, is_own, last_before, nearest, zone

_SAID: Final = frozenset({"piece before", "piece after"})
_REGIONS: Final = frozenset({Precision.ADMIN1, Precision.COUNTRY})
LIKELY: Final = 0.4
"""The chance from which a place told elsewhere is taken for one that the deed's sentence does not name."""
_HERE: Final = Pattern("placing.here")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place of the wire, where it stands seen from the deed, and how likely it is the deed's."""

    told: Told[Place]
    standing: str
    chance: float


class _Seen(NamedTuple):
    """A place as it is seen from a deed: few values each, so that places of many wires are seen alike."""

    stand: str
    precision: str
    away: str
    role: str
    is_nearest: bool
    own: str
    agrees: bool
    is_prior: bool
    is_filed: bool
    here: str


def likeliest(page: Page, view: View) -> Candidate | None:
    """The likeliest place of a deed from anywhere in the wire; an unlikely one only from the deed's own sentence."""
    model = page.models.places
    weighed = [(page.place_weights[n] + model.weight(signs), n, stand) for n, stand, signs in signed(page, view)]
    best = max(weighed, key=itemgetter(0), default=None)
    if best and not is_own(best[2]) and model.chance(best[0]) < LIKELY:
        best = max((one for one in weighed if is_own(one[2])), key=itemgetter(0), default=None)
    if best is None:
        return None
    weight, n, standing = best
    mention = page.places.items[n]
    told = Told(mention.place, mention.start, mention.end, f"place:{standing}")
    return Candidate(told, standing, model.chance(weight))


def signed(page: Page, view: View) -> Iterator[tuple[int, str, Sequence[str]]]:
    """Each place by its number, where it stands, and what speaks for its being the place of this deed."""
    seen = in_sight(page.places.starts, view.anchor)
    places = [page.places.items[n] for n in seen]
    stands = [view.standing(m.start) for m in places]
    close = nearest(view, places, stands)
    prior = last_before(places, view.start, lambda n: places[n].place.precision is not Precision.COUNTRY)
    here = _HERE.search(page.folded, view.start, view.end)
    own = _own(places, stands)
    located = [n for n, stand in enumerate(stands) if stand in _SAID and page.place_roles[seen[n]] == "in"]
    said = [places[n].place for n in located]
    regions = [place for place in said if place.precision in _REGIONS]
    countries = {place.country for place in said}
    for n, stand in enumerate(stands):
        place = places[n].place
        if stand not in _SAID and regions and not any(whereabouts.may_be_one(place, region) for region in regions):
            continue  # the piece says itself that it was in another country or province
        if stand not in _SAID and said and place.country not in countries:
            continue
        looks = _Seen(
            stand,
            place.precision.value,
            view.away(places[n].start),
            page.place_roles[seen[n]],
            n in close,
            own,
            place.country in countries,
            n == prior,
            place_signs.is_filed(page.folded, page.dateline, places[n], seen[n]),
            here[0] if here else "",
        )
        yield seen[n], stand, _signs(looks)


@lru_cache(maxsize=1 << 12)
def _signs(seen: _Seen) -> tuple[str, ...]:
    """The signs of a place by name."""
    stand, precision, own, where = seen.stand, seen.precision, seen.own, zone(seen.stand)
    signs = [f"at:{stand}", f"at:{stand}&is:{precision}", f"away:{seen.away}&{where}"]
    signs.append(f"role:{seen.role}&{where}&{precision}")
    signs += [f"nearest:{stand}"] if seen.is_nearest else []
    signs += _beside_own(own, stand, precision)
    signs += [f"agrees&{where}"] if seen.agrees else []
    signs += ["prior", f"prior&{own}"] if seen.is_prior else []
    signs += [f"dateline&{own}"] if seen.is_filed else []
    signs += [f"{seen.here}&{where}&{precision}"] if seen.here else []
    return tuple(signs)


def _beside_own(own: str, standing: str, precision: str) -> list[str]:
    """By what the deed's own piece or sentence says of where."""
    if own == "no own":
        return [f"no own&{standing}&{precision}"]
    inside = standing in _SAID if own.startswith("piece") else is_own(standing)
    return [] if inside else [own, f"{own}&{precision}", f"{own}&{standing}"]


def _own(places: Sequence[PlaceMention], stands: Sequence[str]) -> str:
    """How precisely the deed's own piece, or else its sentence, says where."""
    for zone_name, counts in (("piece", _SAID.__contains__), ("sentence", is_own)):
        precisions = {m.place.precision for m, stand in zip(places, stands, strict=True) if counts(stand)}
        if precisions:
            return f"{zone_name} {'fine' if precisions & {Precision.SITE, Precision.CITY} else 'coarse'}"
    return "no own"
