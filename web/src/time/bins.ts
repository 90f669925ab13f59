/** The time line's bins: days, weeks or months, as many as there is room for. */

import { monthAfter, monthOf, weekOf } from "../data/days";
import { type Incidents, NO_DAY } from "../data/incidents";

export type Step = "day" | "week" | "month";

export interface Bins {
  step: Step;
  /** The first day of each bin, and the day after the last bin. */
  edges: number[];
  /** The bin of a day, counted from the first edge. */
  binOf: Int32Array;
}

const DAYS = 130;
const WEEKS = 160 * 7;

/** Bins that cover these days. */
export function binsOver(first: number, last: number): Bins {
  const step: Step = last - first < DAYS ? "day" : last - first < WEEKS ? "week" : "month";
  const edges = [step === "day" ? first : step === "week" ? weekOf(first) : monthOf(first)];
  while (edges.at(-1)! <= last) edges.push(step === "month" ? monthAfter(edges.at(-1)!) : edges.at(-1)! + (step === "day" ? 1 : 7));
  const binOf = new Int32Array(edges.at(-1)! - edges[0]!);
  for (let bin = 0; bin + 1 < edges.length; bin += 1) binOf.fill(bin, edges[bin]! - edges[0]!, edges[bin + 1]! - edges[0]!);
  return { step, edges, binOf };
}

export interface Covered {
  first: number;
  last: number;
  /** A few lie before the first day: they are counted in its bin. */
  older: boolean;
}

/** The days that incidents happened on, without the few that lie far before all others; null if none has a day. */
export function daysCovered(all: Incidents): Covered | null {
  const days = daysOf(all).sort();
  if (days.length === 0) return null;
  const last = days.at(-1)!;
  const usual = days[Math.floor(days.length * 0.05)]!;
  // A wire that looks back on an attack of 1983 must not squeeze this year into a line.
  const older = last - days[0]! > 3 * (last - usual + 7);
  const first = older ? usual - Math.ceil((last - usual) / 4) : days[0]!;
  return { first: Math.min(first, last - 6), last, older };
}

function daysOf({ first, alive, size }: Incidents): Int32Array {
  const days = new Int32Array(size);
  let found = 0;
  for (let row = 0; row < size; row += 1) if (alive[row] && first[row] !== NO_DAY) days[found++] = first[row]!;
  return days.subarray(0, found);
}

/** The bin of a day; a day before the first is in the first. */
export function binAt(bins: Bins, day: number): number {
  const at = day - bins.edges[0]!;
  return at < 0 ? 0 : (bins.binOf[at] ?? bins.edges.length - 2);
}
