"""The page on scaling: its figures are told where it says, and its tables are what they come to."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tools import scaling_figures
from tools.scaling import LIMITS, PAGE, Limit, duration, reached, rounded, size, with_tables
from tools.scaling_figures import PLACES, Assumed, Measured, Place
from tools.scaling_needs import DAY, Needs

ROOT = Path(__file__).parents[2]
FIGURES = {name: figure for name, figure in vars(scaling_figures).items() if isinstance(figure, Measured)}


@pytest.mark.parametrize("name", FIGURES)
def test_each_figure_is_told_in_these_words_where_it_says(name: str) -> None:
    figure = FIGURES[name]
    assert re.sub(r"\s+", " ", figure.said) in re.sub(r"\s+", " ", (ROOT / figure.where).read_text())


def test_the_page_shows_what_the_figures_come_to() -> None:
    page = PAGE.read_text()
    assert with_tables(page) == page, "python -m tools.scaling writes it"
    assert all(place.name in page for place in PLACES)


def test_ten_times_the_articles_want_ten_times_the_cores() -> None:
    one, ten = Needs(Place("", 0, 1e4)), Needs(Place("", 0, 1e5))
    assert ten.cores == pytest.approx(10 * one.cores)
    assert one.articles == pytest.approx(1e4 / DAY * one.assumed.peak)


def test_when_all_incidents_are_told_of_more_articles_bring_more_wires_and_no_more_incidents() -> None:
    one, ten = Needs(Place("", 0, 1e7)), Needs(Place("", 0, 1e8))
    assert ten.incidents_a_year == pytest.approx(one.incidents_a_year) == pytest.approx(2000 * 365)
    assert ten.wires_an_incident == pytest.approx(10 * one.wires_an_incident)
    assert ten.aggregation_cores > 11 * one.aggregation_cores


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.what)
def test_a_limit_is_reached_where_it_is_full_and_not_before(limit: Limit) -> None:
    like = Needs(Place("", 0, 0))
    where = reached(limit, like)
    before, behind = (replace(like, place=Place("", 0, where * share)) for share in (0.98, 1.02))
    assert limit.fullness(before) < 1 < limit.fullness(behind)


def test_who_reads_a_wars_own_agencies_comes_to_the_end_of_a_page_sooner() -> None:
    (page,) = [limit for limit in LIMITS if "month of the busiest country" in limit.what]
    general, war = (Needs(Place("", 0, 0), Assumed(reports_an_article=share)) for share in (0.05, 1.0))
    assert reached(page, war) == pytest.approx(reached(page, general) / 20, rel=0.01)


def test_numbers_are_told_with_two_digits() -> None:
    assert (rounded(1234.5), rounded(12.4), rounded(0.0123), rounded(0)) == ("1,200", "12", "0.012", "0")
    assert (rounded(9.96), rounded(0.0000731)) == ("10", "0.000073")
    assert (size(1.55e12), size(41e9), size(3e5)) == ("1.6 TB", "41 GB", "0.3 MB")
    assert (duration(90), duration(600), duration(3 * DAY)) == ("90 s", "10 min", "3 days")
