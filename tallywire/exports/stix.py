"""A STIX 2.1 bundle: an Incident for each incident, its Location, and who is said to have done it.

Ids are UUIDs of version 5 of what they name, so that the same incident is the same object in every bundle. STIX wants
a later `modified` for each version of an object: it is when the incident changed, never before it was first told.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from schemas.json_schema import BASE
from schemas.values import Attribution, Location
from schemas.vocabulary import DOERS, IncidentStatus
from tallywire.exports.entries import Cited, Entry, Frame, rfc3339
from tallywire.exports.words import summary, title

_TIMELESS = rfc3339(datetime(2020, 1, 1, tzinfo=UTC))
"""When objects were made that say nothing but their own names."""
Object = dict[str, Any]


def stix(entries: Iterable[Entry], frame: Frame) -> Iterator[bytes]:
    """The bundle, each object once."""
    given: set[str] = set()
    bundle = _id("bundle", f"{frame.title}|{frame.address}|{rfc3339(frame.updated_at)}")
    yield f'{{"type":"bundle","id":"{bundle}","objects":[\n'.encode()
    yield _written(_US)
    for entry in entries:
        for thing in _objects(entry):
            if thing["id"] not in given:
                given.add(thing["id"])
                yield b",\n" + _written(thing)
    yield b"\n]}\n"


def _written(thing: Object) -> bytes:
    return json.dumps(thing, ensure_ascii=False, separators=(",", ":")).encode()


def _id(kind: str, identity: str) -> str:
    return f"{kind}--{uuid5(NAMESPACE_URL, f'{BASE}/stix/{kind}/{identity}')}"


def _object(kind: str, identity: str, **told: Any) -> Object:
    common = {"type": kind, "spec_version": "2.1", "id": _id(kind, identity), "created": _TIMELESS}
    return common | {"modified": _TIMELESS} | {name: value for name, value in told.items() if value not in (None, [])}


_US: Object = _object("identity", "tallywire", name="Tallywire", identity_class="system")


def _objects(entry: Entry) -> Iterator[Object]:
    incident = entry.incident
    moments = {"created": _created(entry), "modified": rfc3339(entry.updated_at), "created_by_ref": _US["id"]}
    event = _event(entry) | moments
    yield event
    if place := _place(incident.location):
        yield place
        yield _tie(event, "located-at", place) | moments
    for told in incident.attributions:
        if told.actor and told.stance in DOERS:
            actor = _object("threat-actor", told.actor, name=told.actor, threat_actor_types=["unknown"])
            yield actor
            yield _tie(event, "attributed-to", actor, told) | moments


def _created(entry: Entry) -> str:
    """When it was first told of, as far as the reports that stand say."""
    return rfc3339(min([entry.updated_at, *(report.published_at for report in entry.incident.reports)]))


def _event(entry: Entry) -> Object:
    incident = entry.incident
    labels = (incident.event_type, incident.weapon.kind, incident.outcome, incident.factuality, incident.status)
    return _object(
        "incident",
        incident.incident_id,
        name=title(incident),
        description=summary(entry),
        labels=[str(label) for label in dict.fromkeys(labels)],
        confidence=round(incident.confidence * 100),
        revoked=incident.status != IncidentStatus.STANDING,
        external_references=[
            {"source_name": "tallywire", "external_id": incident.incident_id},
            *(_reference(article) for article in entry.articles),
        ],
    )


def _reference(article: Cited) -> Object:
    told = {"source_name": article.source, "description": article.headline or article.source}
    return told | ({"url": article.link} if article.link else {})


def _place(where: Location | None) -> Object | None:
    """The Location; STIX has none without a country or a position."""
    if where is None:
        return None
    positioned = where.lat is not None and where.lon is not None
    if not positioned and where.country is None:
        return None
    told: dict[str, Any] = {"name": where.name, "country": where.country, "administrative_area": where.admin1}
    if positioned:
        told |= {"latitude": where.lat, "longitude": where.lon}
    return _object("location", json.dumps(told, sort_keys=True), **told)


def _tie(event: Object, how: str, other: Object, told: Attribution | None = None) -> Object:
    said = "|".join(map(str, (told.stance, told.by))) if told else ""
    description = f"{told.stance}, according to {told.by or 'the wire'}" if told else None
    return _object(
        "relationship",
        f"{event['id']}|{how}|{other['id']}|{said}",
        relationship_type=how,
        source_ref=event["id"],
        target_ref=other["id"],
        description=description,
    )
