"""The page that a soak writes: docs/soak.md."""

from collections.abc import Sequence
from datetime import UTC, datetime

from tests.faults.experiment import Result
from tests.faults.report import machine
from tests.soak.act import BY_FEED, Soak
from tests.soak.gauges import Life

_HEAD = """\
# Soak

`make soak HOURS=1 RATE=8` runs the services for hours on a broker of their own, with wires that come by topic and by
RSS feeds at an even rate (the demo has 48; this is ten times as many a minute), and troubles them every minute or so:
in the first and the last third by resets of all connections, pauses and kills of the broker, in the second by kill -9
and restarts of the services, one or all. In the end everything is judged as a fault experiment is
([faults.md](faults.md)): the ledger closes, the batch oracle finds no difference.
"""
_COLUMNS = """\
| process | its longest life | MiB at first | at last | MiB for each 1,000 wires | open files at first | at last |
|---|---|---|---|---|---|---|"""
_MEANING = """\
*At first* and *at last* are medians of the first and the last quarter of the process's longest life, of which two
minutes are left out at the start. Services remember what they have read, so memory grows with the wires, by the state
that is kept for each; what grows without wires would be a leak. Aggregation keeps pages open up to
`TALLYWIRE_AGGREGATION_OPEN_REPORTS` reports, and closes the oldest only then ([aggregation.md](aggregation.md)).
"""


def page(result: Result, soak: Soak, lives: Sequence[Life]) -> str:
    """The whole page."""
    done = ", ".join(f"{count} {what}" for what, count in sorted(result.done.items()))
    rows = [
        f"| {one.name} | {one.minutes:.0f} min | {one.first:.0f} | {one.last:.0f} | {one.growth:.2f} "
        f"| {one.files_first} | {one.files_last} |"
        for one in lives
    ]
    said = (
        f"{datetime.now(UTC):%Y-%m-%d}, {machine()}, seed {result.seed}: {soak.sent:,} wires in "
        f"{soak.seconds / 3600:.1f} h, {BY_FEED:.0%} of them by feeds. Done to them: {done}. {result.standing:,} "
        f"incidents stand, **{result.differences} differences**, {result.repeated:,} repeats of equal events, slowest "
        f"start {result.slowest:.0f} s.\n"
    )
    ledger = "\n".join(f"- {line}" for line in result.ledger) + "\n"
    return "\n".join((_HEAD, said, ledger, _COLUMNS, *rows, "", _MEANING))
