"""What the read model costs: `python -m benchmarks.read_side [INCIDENTS]`, over generated incidents; no broker."""

import gzip
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import orjson
from rich.console import Console

from benchmarks.clock import seconds
from schemas.events import Event
from schemas.incidents import Attributed, ReportRef
from schemas.values import Location, Period, Weapon
from schemas.vocabulary import EventType, Outcome, Stance, WeaponKind
from services.api.model import incidents
from services.api.model.columns import columns
from services.api.model.files import Readers, writer_connection
from services.api.model.filters import Filters
from services.api.model.writer import Writer, in_order
from tests import builders
from tests.readmodel import LOG, Log

INCIDENTS, BATCH, TIMES = 50_000, 2000, 7
COUNTRIES = tuple("IQ SY YE UA ML NG BF SO MM PK AF PS IL LB CO MX".split())
QUESTIONS = {
    "all": {},
    "one country": {"country": ["IQ"]},
    "a box across the date line": {"bbox": "170,-60,-100,60"},
    "two words": {"q": "strike town12"},
    "a week, one actor": {"from": "2022-03-01", "to": "2022-03-07", "actor": ["Group 3"]},
}


def world(number: int, seed: int = 1) -> Iterator[Event]:
    """So many incidents over two years, each told by two articles."""
    chance = random.Random(seed)
    for n in range(number):
        day = date(2021, 1, 1) + timedelta(days=chance.randrange(730))
        articles = [f"a{n}-{k}" for k in range(2)]
        for article in articles:
            yield builders.article_ingested(
                article_id=article, headline=f"Strike in town{n % 900}, {n} hurt", body="Two were killed there. " * 20
            )
            yield builders.incident_reported(report_id=f"r-{article}", article_id=article)
        refs = tuple(
            ReportRef(
                report_id=f"r-{a}", article_id=a, article_revision=1, source=a[-1], published_at=builders.PUBLISHED_AT
            )
            for a in articles
        )
        yield builders.incident_resolved(
            incident_id=f"i{n}",
            occurred=Period(earliest=day, latest=day),
            location=Location(
                name=f"town{n % 900}",
                country=chance.choice(COUNTRIES),
                admin1=f"Region {n % 90}",
                lat=round(chance.uniform(-50, 60), 4),
                lon=round(chance.uniform(-180, 180), 4),
            ),
            event_type=chance.choice(list(EventType)),
            outcome=chance.choice(list(Outcome)),
            weapon=Weapon(kind=chance.choice(list(WeaponKind))),
            attributions=(Attributed(stance=Stance.BLAMED, actor=f"Group {n % 40}"),),
            reports=refs,
            corroboration=2,
        )


def taken_in(path: Path, number: int) -> tuple[int, float]:
    """How many messages, and the CPU seconds to take them in."""
    records = in_order(Log().add(*world(number)).records)
    with closing(writer_connection(path)) as connection:
        writer = Writer(connection, LOG)
        began = time.process_time()
        for start in range(0, len(records), BATCH):
            writer.take(records[start : start + BATCH])
        return len(records), time.process_time() - began


def _page(db: sqlite3.Connection, filters: Filters) -> None:
    incidents.page(db, filters, 50, None)
    incidents.total(db, filters)


def _typical(work: Callable[[], Any]) -> float:
    return median(seconds(work) for _ in range(TIMES)) * 1000


def main(number: int) -> None:
    """Measure, and print."""
    console = Console()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.sqlite"
        messages, taken = taken_in(path, number)
        size = sum(file.stat().st_size for file in path.parent.iterdir()) / 2**20
        console.print(f"{messages} messages taken in at {messages / taken:.0f} a second of CPU; {size:.0f} MB on disk")
        readers = Readers(path)
        with readers.snapshot() as db:
            for name, asked in QUESTIONS.items():
                filters = Filters.model_validate(asked)
                found = incidents.total(db, filters)
                page = _typical(partial(_page, db, filters))
                console.print(f"page of 50 and total, {name} ({found} found): {page:.1f} ms of CPU")
            made = _typical(lambda: orjson.dumps(columns(db, Filters())))
            body = orjson.dumps(columns(db, Filters()))
            packing = _typical(lambda: gzip.compress(body, 4))
            console.print(
                f"columns of all: made in {made:.0f} ms of CPU, gzipped in {packing:.0f} ms: "
                f"{len(body) / 1e6:.1f} MB as {len(gzip.compress(body, 4)) / 1e6:.2f} MB"
            )
        readers.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else INCIDENTS)
