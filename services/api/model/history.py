"""Revisions of an incident, and what each changed."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

UNTOLD: Final = ("type", "incident_id", "revision", "merged_into", "supersedes", "reports")
"""Fields that tell no value of the incident; of its reports the ids are compared."""


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The fields of which the later snapshot says something else."""
    fields = [name for name in after if name not in UNTOLD]
    found = [
        {"field": name, "before": before.get(name), "after": after[name]}
        for name in fields
        if before.get(name) != after[name]
    ]
    told = [_ids(before), _ids(after)]
    return found + ([{"field": "reports", "before": told[0], "after": told[1]}] if told[0] != told[1] else [])


def revisions(snapshots: Iterable[tuple[int, Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """Each revision with its time and what it changed, oldest first; the first that is known changes nothing."""
    found = []
    last: Mapping[str, Any] | None = None
    for at, snapshot in snapshots:
        told = {"revision": snapshot["revision"], "at": at, "status": snapshot["status"]}
        found.append(told | {"changed": changes(last, snapshot) if last is not None else []})
        last = snapshot
    return found


def _ids(snapshot: Mapping[str, Any]) -> list[str]:
    return [report["report_id"] for report in snapshot.get("reports", ())]
