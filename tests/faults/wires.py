"""Wires for load, from a seed: stories of many places and days, told by several agencies, corrected and taken back.

No two stories share a place and a day, so how many incidents must stand in the end is known without any reading.
"""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
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
ELSEWHERE = -5
"""No story begins in the last places: corrections move some there."""
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
class Rates:
    """How many of the wires have which life."""

    corrected: float = 0.15
    moved: float = 0.0
    """Corrected so that the story was in another country."""
    killed: float = 0.08
    """Taken back, by one notice or by up to three."""
    again: float = 0.06
    """Delivered a second time, byte for byte."""
    reprinted: float = 0.1
    embargoed: float = 0.0


USUAL = Rates()
TROUBLED = Rates(corrected=0.3, moved=0.15, killed=0.3, again=0.3, reprinted=0.2, embargoed=0.05)


@dataclass(frozen=True, slots=True)
class Plan:
    """Wires in the order of their publication, and how many incidents must stand after them."""

    deliveries: tuple[Delivery, ...]
    standing: int


Scene = tuple[str, date]
"""Where and when: of one story only."""


@dataclass(frozen=True, slots=True)
class _Story:
    number: int
    scene: Scene
    deed: tuple[str, str, str]
    killed: int
    wounded: int


Wire = dict[str, Any]
_Life = tuple[list[Wire], Scene | None]
"""The wires of one agency about a story, and the scene of what stands after them."""


def planned(count: int, seed: int, rates: Rates = USUAL, embargo_until: datetime | None = None) -> Plan:
    """`count` wires, or a few more: the last story is told to its end."""
    teller = _Teller(random.Random(seed), rates, embargo_until)
    wires: list[Wire] = []
    standing = 0
    while len(wires) < count:
        told, scenes = teller.story()
        wires += told
        standing += len(scenes)
    # Stories overlap, so that a kill or a correction comes between the wires of other stories.
    order = [place + teller.chance.uniform(0, 200) for place in range(len(wires))]
    shuffled = [wire for _, wire in sorted(zip(order, wires, strict=True), key=lambda one: one[0])]
    return Plan(tuple(Delivery(wire["id"], json.dumps(wire).encode()) for wire in _in_turn(shuffled)), standing)


def _in_turn(wires: Sequence[Wire]) -> Iterator[Wire]:
    """The wires, those of one agency about one story in the order in which it sent them."""
    lanes: dict[str, list[Wire]] = {}
    for wire in sorted(wires, key=lambda wire: wire["published_at"]):
        lanes.setdefault(_lane(wire), []).append(wire)
    for wire in wires:
        yield lanes[_lane(wire)].pop(0)


def _lane(wire: Wire) -> str:
    return str(wire["id"]).rpartition("-")[0]


class _Teller:
    """Makes up stories, one after the other."""

    def __init__(self, chance: random.Random, rates: Rates, embargo_until: datetime | None) -> None:
        self.chance, self._rates, self._embargo = chance, rates, embargo_until
        scenes = [(place, FIRST_DAY + day * APART) for place, day in product(_PLACES[:ELSEWHERE], range(DAYS))]
        chance.shuffle(scenes)
        self._scenes, self._number = iter(scenes), 0
        self._moved: set[Scene] = set()

    def story(self) -> tuple[list[Wire], set[Scene]]:
        """All wires about a story, and the scenes of what stands after them."""
        toll = self.chance.randint(1, 19), self.chance.randint(2, 40)
        self._number += 1
        story = _Story(self._number, next(self._scenes), self.chance.choice(_DEEDS), *toll)
        agencies = self.chance.sample(AGENCIES, self.chance.choice((1, 1, 1, 2, 2, 3)))
        lives = [self._life(story, agency) for agency in agencies]
        if self._happens(self._rates.reprinted):
            first = lives[0][0][0]
            agency = next(agency for agency in AGENCIES if agency not in agencies)
            reprint = _wire(story, agency, 0, {"headline": first["headline"], "body": first["body"]})
            lives.append(([reprint], story.scene))
        return [wire for life, _ in lives for wire in life], {scene for _, scene in lives if scene}

    def _life(self, story: _Story, agency: str) -> _Life:
        """What one agency sends: the story, perhaps again, perhaps corrected, perhaps killed."""
        first = _wire(story, agency, 0, _text(story, agency, self.chance))
        if self._embargo and self._happens(self._rates.embargoed):
            first["embargo_until"] = self._embargo.isoformat()
        wires, stands = [first], story
        if self._happens(self._rates.corrected):
            moved = self._happens(self._rates.moved)
            stands = replace(
                story, killed=story.killed + 2, scene=self._elsewhere(story.scene) if moved else story.scene
            )
            wires.append(_wire(story, agency, 1, _text(stands, agency, self.chance)))
        killed = self._happens(self._rates.killed)
        if killed:
            kill = {"headline": "KILL: do not use", "body": "The story was wrong.", "status": "canceled"}
            notices = range(2, 2 + self.chance.choice((1, 1, 2, 3)))
            wires += [_wire(story, agency, number, kill, revises=0) for number in notices]
        if self._happens(self._rates.again):
            wires.append(wires[-1])
        return wires, None if killed else stands.scene

    def _elsewhere(self, scene: Scene) -> Scene:
        """A scene of the same day in a place where no story begins."""
        free = [(place, scene[1]) for place in _PLACES[ELSEWHERE:] if (place, scene[1]) not in self._moved]
        moved = self.chance.choice(free)
        self._moved.add(moved)
        return moved

    def _happens(self, rate: float) -> bool:
        return self.chance.random() < rate


def _wire(story: _Story, agency: str, version: int, told: Wire, revises: int | None = None) -> Wire:
    name = f"{agency.split(maxsplit=1)[0].lower()}-{story.number}"
    before = version - 1 if revises is None else revises
    at = datetime.combine(story.scene[1] + timedelta(days=1), time(6 + version), tzinfo=UTC)
    return {
        "id": f"{name}-{version}",
        "source": agency,
        "published_at": at.isoformat(),
        "revises": f"{name}-{before}" if version else None,
        "status": "usable",
        **told,
    }


def _text(story: _Story, agency: str, chance: random.Random) -> Wire:
    (active, passive, short), (place, day) = story.deed, story.scene
    town, on, who = place.partition(",")[0], f"on {day:%A}", chance.choice(_WITNESSES)
    killed, wounded = f"{story.killed} soldier{'s' * (story.killed > 1)}", story.wounded
    lead = (
        f"{active} in {place} {on}, killing {killed} and wounding {wounded} others, {who} said.",
        f"{killed} {'were' if story.killed > 1 else 'was'} killed and {wounded} others wounded {passive} "
        f"in {place} {on}, {who} said.",
    )[chance.random() < 0.5]
    asides = [
        aside.format(chance.choice(_TRAITS), chance.choice(_WEEKDAYS), chance.randint(2, 40)) + "."
        for aside in chance.sample(_ASIDES, 4)
    ]
    body = f"{town.upper()} ({agency}) - {lead} " + "\n\n".join((asides[0], " ".join(asides[1:])))
    return {"headline": f"{short} {story.killed} in {town}", "dateline": town.upper(), "body": body}
