"""The figures that say whether confidence means what it says."""

import pytest

from tools.calibration import Bin, Judged, bins, brier_score, calibration_error

HALF_RIGHT = [Judged(0.99, right=True), Judged(0.97, right=False)]


def test_bins_give_the_mean_confidence_and_the_share_that_is_right() -> None:
    (sure,) = bins(HALF_RIGHT)
    assert (sure.low, sure.high, sure.number, sure.right) == (0.95, 1.0, 2, 0.5)
    assert sure.confidence == pytest.approx(0.98)


def test_a_bin_has_its_upper_edge_and_none_is_left_out() -> None:
    edges = [Judged(confidence, right=True) for confidence in (0.0, 0.6, 0.7, 1.0)]
    assert [(one.low, one.number) for one in bins(edges)] == [(0.0, 2), (0.6, 1), (0.95, 1)]


def test_bins_without_incidents_are_not_shown() -> None:
    assert bins([Judged(0.75, right=True)]) == (Bin(0.7, 0.8, 1, 0.75, 1.0),)


def test_the_brier_score_is_the_mean_squared_distance_from_truth() -> None:
    assert brier_score([Judged(1.0, right=True), Judged(0.5, right=False)]) == pytest.approx(0.125)


def test_the_calibration_error_weighs_bins_by_what_is_in_them() -> None:
    well = [Judged(0.75, right=True)] * 3 + [Judged(0.75, right=False)]
    assert calibration_error(well) == pytest.approx(0.0)
    assert calibration_error([*well, *HALF_RIGHT]) == pytest.approx(0.48 * 2 / 6)
