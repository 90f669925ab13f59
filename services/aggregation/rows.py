"""What is heard of a report as its table keeps it: bytes, so that a million rows are not a million dictionaries."""

from datetime import datetime
from typing import Any

import orjson
from pydantic import TypeAdapter

from schemas.reports import IncidentReported, StatisticReported
from services.aggregation.domain.heard import Heard, Place

_TOLD: dict[str, TypeAdapter[Any]] = {
    kind.model_fields["type"].default: TypeAdapter(kind) for kind in (IncidentReported, StatisticReported)
}
_COUNTRY_AT = len(b'{"country":"')
_MONTH_AT = len(b'{"country":"IQ","month":')


def row_of(country: str, heard: Heard) -> bytes:
    """The row of a report."""
    report = heard.report.model_dump(mode="json", exclude_defaults=True) if heard.report else None
    if report and heard.report:
        report["type"] = heard.report.type  # at the end, where `is_statistic` looks for it
    since = heard.since.isoformat() if heard.since else None
    row = {"country": country, "month": heard.month, "revision": heard.revision, "since": since, "report": report}
    return orjson.dumps(row)


def heard_in(row: bytes) -> Heard:
    """What a row says was heard."""
    told = orjson.loads(row)
    report, since = told["report"], told["since"]
    return Heard(
        told["revision"],
        datetime.fromisoformat(since) if since else None,
        _TOLD[report["type"]].validate_python(report) if report else None,
    )


def place_in(row: bytes) -> Place:
    """Where a row's report belongs, which its head tells: at a start this is asked of every row."""
    month = row[_MONTH_AT : row.index(b",", _MONTH_AT)]
    return Place(row[_COUNTRY_AT : _COUNTRY_AT + 2].decode(), None if month == b"null" else int(month))


def is_statistic(row: bytes) -> bool:
    """Whether the row is a statistic's."""
    return row.endswith(b'"type":"statistic.reported.v1"}}')
