"""Reports of many wires with the incident that each belongs to, as `extract --resolve` and `resolve` print them."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from schemas.incidents import Likeness
from schemas.reports import IncidentReported
from services.aggregation.domain.conclusion import concluded


class Resolved(NamedTuple):
    """The incident to which a report belongs, and what it has in common with the report most like it there."""

    incident_id: str
    likeness: Likeness | None


def resolved(reports: Iterable[IncidentReported]) -> dict[str, Resolved]:
    """By report id, what aggregation comes to when all these stand; reports that cannot be true are in no incident."""
    return {
        ref.report_id: Resolved(incident.incident_id, ref.likeness)
        for incident in concluded(reports).incidents.values()
        for ref in incident.reports
    }


def line_of(
    article_id: str,
    incidents: Iterable[IncidentReported],
    statistics: Iterable[Mapping[str, Any]],
    found: Mapping[str, Resolved] | None = None,
) -> dict[str, Any]:
    """What one wire tells, as one JSON line; with `found`, each incident says to which it belongs, and why."""
    told = []
    for report in incidents:
        joined = {} if found is None else _joined(found.get(report.report_id))
        told.append(report.model_dump(mode="json") | joined)
    return {"article_id": article_id, "incidents": told, "statistics": [dict(one) for one in statistics]}


def _joined(its: Resolved | None) -> dict[str, Any]:
    likeness = its.likeness.model_dump(mode="json") if its and its.likeness else None
    return {"resolved_id": its.incident_id if its else None, "likeness": likeness}
