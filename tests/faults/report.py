"""The page that the long form writes: docs/faults.md."""

import os
import platform
from collections.abc import Sequence
from importlib.metadata import version

from tests.faults.experiment import Failure, Result
from tests.faults.naive_trial import Miscount
from tests.faults.start import TESTS, AtStart

_HEAD = """\
# Faults

What was done to the running system on purpose, and what came of it. `make faults` does it again and writes this page;
`make faults ONLY=F1,F5 SEED=7 SIZE=500` does a part of it and writes nothing, `make test` has a short form. A seed
repeats the wires and the dice, not the speed of the machine: a kill may strike another message the next time.

Each experiment has topics, groups and tables of its own, and passes only if

- **the ledger closes**: each message that a service had to read led to something that is there to see, or lies among
  the dead letters, or has a reason why it leads to nothing (in = out + dead + dropped, counted from the topics);
- **the batch oracle agrees**: topics and tables are exactly what the pure functions make of the same articles, and as
  many incidents stand as the wires were made to tell of;
- **what was sent again is equal**: events with one id have one value, byte for byte (they are counted as repeats).
"""
_COLUMNS = "| | what was done | seed | wires | how often | ledger | differences | repeats | slowest start | seconds |"
_RULE = "|---|---|---|---|---|---|---|---|---|---|"
_NOT_COVERED = """\
## What is not covered, and why

- **A broker that loses what it acknowledged** (a power cut before its disk has it, an unclean leader): there is one
  broker here, with one copy. Whoever runs Tallywire sets the replication of the topics.
- **A cable that is pulled from one of several workers** in the moment in which it writes: what is in the network's
  buffers then arrives when another worker has taken over, and no client can call it back. The broker could fence it by
  transactions, for which Faust is not fit: its `exactly_once` counts twice after kill -9.
- **A changelog that was deleted and then made again, empty, by hand**: the services cannot tell it from a new one.
  `tallywire topics` refuses to make it.
- **A full disk**, of the broker or of a service; **clocks that are wrong**; **a burst**: no figure of them stands here.
  Hours of wires and troubles are [a soak](soak.md) (`make soak`).
- **100,000 articles** for each experiment, as was planned: the table says how many wires were read.
"""


def page(rows: Sequence[Result | Failure | Miscount | AtStart], size: int, seconds: float) -> str:
    """The whole page."""
    tried = [row for row in rows if isinstance(row, Result | Failure)]
    table = [_COLUMNS, _RULE, *(_row(row) for row in tried)]
    told = [f"- {row.name}: {line}" for row in tried if isinstance(row, Result) for line in row.told]
    found = sum(row.failed for row in tried)
    parts = [
        _HEAD,
        f"{len(tried)} experiments, {found} of them found an error, in {seconds / 60:.0f} minutes; {machine()}.\n",
        "\n".join(table) + "\n",
        "## What else there was to see\n",
        "\n".join(told) + "\n",
        *(_aside(row) for row in rows if isinstance(row, Miscount | AtStart)),
        _NOT_COVERED,
    ]
    return "\n".join(parts)


def machine() -> str:
    """What it ran on, in half a line."""
    python, faust = platform.python_version(), version("faust-streaming")
    return f"{os.cpu_count()} cores shared by broker, services and experiment, Python {python}, faust-streaming {faust}"


def _row(row: Result | Failure) -> str:
    start = f"| {row.name} | {row.title} | {row.seed} | {row.effort.wires}"
    if isinstance(row, Failure):
        return f"{start} | {row.effort.times} | **found an error**: {row.found.splitlines()[0][:200]} | | | | |"
    ledger = "<br>".join(str(line) for line in row.ledger)
    done = "<br>".join(f"{count} {what}" for what, count in row.done.items())
    figures = f"{row.differences} | {row.repeated} | {row.slowest:.0f} s | {row.seconds:.0f}"
    return f"{start} | {done} | {ledger} | {figures} |"


def _aside(row: Miscount | AtStart) -> str:
    if isinstance(row, AtStart):
        return f"""\
## What is wrong at the start, and a broker that is absent (F19)

{row.passed} tests in `{TESTS}` passed{", others failed" * row.failed}. A service that finds no broker, no topic, a
wrong number of partitions, or a memory that was deleted or cut off, says so in one line with the remedy and ends with
code 3; whoever runs it starts it again, as compose does. A broker that goes away later is waited for.
"""
    return f"""\
## A counter that must fail

`tests/faults/naive.py` counts reports by `table[country] += 1`, acknowledged by Faust. The suite has to find it out,
and `make test` fails if it does not: of {row.events} reports, with {row.kills} kill -9 (seed {row.seed}), it counted
{row.counted}: **{row.errors} errors**.
"""
