"""Annotated wires as what extraction would report if it read like their annotator (`tallywire resolve --gold`)."""

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any, Final

from schemas.reports import IncidentReported
from services.extraction.domain.identity import digest

ANNOTATOR: Final = "gold"


def reports_of(wire: Mapping[str, Any]) -> tuple[IncidentReported, ...]:
    """One report for each annotated incident, in the wire's order.

    A wire that another revises or kills reports what it says, as every annotated wire is scored for itself.
    """
    return tuple(_report(wire, n, incident) for n, incident in enumerate(wire["incidents"]))


def statistics_of(wire: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The annotated statistics, in the shape of those that extraction reads."""
    for told in wire["statistics"]:
        period = told["period"] and {"earliest": told["period"][0], "latest": told["period"][1]}
        yield {**told, "count": _range(told["count"]), "period": period}


def _report(wire: Mapping[str, Any], number: int, told: Mapping[str, Any]) -> IncidentReported:
    return IncidentReported.model_validate(
        {
            "report_id": digest(wire["id"], str(number)),
            "article_id": wire["id"],
            "article_revision": 1,
            "published_at": wire["published_at"],
            "source": wire["source"],
            "event_type": told["event_type"],
            "factuality": told["factuality"],
            "outcome": told["outcome"],
            "occurred": told["date"] and {"earliest": told["date"][0], "latest": told["date"][1]},
            "location": {
                "name": told["place"],
                **{k: told[k] for k in ("country", "admin1", "lat", "lon", "precision")},
            },
            "weapon": {"kind": told["weapon"], "count": _range(told["weapon_count"])},
            "targets": _targets(told["targets"], told["target_kinds"]),
            "casualties": {"killed": _range(told["killed"]), "wounded": _range(told["wounded"])},
            "attributions": told["attributions"],
            "confidence": 1.0,
            "extractor": ANNOTATOR,
        }
    )


def _range(bounds: list[int | None] | None) -> dict[str, int | None] | None:
    return None if bounds is None else {"min": bounds[0], "max": bounds[1]}


def _targets(names: list[str], kinds: list[str]) -> list[dict[str, str | None]]:
    """Names and kinds are two lists of their own lengths: where one is longer, the rest goes without the other."""
    return [{"name": name, "kind": kind or "unknown"} for name, kind in zip_longest(names, kinds)]
