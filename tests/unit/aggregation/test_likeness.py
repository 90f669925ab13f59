"""When two accounts look like one incident, and what speaks for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.values import Casualties, Target, Weapon
from schemas.vocabulary import EventType, Outcome, WeaponKind
from services.aggregation.domain.accounts import Account, account
from services.aggregation.domain.likeness import THRESHOLD, learned_points, likeness, points, signs
from tests import builders
from tests.unit.aggregation.told import report


@st.composite
def any_accounts(draw: st.DrawFn) -> Account:
    """Accounts that have much in common, and leave much open."""
    day = draw(st.integers(1, 4))
    toll = st.none() | builders.ranges()
    return account(
        report(
            1,
            day=day,
            to=day + draw(st.integers(0, 3)),
            place=draw(st.integers(0, 3)),
            event_type=draw(st.sampled_from(EventType)),
            outcome=draw(st.sampled_from(Outcome)),
            weapon=Weapon(kind=draw(st.sampled_from(WeaponKind)), count=draw(toll)),
            casualties=Casualties(killed=draw(toll), wounded=draw(toll)),
            targets=draw(st.lists(st.builds(Target), max_size=2).map(tuple)),
        )
    )


def told(**changes: object) -> Account:
    return account(report(1, **changes))  # type: ignore[arg-type]


def sign(feature: str, a: Account, b: Account) -> str | None:
    return dict(signs(a, b) or ()).get(feature)


@given(any_accounts(), any_accounts())
def test_it_makes_no_difference_which_is_which(a: Account, b: Account) -> None:
    assert likeness(a, b) == likeness(b, a)
    assert signs(a, b) == signs(b, a)


@given(any_accounts(), any_accounts())
def test_the_likeness_is_the_sum_of_the_points(a: Account, b: Account) -> None:
    assert (likeness(a, b) or 0) == sum(points(a, b).values())


@given(any_accounts())
def test_nothing_is_more_like_an_account_than_itself(a: Account) -> None:
    whole = likeness(a, a)
    assert whole is not None
    assert whole >= THRESHOLD


def test_every_sign_has_its_points() -> None:
    grades = {sign for sign in learned_points() if sign[0] == "place"}
    assert {("place", name) for name in ("same spot", "same province", "within a region", "near", "apart")} <= grades


def test_a_base_on_the_next_day_is_another_incident() -> None:
    assert likeness(told(day=3), told(day=4)) is None


@pytest.mark.parametrize(
    ("first", "second", "date"),
    [
        ({"day": 3}, {"day": 3}, "same day"),
        ({"day": 3, "to": 4}, {"day": 3, "to": 4}, "same day"),
        ({"day": 3}, {"day": 3, "to": 4}, "day of a night"),
        ({"day": 3}, {"day": 1, "to": 7}, "within some days"),
        ({"day": 3}, {"occurred": None, "published_at": "2022-01-05T09:00:00Z"}, "undated"),
    ],
)
def test_dates_may_be_more_or_less_exact(first: dict[str, object], second: dict[str, object], date: str) -> None:
    assert sign("date", told(**first), told(**second)) == date


def place(lat: float | None, lon: float | None, precision: str, admin1: str | None = None) -> Account:
    where = {"name": "x", "country": "IQ", "lat": lat, "lon": lon, "precision": precision, "admin1": admin1}
    return told(location=where)


@pytest.mark.parametrize(
    ("other", "sign_of_place"),
    [
        (place(33.01, 44.0, "site"), "same spot"),
        (place(33.1, 44.0, "city"), "near"),
        (place(33.4, 44.0, "city"), "one area"),
        (place(34.0, 44.0, "city"), "apart"),
        (place(35.0, 42.0, "admin1", "Anbar"), "same province"),
        (place(33.4, 44.0, "admin1", "Babil"), "one area"),
        (place(34.9, 44.0, "admin1"), "within a region"),
        (place(30.0, 48.0, "country"), "within a region"),
        (place(None, None, "city"), None),
    ],
)
def test_places_are_compared_as_exactly_as_they_are_known(other: Account, sign_of_place: str | None) -> None:
    assert sign("place", place(33.0, 44.0, "city", "Anbar"), other) == sign_of_place


@given(st.tuples(st.floats(-80, 80), st.floats(-180, 180), st.floats(-3, 3)), st.sampled_from(["site", "admin1"]))
def test_a_glance_at_two_places_tells_nothing_else_than_a_closer_look(
    where: tuple[float, float, float], precision: str
) -> None:
    lat, lon, north = where
    one, other = place(lat, lon, "site"), place(lat + north, lon, precision)
    assert (likeness(one, other) is None) == (signs(one, other) is None)


def test_places_too_far_apart_are_two() -> None:
    assert likeness(place(33.0, 44.0, "city"), place(36.0, 44.0, "site")) is None
    assert likeness(place(33.0, 44.0, "city", "Anbar"), place(36.5, 44.0, "admin1", "Erbil")) is None


def test_an_attack_of_no_told_kind_may_be_of_any() -> None:
    assert sign("kind", told(event_type="other"), told(event_type="bombing")) is None
    assert sign("kind", told(event_type="suicide_bombing"), told(event_type="bombing")) == "kin"
    assert sign("kind", told(event_type="abduction"), told(event_type="shelling")) == "other"


def test_a_salvo_at_dawn_is_not_the_one_in_the_evening() -> None:
    def at(part: str) -> Account:
        return told(occurred={"earliest": "2022-01-03", "latest": "2022-01-03", "time_of_day": part})

    assert sign("hour", at("dawn"), at("morning")) == "same"
    assert sign("hour", at("late"), at("midnight")) == "same"
    assert sign("hour", at("dawn"), at("evening")) == "other"
    assert sign("hour", at("morning"), told()) is None


@pytest.mark.parametrize(
    ("few", "many", "expected"),
    [
        ((3, 3), (3, None), "same"),
        ((1, 1), (1, 1), None),
        ((2, 3), (3, 3), "close"),
        ((3, None), (14, 14), "close"),
        ((5, 5), (10, 10), "close"),
        ((3, 3), (30, 30), "other"),
    ],
)
def test_counts_of_munitions_are_told_differently(
    few: tuple[int, int | None], many: tuple[int, int | None], expected: str | None
) -> None:
    a, b = (told(weapon={"kind": "rocket", "count": {"min": low, "max": high}}) for low, high in (few, many))
    assert sign("count", a, b) == expected


@pytest.mark.parametrize(
    ("killed", "other", "expected"),
    [(9, 14, "same"), (9, 6, "close"), (0, 0, None), (0, 5, "other"), (2, 30, "other"), (None, 3, None)],
)
def test_tolls_grow_but_not_by_any_factor(killed: int | None, other: int | None, expected: str | None) -> None:
    a, b = (told(casualties={"killed": None if n is None else {"min": n, "max": n}}) for n in (killed, other))
    assert sign("killed", a, b) == expected


def test_ships_are_known_by_their_names() -> None:
    def ship(name: str) -> Account:
        return told(location=None, targets=[{"name": name, "kind": "shipping"}])

    assert sign("names", ship("Astra Pelagia"), ship("freighter Astra Pelagia")) == "several"
    assert sign("names", ship("Astra Pelagia"), ship("Gulf Heron")) == "none"
    assert (likeness(ship("Astra Pelagia"), ship("the Astra Pelagia")) or 0) > (
        likeness(ship("Astra Pelagia"), ship("Gulf Heron")) or 0
    )


def test_nobody_is_blamed_for_what_is_claimed_by_another() -> None:
    def by(actor: str) -> Account:
        return told(attributions=[{"stance": "claimed", "actor": actor, "by": actor}])

    assert [sign("actors", by("ISWAP"), by(actor)) for actor in ("iswap", "bandits")] == ["same", "other"]
