"""Which accounts are one incident: decided by the set, and kept up piece by piece."""

from hypothesis import given, settings
from hypothesis import strategies as st

from services.aggregation.domain.accounts import Account, accounts
from services.aggregation.domain.clusters import Cluster, Clusters, clustered
from tests.unit.aggregation.told import report

Articles = dict[Account, frozenset[str]]


def account(**told: object) -> Account:
    (found,) = accounts([report(1, **told)]).values()  # type: ignore[arg-type]
    return found


def told_by(**articles: Account) -> Articles:
    found: dict[Account, set[str]] = {}
    for article, one in articles.items():
        found.setdefault(one, set()).add(article)
    return {one: frozenset(names) for one, names in found.items()}


def sizes(clusters: set[Cluster]) -> list[int]:
    return sorted(map(len, clusters))


@st.composite
def tellings(draw: st.DrawFn) -> list[Articles]:
    """Accounts of some days that come, are told by other articles, and go, in a few steps."""
    days = st.sampled_from([(3, None), (4, None), (5, None), (3, 4), (4, 5), (3, 9), (1, 31)])
    kinds = st.sampled_from(["shelling", "drone_strike", "bombing", "other"])
    known = {
        account(day=day, to=to, place=draw(st.integers(0, 3)), event_type=draw(kinds))
        for day, to in draw(st.lists(days, min_size=1, max_size=9))
    }
    articles = st.frozensets(st.sampled_from("abcde"), max_size=2)
    steps = st.dictionaries(st.sampled_from(sorted(known, key=str)), articles, min_size=1)
    return draw(st.lists(steps, min_size=1, max_size=6))


@given(tellings())
@settings(max_examples=400, deadline=None)
def test_what_is_kept_up_step_by_step_is_what_the_whole_set_comes_to(steps: list[Articles]) -> None:
    clusters, standing = Clusters(), Articles()
    here: set[Cluster] = set()
    for step in steps:
        standing |= step
        ended, began = clusters.update(step)
        here = (here - ended) | began
        assert here == clustered({one: articles for one, articles in standing.items() if articles})
        assert {one for tree in clusters.trees.values() for one in tree} == here


@given(tellings())
@settings(max_examples=200, deadline=None)
def test_every_account_is_in_one_cluster_and_no_article_tells_a_cluster_twice(steps: list[Articles]) -> None:
    standing = {one: articles for one, articles in steps[0].items() if articles}
    found = clustered(standing)
    assert sorted(map(str, (one for cluster in found for one in cluster))) == sorted(map(str, standing))
    for cluster in found:
        tellers = [article for one in cluster for article in standing[one]]
        assert len(cluster) == 1 or len(tellers) == len(set(tellers))


def test_a_night_belongs_to_the_day_that_it_looks_like() -> None:
    day, night, other = account(day=4), account(day=3, to=4), account(day=4, place=2)
    assert sizes(clustered(told_by(a=day, b=night, c=other))) == [1, 2]


def test_a_vague_date_belongs_to_the_one_day_within_it() -> None:
    assert sizes(clustered(told_by(a=account(day=4), b=account(day=1, to=7)))) == [2]
    assert sizes(clustered(told_by(a=account(day=9), b=account(day=1, to=7)))) == [1, 1]


def test_days_are_not_chained_together_by_what_names_none_of_them() -> None:
    days = {name: account(day=day) for name, day in (("a", 3), ("b", 4), ("c", 5))}
    nights = {"d": account(day=3, to=4), "e": account(day=4, to=5), "f": account(day=1, to=9)}
    found = clustered(told_by(**days, **nights))
    assert len(found) == 3
    assert all(sum(one in cluster for one in days.values()) == 1 for cluster in found)


def test_the_same_base_on_the_next_day_is_another_incident() -> None:
    assert sizes(clustered(told_by(a=account(day=3), b=account(day=4)))) == [1, 1]


def test_who_tells_two_incidents_of_a_week_does_not_tell_one_twice() -> None:
    day, week = account(day=4), account(day=1, to=7)
    assert sizes(clustered(told_by(a=day, b=week) | {week._replace(nth=1): frozenset("b")})) == [1, 2]
