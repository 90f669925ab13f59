"""Logs of a small world, in which everything meets: articles with revisions, reports, incidents, counts, alerts."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from schemas.events import Event
from schemas.incidents import Attributed, IncidentResolved, ReportRef
from schemas.topics import ALERTS, ARTICLES, COUNTS, INCIDENTS, REPORTS
from schemas.values import Location, Period, Target, Weapon
from schemas.vocabulary import EventType, Factuality, IncidentStatus, Outcome, Stance, TargetKind, WeaponKind
from services.api.model.positions import PARTS
from tests import builders
from tests.readmodel import Log

ARTICLE_IDS = ("a1", "a2", "a3")
NAMES = ("Bagdad", "Šar", "al-Asad", "O'Hara 7")
_DAYS = st.integers(0, 5).map(lambda number: date(2022, 1, 1) + timedelta(days=number))
_LATS = st.sampled_from([-90.0, -10.5, 0.0, 33.2625, 90.0])
_LONS = st.sampled_from([-180.0, -179.9, -0.1, 44.2346, 179.95, 180.0])


@st.composite
def _locations(draw: st.DrawFn) -> Location:
    placed = draw(st.booleans())
    return Location(
        name=draw(st.none() | st.sampled_from(NAMES)),
        country=draw(st.none() | st.sampled_from(["IQ", "SY"])),
        admin1=draw(st.none() | st.sampled_from(["Anbar", "Homs"])),
        lat=draw(_LATS) if placed else None,
        lon=draw(_LONS) if placed else None,
    )


@st.composite
def incidents(draw: st.DrawFn, identity: str = "i1", revision: int = 1) -> IncidentResolved:
    """Any incident of that world."""
    articles = draw(st.lists(st.sampled_from(ARTICLE_IDS), min_size=1, max_size=3, unique=True))
    days = sorted(draw(st.tuples(_DAYS, _DAYS)))
    told: dict[str, Any] = {
        "incident_id": identity,
        "revision": revision,
        "status": draw(st.sampled_from(list(IncidentStatus))),
        "event_type": draw(st.sampled_from([EventType.SHELLING, EventType.BOMBING])),
        "factuality": draw(st.sampled_from([Factuality.OCCURRED, Factuality.POSSIBLE])),
        "outcome": draw(st.sampled_from([Outcome.HIT, Outcome.UNKNOWN])),
        "occurred": draw(st.none() | st.just(Period(earliest=days[0], latest=days[1]))),
        "location": draw(st.none() | _locations()),
        "weapon": Weapon(kind=draw(st.sampled_from([WeaponKind.DRONE, WeaponKind.IED]))),
        "targets": tuple(Target(kind=kind) for kind in draw(st.sets(st.sampled_from(list(TargetKind)), max_size=2))),
        "attributions": tuple(
            Attributed(stance=draw(st.sampled_from(list(Stance))), actor=actor)
            for actor in draw(st.lists(st.none() | st.sampled_from(NAMES), max_size=2))
        ),
        "reports": tuple(
            ReportRef(
                report_id=f"r-{article}",
                article_id=article,
                article_revision=1,
                source="wire",
                published_at=builders.PUBLISHED_AT,
            )
            for article in articles
        ),
        "corroboration": draw(st.integers(0, 3)),
    }
    return builders.incident_resolved(**told)


@st.composite
def logs(draw: st.DrawFn) -> Log:
    """A log as services write it, with repeats, what has no value, and what cannot be read."""
    log = Log()
    revisions: dict[str, int] = {}
    for _ in range(draw(st.integers(1, 25))):
        kind = draw(st.sampled_from(["article", "report", "incident", "count", "alert", "again", "gone", "garbage"]))
        if kind == "again" and log.records:
            again = draw(st.sampled_from(log.records))
            log.put(PARTS[again.part][0], again.key, again.value)
        elif kind == "gone":
            topic, key = draw(st.sampled_from([(INCIDENTS, "i1"), (COUNTS, "2022-01-03|IQ|"), (ARTICLES, "a1")]))
            log.put(topic.name, key, None)
        elif kind == "garbage":
            topic = draw(st.sampled_from([ARTICLES, REPORTS, INCIDENTS, COUNTS, ALERTS]))
            log.put(topic.name, "a1", draw(st.sampled_from([b"", b"{", b'{"type": "none.v9"}', b"[]", b"\xff\x00"])))
        elif kind != "again":
            log.add(draw(_event(kind, revisions)))
    return log


@st.composite
def _event(draw: st.DrawFn, kind: str, revisions: dict[str, int]) -> Event:
    name = f"{kind[0]}{draw(st.integers(1, 3))}"
    revisions[name] = number = revisions.get(name, 0) + draw(st.integers(0, 2)) or 1
    if kind == "incident":
        incident: Event = draw(incidents(name, number))
        return incident
    if kind == "count":
        return builders.count_changed(revision=number)
    if kind == "alert":
        over = draw(st.booleans())
        return builders.upsurge_ended(revision=number) if over else builders.upsurge_detected(revision=number)
    if kind == "report":
        told: dict[str, Any] = {"report_id": f"r-a{name[1]}", "article_id": f"a{name[1]}", "article_revision": number}
        back = draw(st.booleans())
        return builders.incident_retracted(**told) if back else builders.incident_reported(**told)
    if draw(st.integers(0, 3)) == 0:
        return builders.article_withdrawn(article_id=name, revision=number)
    headline = draw(st.sampled_from(["Strike in Šar", "", "Two killed", "<script>alert(1)</script>"]))
    published = builders.PUBLISHED_AT + timedelta(hours=draw(st.integers(0, 3)))
    return builders.article_revised(article_id=name, revision=number, headline=headline, published_at=published)
