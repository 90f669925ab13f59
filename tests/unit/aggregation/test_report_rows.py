"""What the ends of a report's row tell without reading the rest."""

import pytest

from services.aggregation.domain.heard import Heard, Place, Told
from services.aggregation.rows import heard_in, is_statistic, place_in, row_of
from tests.builders import PUBLISHED_AT, statistic_reported
from tests.unit.aggregation.told import report


@pytest.mark.parametrize(
    ("told", "month", "statistic"),
    [
        (report(1), 2022 * 12, False),
        (report(1, occurred={"earliest": "0999-12-31", "latest": "0999-12-31"}), 999 * 12 + 11, False),
        (statistic_reported(by='"month":1,"type":"incident.reported.v1"}}'), None, True),
        (report(1, targets=({"name": '"type":"statistic.reported.v1"}}', "kind": "unknown"},)), 2022 * 12, False),
        (None, None, False),
    ],
)
def test_a_row_says_at_its_ends_where_it_belongs_and_whether_it_is_a_statistic(
    told: Told | None, month: int | None, statistic: bool
) -> None:
    heard = Heard(3, PUBLISHED_AT, told.model_copy(update={"evidence": ()}) if told else None)
    row = row_of("IQ", heard)
    assert heard_in(row) == heard
    assert place_in(row) == Place("IQ", month)
    assert is_statistic(row) == statistic
