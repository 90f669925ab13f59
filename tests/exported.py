"""Entries for tests of exports and briefings: some that are usual, one that is hostile, and any."""

from datetime import UTC, date, datetime

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from schemas.incidents import Attributed, Disagreement, IncidentResolved, Said
from schemas.values import Casualties, Location, Period, Range, Target, Weapon
from schemas.vocabulary import EventType, IncidentStatus, Outcome, Precision, Stance, TargetKind, WeaponKind
from tallywire.exports import Cited, Entry, Frame
from tests.builders import BAGHDAD, DAY, events, incident_resolved, moments

MOMENT = datetime(2022, 1, 3, 12, 0, tzinfo=UTC)
FRAME = Frame("Incidents", MOMENT, "https://wires.example/api/v1/export/incidents.atom?country=IQ&q=a")
EVIL = "=cmd|' /C calc'!A0 <script>alert(1)</script>\x00\x1b[31m\u202etxt.exe\ufffe ]]> & \"quoted\", 'so'"


def cited(**told: object) -> Cited:
    """An article of the desk, with an address."""
    usual: dict[str, object] = {"source": "wire", "headline": "Drones downed over Baghdad", "published_at": MOMENT}
    return Cited(**{**usual, "url": "https://wires.example/1?a=1&b=2", **told})  # type: ignore[arg-type]


def drones(**told: object) -> Entry:
    """Two drones that were intercepted at Baghdad's airport, blamed on somebody, with a disputed toll."""
    incident = incident_resolved(
        **{
            "incident_id": "IQ-2022-01-03-1",
            "revision": 3,
            "outcome": Outcome.INTERCEPTED,
            "occurred": DAY,
            "location": BAGHDAD.model_copy(update={"lat": 33.2625, "lon": 44.2346}),
            "weapon": Weapon(kind=WeaponKind.DRONE, count=Range(min=2, max=2)),
            "targets": (Target(name="compound", kind=TargetKind.MILITARY),),
            "casualties": Casualties(killed=Range(min=2, max=4), wounded=Range(min=1)),
            "attributions": (
                Attributed(stance=Stance.DENIED, actor="a militia", by="the militia", carried_by=("wire",)),
                Attributed(stance=Stance.BLAMED, actor="rogue fighters", by="an officer", carried_by=("wire",)),
            ),
            "disagreements": (
                Disagreement(
                    field="casualties.killed",
                    values=(
                        Said(value="2", number=2, report_ids=("r1",)),
                        Said(value="4", number=1, report_ids=("r2",)),
                    ),
                ),
            ),
            "corroboration": 2,
            "confidence": 0.97,
            **told,
        }
    )
    other = cited(source="other", headline="Airport attacked", url=None)
    return Entry(incident, MOMENT, (cited(), other))


def nowhere() -> Entry:
    """A bombing of which neither day nor place is known."""
    return Entry(incident_resolved(incident_id="ZZ-1", event_type=EventType.BOMBING), MOMENT)


def village() -> Entry:
    """An armed attack within a week, somewhere in a province that wraps around the date line."""
    week = Period(earliest=date(2022, 1, 3), latest=date(2022, 1, 9))
    place = Location(name="Naselye", country="RU", admin1="Chukotka", lat=66.0, lon=-175.5, precision=Precision.ADMIN1)
    told = {"event_type": EventType.ARMED_ATTACK, "occurred": week, "location": place, "corroboration": 1}
    return Entry(incident_resolved(incident_id="RU-1", **told), MOMENT)


def withdrawn() -> Entry:
    """An incident behind which nothing stands any more."""
    return Entry(incident_resolved(incident_id="IQ-2", revision=4, status=IncidentStatus.WITHDRAWN, reports=()), MOMENT)


def hostile() -> Entry:
    """An incident all of whose words are meant to do harm."""
    entry = drones(
        incident_id=EVIL,
        location=Location(name=EVIL, country="IQ", admin1=EVIL, lat=-1.5, lon=-2.5),
        targets=(Target(name=EVIL),),
        attributions=(Attributed(stance=Stance.CLAIMED, actor=EVIL, by=EVIL, carried_by=(EVIL,)),),
    )
    articles = (
        cited(source=EVIL, headline=EVIL, url="javascript:alert(1)"),
        cited(headline=EVIL, url=f"http://x/{EVIL}"),
    )
    return Entry(entry.incident, MOMENT, articles)


def usual() -> list[Entry]:
    """What the golden files are made of."""
    return [drones(), village(), nowhere(), withdrawn()]


def any_entry() -> SearchStrategy[Entry]:
    """Any incident with any articles."""
    article = st.builds(Cited, st.text(min_size=1), st.text(), moments(), st.none() | st.text())
    return st.builds(Entry, events(IncidentResolved), moments(), st.lists(article, max_size=2).map(tuple))
