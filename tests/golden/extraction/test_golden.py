"""Every wire of cases.toml is read as the file says."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from schemas.articles import ArticleIngested
from schemas.reports import IncidentReported
from schemas.values import Range
from services.extraction.domain.read import Reading, read

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("cases.toml").read_text(encoding="utf-8"))["case"]


def article(case: dict[str, Any]) -> ArticleIngested:
    """A case as the article that a wire would be."""
    return ArticleIngested.model_validate(
        {
            "article_id": "golden",
            "revision": 1,
            "source": "Tigris Wire",
            "published_at": case.get("published", "2022-03-11T18:00:00+03:00"),
            "headline": case.get("headline", ""),
            "dateline": case["dateline"],
            "body": case["body"],
        }
    )


def bounds(value: Range | None) -> list[Any] | None:
    """A range as the file writes it: "-" for no upper bound."""
    return None if value is None else [value.min, "-" if value.max is None else value.max]


def told(incident: IncidentReported) -> dict[str, Any]:
    """An incident in the words of the file."""
    day = incident.occurred
    return {
        "event_type": incident.event_type.value,
        "factuality": incident.factuality.value,
        "outcome": incident.outcome.value,
        "weapon": incident.weapon.kind.value,
        "count": bounds(incident.weapon.count),
        "day": [str(day.earliest), str(day.latest)] if day else None,
        "country": incident.country,
        "killed": bounds(incident.casualties.killed),
        "wounded": bounds(incident.casualties.wounded),
        "target_kinds": [t.kind.value for t in incident.targets],
        "attributions": [[a.stance.value, a.actor or ""] for a in incident.attributions],
    }


def by_type_and_day(row: dict[str, Any]) -> tuple[str, str]:
    return row["event_type"], str(row.get("day"))


@pytest.fixture(params=CASES, ids=lambda case: case["rule"])
def case(request: pytest.FixtureRequest) -> dict[str, Any]:
    return dict(request.param)


def test_a_wire_tells_what_the_file_says(case: dict[str, Any]) -> None:
    reading: Reading = read(article(case))
    wanted = case.get("incidents", [])
    found = [told(incident) for incident in reading.incidents]
    assert len(found) == len(wanted), found
    assert [{k: f[k] for k in w} for f, w in zip(found, wanted, strict=True)] == wanted


def test_counts_of_attacks_are_statistics(case: dict[str, Any]) -> None:
    found = [{"count": bounds(s.count), "countries": list(s.countries)} for s in read(article(case)).statistics]
    assert found == case.get("statistics", [])


def test_every_field_that_is_filled_has_evidence(case: dict[str, Any]) -> None:
    for incident in read(article(case)).incidents:
        shown = {e.field for e in incident.evidence}
        filled = {
            "event_type",
            *(("occurred",) if incident.occurred else ()),
            *(("location",) if incident.location else ()),
        }
        filled |= {"targets"} if incident.targets else set()
        filled |= {"attributions"} if incident.attributions else set()
        filled |= {"casualties.killed"} if incident.casualties.killed else set()
        assert filled <= shown
