"""Wires for load, from a seed: stories of many places and days, told by several agencies, corrected and taken back.

No two stories share a place and a day, so how many incidents must stand in the end is known without any reading.
"""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from typing import Any

from tallywire.deliveries import Delivery

AGENCIES = ("Harbourline News", "Copperline", "Saltmarsh Press", "Juniper Agency", "Tamarisk Wire", "Nutmeg Post")
FIRST_DAY = date(2008, 1, 7)
DAYS = 1500
APART = timedelta(days=4)
"""Between two stories of one place: what is nearer may be one incident."""

_PLACES = (
    "Balad, Iraq|Kirkuk, Iraq|Ramadi, Iraq|Basra, Iraq|Mosul, Iraq|Gao, Mali|Kidal, Mali|Mopti, Mali"
    "|Djibo, Burkina Faso|Kandahar, Afghanistan|Jalalabad, Afghanistan|Kunduz, Afghanistan|Herat, Afghanistan"
    "|Mogadishu, Somalia|Kismayo, Somalia|Baidoa, Somalia|Idlib, Syria|Deir ez-Zor, Syria|Daraa, Syria"
    "|Maiduguri, Nigeria|Kaduna, Nigeria|Marib, Yemen|Aden, Yemen|Hodeidah, Yemen|Quetta, Pakistan"
    "|Peshawar, Pakistan|Karachi, Pakistan|Sirte, Libya|Goma, Congo|Bunia, Congo|Kharkiv, Ukraine|Odesa, Ukraine"
).split("|")
_DEEDS = (
    ("Rockets hit a military base", "when rockets struck a military base", "Rockets kill"),
    ("A roadside bomb hit an army patrol", "when a roadside bomb struck an army convoy", "Roadside bomb kills"),
    ("A drone dropped explosives on an army post", "when a drone attacked an army post", "Drone strike kills"),
    ("Gunmen attacked a checkpoint", "when gunmen opened fire on a checkpoint", "Gunmen kill"),
    ("A car bomb exploded outside a barracks", "when a car bomb went off at a barracks", "Car bomb kills"),
)
_WITNESSES = ("a police officer", "the governor's office", "an army spokesman", "a hospital official", "residents")
_ASIDES = (
    "Shops along the {0} road stayed shut until the afternoon",
    "The {0} market will open again on {1}, its council said",
    "A teacher said that her {0} pupils had been sent home early",
    "Power came back to the {0} quarter after {2} hours",
    "The harvest in the {0} valleys has been the best in {2} years",
    "Buses to the {0} districts ran with a delay of {2} hours",
    "The price of flour in the {0} quarter rose by {2} per cent this month",
    "Engineers have been mending the {0} bridge since {1}",
    "The {0} school is to have {2} new classrooms by the summer",
    "A {0} wind kept the airport closed for most of the morning",
)
_TRAITS = "northern southern eastern western old new upper lower central outer".split()
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


@dataclass(frozen=True, slots=True)
class Plan:
    """Wires in the order of their publication, and how many incidents must stand after them."""

    deliveries: tuple[Delivery, ...]
    standing: int


@dataclass(frozen=True, slots=True)
class _Story:
    number: int
    place: str
    day: date
    deed: tuple[str, str, str]
    killed: int
    wounded: int


def planned(count: int, seed: int) -> Plan:
    """`count` wires, or a few more: the last story is told to its end."""
    chance = random.Random(seed)
    scenes = list(product(_PLACES, range(DAYS)))
    chance.shuffle(scenes)
    wires: list[dict[str, Any]] = []
    standing = 0
    for number, (place, day) in enumerate(scenes):
        if len(wires) >= count:
            break
        toll = chance.randint(1, 19), chance.randint(2, 40)
        story = _Story(number, place, FIRST_DAY + day * APART, chance.choice(_DEEDS), *toll)
        told, stands = _told(story, chance)
        wires += told
        standing += stands
    # Stories overlap, so that a kill or a correction comes between the wires of other stories.
    order = [place + chance.uniform(0, 200) for place in range(len(wires))]
    shuffled = [wire for _, wire in sorted(zip(order, wires, strict=True), key=lambda one: one[0])]
    return Plan(tuple(Delivery(wire["id"], json.dumps(wire).encode()) for wire in _in_turn(shuffled)), standing)


def _in_turn(wires: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The wires, those of one agency about one story in the order in which it sent them."""
    lanes: dict[str, list[dict[str, Any]]] = {}
    for wire in sorted(wires, key=lambda wire: wire["published_at"]):
        lanes.setdefault(_lane(wire), []).append(wire)
    for wire in wires:
        yield lanes[_lane(wire)].pop(0)


def _lane(wire: dict[str, Any]) -> str:
    return str(wire["id"]).rpartition("-")[0]


def _told(story: _Story, chance: random.Random) -> tuple[list[dict[str, Any]], bool]:
    """All wires about the story, and whether it stands after them."""
    agencies = chance.sample(AGENCIES, chance.choice((1, 1, 1, 2, 2, 3)))
    lives = [_life(story, agency, chance) for agency in agencies]
    wires = [wire for life in lives for wire in life]
    if chance.random() < 0.1:
        reprint = next(agency for agency in AGENCIES if agency not in agencies)
        wires.append(_wire(story, reprint, 0, {"headline": wires[0]["headline"], "body": wires[0]["body"]}))
        lives.append(wires[-1:])
    return wires, any(life[-1]["status"] == "usable" for life in lives)


def _life(story: _Story, agency: str, chance: random.Random) -> list[dict[str, Any]]:
    """What one agency sends: the story, perhaps again, perhaps corrected, perhaps killed, once or more often."""
    wires = [_wire(story, agency, 0, _text(story, agency, chance))]
    if chance.random() < 0.15:
        counted_again = _Story(story.number, story.place, story.day, story.deed, story.killed + 2, story.wounded)
        wires.append(_wire(story, agency, 1, _text(counted_again, agency, chance)))
    if chance.random() < 0.08:
        kill = {"headline": "KILL: do not use", "body": "The story was wrong.", "status": "canceled"}
        wires += [_wire(story, agency, 2 + n, kill, revises=0) for n in range(chance.choice((1, 1, 2, 3)))]
    if chance.random() < 0.06:
        wires.append(wires[-1])
    return wires


def _wire(story: _Story, agency: str, version: int, told: dict[str, Any], revises: int | None = None) -> dict[str, Any]:
    name = f"{agency.split(maxsplit=1)[0].lower()}-{story.number}"
    before = version - 1 if revises is None else revises
    at = datetime.combine(story.day + timedelta(days=1), time(6 + version), tzinfo=UTC)
    return {
        "id": f"{name}-{version}",
        "source": agency,
        "published_at": at.isoformat(),
        "revises": f"{name}-{before}" if version else None,
        "status": "usable",
        **told,
    }


def _text(story: _Story, agency: str, chance: random.Random) -> dict[str, Any]:
    active, passive, short = story.deed
    town, on, who = story.place.partition(",")[0], f"on {_WEEKDAYS[story.day.weekday()]}", chance.choice(_WITNESSES)
    killed, wounded = f"{story.killed} soldier{'s' * (story.killed > 1)}", story.wounded
    lead = (
        f"{active} in {story.place} {on}, killing {killed} and wounding {wounded} others, {who} said.",
        f"{killed} {'were' if story.killed > 1 else 'was'} killed and {wounded} others wounded {passive} "
        f"in {story.place} {on}, {who} said.",
    )[chance.random() < 0.5]
    asides = [
        aside.format(chance.choice(_TRAITS), chance.choice(_WEEKDAYS), chance.randint(2, 40)) + "."
        for aside in chance.sample(_ASIDES, 4)
    ]
    body = f"{town.upper()} ({agency}) - {lead} " + "\n\n".join((asides[0], " ".join(asides[1:])))
    return {"headline": f"{short} {story.killed} in {town}", "dateline": town.upper(), "body": body}
