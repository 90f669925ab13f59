"""How the accounts of one date are parted: the two groups that are most alike first, as the textbook has it."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from services.aggregation.domain.accounts import Account, accounts, sort_key
from services.aggregation.domain.kinship import Kinship
from services.aggregation.domain.linkage import Piece, average, is_enough, linked
from tests.unit.aggregation.told import report

Articles = dict[Account, frozenset[str]]


@st.composite
def tellings(draw: st.DrawFn) -> Articles:
    """Up to a dozen accounts of one day, told by a few articles."""
    told: Articles = {}
    for number in range(draw(st.integers(1, 12))):
        one = report(
            number,
            place=draw(st.integers(0, 3)),
            event_type=draw(st.sampled_from(["shelling", "drone_strike", "air_strike", "other"])),
            weapon={"kind": draw(st.sampled_from(["drone", "rocket", "unknown"])), "count": None},
        )
        (account,) = accounts([one]).values()
        told[account] = told.get(account, frozenset()) | {draw(st.sampled_from("abcdefgh"))}
    return told


def textbook(articles: Articles) -> set[Piece]:
    """Average linkage without any haste: all pairs of groups are looked at before each step."""
    groups = [frozenset([account]) for account in sorted(articles, key=sort_key)]
    while joinable := [
        (-mean, i, j)
        for (i, one), (j, other) in combinations(enumerate(groups), 2)
        if (mean := average(one, other)) is not None
        and is_enough(mean)
        and not tellers(one, articles) & tellers(other, articles)
    ]:
        _, i, j = min(joinable)
        groups[i] |= groups.pop(j)
    return set(groups)


def tellers(piece: Piece, articles: Articles) -> frozenset[str]:
    return frozenset[str]().union(*(articles[account] for account in piece))


@given(tellings())
@settings(max_examples=150, deadline=None)
def test_accounts_of_a_day_are_parted_as_average_linkage_does(articles: Articles) -> None:
    kinship = Kinship()
    for account in articles:
        kinship.take(account)
    assert linked(articles, articles, kinship.kin) == textbook(articles)


@given(tellings(), st.data())
@settings(max_examples=100, deadline=None)
def test_what_hangs_together_is_parted_without_the_rest(articles: Articles, data: st.DataObject) -> None:
    kinship = Kinship()
    for account in articles:
        kinship.take(account)
    region = kinship.connected([data.draw(st.sampled_from(sorted(articles, key=sort_key)))])
    rest = articles.keys() - region
    apart = linked(region, articles, kinship.kin) | linked(rest, articles, kinship.kin)
    assert apart == linked(articles, articles, kinship.kin)


@given(tellings(), st.data())
@settings(max_examples=100, deadline=None)
def test_what_came_and_went_leaves_no_trace(articles: Articles, data: st.DataObject) -> None:
    kinship, never = Kinship(), Kinship()
    gone = data.draw(st.sets(st.sampled_from(sorted(articles, key=sort_key))))
    for account in articles:
        kinship.take(account)
    for account in gone:
        kinship.drop(account)
    for account in articles.keys() - gone:
        never.take(account)
    assert kinship.kin == never.kin
