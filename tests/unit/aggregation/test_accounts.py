"""What a report says, as exactly as it is compared."""

from services.aggregation.domain.accounts import Account, account, accounts, folded
from tests.unit.aggregation.told import report


def targets(*names: str) -> Account:
    return account(report(1, targets=[{"name": name, "kind": "civilian"} for name in names]))


def test_reports_that_say_the_same_are_one_account() -> None:
    assert account(report(1)) == account(report(2))


def test_equal_reports_of_one_article_are_kept_apart() -> None:
    found = accounts([report(1), report(2, article_id="article-1")])
    assert [found[name].nth for name in ("report-1", "report-2")] == [0, 1]


def test_an_undated_report_tells_of_the_week_before_it_was_published() -> None:
    found = account(report(1, day=20, occurred=None, published_at="2022-01-20T23:00:00+03:00"))
    assert (found.latest - found.earliest, found.dated) == (7, False)
    assert found.latest == account(report(1, day=20)).latest


def test_names_are_compared_by_the_beginnings_of_their_words() -> None:
    assert targets("Hotel Dayax").names == targets("the Dayah hotel").names
    assert targets("Jannaale pupils").names == targets("two pupils at Janale").names


def test_a_place_that_is_on_no_map_goes_by_its_name() -> None:
    at_sea = report(1, location={"name": "Astra Pelagia, off Hodeidah"})
    assert {"astr", "pela"} <= set(account(at_sea).names)
    assert account(report(1)).names == ()


def test_accents_capitals_and_double_letters_make_no_other_name() -> None:
    assert folded("Janaalé") == folded("JANNALE")


def test_tolls_are_told_by_their_order_of_magnitude() -> None:
    tolls = [account(report(1, casualties={"killed": {"min": n}})).killed for n in (0, 1, 2, 3, 4, 7, 8)]
    assert tolls == [0, 1, 2, 2, 3, 3, 4]


def test_who_denies_it_did_not_do_it() -> None:
    stances = [{"stance": "denied", "actor": "Hezbollah"}, {"stance": "blamed", "actor": "ISWAP"}]
    assert account(report(1, attributions=stances)).actors == ("iswap",)
