"""The section on the whole way."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import attrgetter
from statistics import median
from typing import Final, NamedTuple

from benchmarks.document import table
from benchmarks.way.flow import Bare, Flow, bare, flow
from benchmarks.way.latency import Delay, Delays, delays
from benchmarks.way.recovery import Trouble, troubles
from benchmarks.way.system import STAGES, articles

WARM: Final = 1_000
"""Wires before the clock starts: after them no partition's reports are told of one by one any more."""
WIRES: Final = 2_500
TURNS: Final = 5
TIMED: Final = 1_000
"""Wires of the latency."""
HALF: Final = 0.5
LOADS: Final = (HALF, HALF / 2)
"""Of what one process of each service bears: the rates at which latency is measured."""
GOAL_SHARE: Final = 0.75
GOALS_MS: Final = {50: 100, 99: 500}
FLOW: Final = """\
Made-up wires of some 400 characters, by several agencies, corrected and taken back (`tests/faults/wires.py`), as
articles on `wire.articles.v1`, all of them there before the clock starts; it stops with the last count on
`wire.counts.v1`; {warm:,} others were dealt with before. Broker, services and benchmark share the machine's processors.
Each figure is the middle one of {turns} turns, in each of which all four were measured, for the machine's speed varies;
a share is reckoned within a turn; the least and the most stand beside it.
**The loop** is reading, merging and counting by the same functions over the same articles in one process, without
Kafka, as the batch oracle runs them; it runs as often at once as there are processors, for the services keep them all
busy too, and a processor whose neighbour works does less in a second.
**Report by report** merges and counts as the service does: each report alone, each change as an event in its envelope,
but with tables in memory. A share says how much of the services' processor time the one or the other would take.
"""
LATENCY: Final = """
### Latency at half load, and at a quarter

From the sending of an article (`acks=all`, no linger, as ingest sends) to the moment at which a consumer of
`wire.counts.v1` has the first count that follows from it; articles come by chance, as many a second in the mean as the
table says: half and a quarter of what one process of each service bore above. Of {sent:,} articles {each:,} changed an
incident, and a count of their batch followed. Where all of them wait, 16 are read and up to 200 reports told between
two waits for the broker; where they come one by one, each takes waits of its own, and about twice the processor time.

"""
RECOVERY: Final = """
### After kill -9, and when a worker joins

At the same half load; aggregation remembers some thousand incidents ([aggregation.md](aggregation.md) has the starts
with more). A dead worker's partitions are given out when its session of 10 s is over.

"""


_PARTS: Final[Mapping[str, Callable[[Delay], float]]] = {
    "until its report is sent": attrgetter("read"),
    "then until its incident is sent": attrgetter("told"),
    "then until a consumer has the count": attrgetter("heard"),
    "**in all**": attrgetter("whole"),
}
_COSTS: Final[Sequence[Callable[[Bare], float]]] = (attrgetter("loop"), attrgetter("service"))


class Turn(NamedTuple):
    """What was measured one after the other."""

    loop: Bare
    flows: dict[int, Flow]
    """By the number of processes of extraction."""


def measured() -> str:
    """The text of the section."""
    every = articles(WARM + WIRES)
    warm, rest = every[:WARM], every[WARM:]
    turns = [Turn(bare(warm, rest), {count: flow(count, warm, rest) for count in (1, 2)}) for _ in range(TURNS)]
    print(*turns, sep="\n", flush=True)
    most = len(rest) / median(turn.flows[1].seconds for turn in turns)
    timed = [delays(load * most, warm, rest[:TIMED]) for load in LOADS]
    rate = HALF * most
    more = articles(WARM + int(rate * 400), seed=2)
    shaken = list(troubles(rate, more[:WARM], more[WARM:]))
    calm = LATENCY.format(sent=timed[0].sent, each=len(timed[0].each))
    whole = FLOW.format(warm=WARM, turns=TURNS), _flows(len(rest), turns)
    return "\n".join([*whole, calm, _delays(timed), RECOVERY, _troubles(shaken)])


def _flows(wires: int, turns: Sequence[Turn]) -> str:
    shares = f"the loop's share (goal {GOAL_SHARE})", "that of report by report"
    heads = ("", "wires a second", "to the loop's", *(f"{stage}, s for 1,000" for stage in STAGES), *shares)
    return table(heads, _flow_rows(wires, turns))


def _flow_rows(wires: int, turns: Sequence[Turn]) -> Iterator[Sequence[str]]:
    loop = Bare(*map(median, zip(*(turn.loop for turn in turns), strict=True)))
    thousand = 1000 / wires
    reading, slower = f"{loop.reading * thousand:.2f}", f"{loop.loop / loop.service:.2f}"
    alone = reading, f"{loop.concluding * thousand:.2f}", "", "1", ""
    yield "the loop, each process", f"{wires / loop.loop:,.0f}", "1", *alone
    told = reading, f"{loop.telling * thousand:.2f}", "", slower, "1"
    yield "report by report, each process", f"{wires / loop.service:,.0f}", slower, *told
    for count in turns[0].flows:
        seconds = median(turn.flows[count].seconds for turn in turns)
        spent = [f"{median(turn.flows[count].cpu[stage] for turn in turns) * thousand:.2f}" for stage in STAGES]
        shares = [_share([cost(turn.loop) / turn.flows[count].services for turn in turns]) for cost in _COSTS]
        name = f"Tallywire, {count} of extraction, 1 of aggregation"
        yield name, f"{wires / seconds:,.0f}", f"{loop.loop / seconds:.2f}", *spent, *shares


def _share(of_turns: Sequence[float]) -> str:
    return f"{median(of_turns):.2f} ({min(of_turns):.2f} to {max(of_turns):.2f})"


def _delays(timed: Sequence[Delays]) -> str:
    heads = [f"{one.rate:.0f} a second: {what}" for one in timed for what in ("p50", "p99", "most")]
    rows = [
        (name, *(ms for one in timed for ms in _milliseconds([part(delay) for delay in one.each])))
        for name, part in _PARTS.items()
    ]
    goal = [*(f"{GOALS_MS[percent]}" for percent in GOALS_MS), ""]
    return table(("milliseconds", *heads), [*rows, ("goal", *goal * len(timed))])


def _milliseconds(times: Sequence[float]) -> Iterator[str]:
    ordered = sorted(times)
    for value in (median(ordered), ordered[int(len(ordered) * 0.99)], ordered[-1]):
        yield f"{value * 1000:,.0f}"


def _troubles(found: Sequence[Trouble]) -> str:
    heads = ("seconds", "until `/ready`", "without any count", "of the worst partition", "in the calm before")
    return table(heads, ((one.what, *(f"{value:.1f}" for value in one[1:])) for one in found))
