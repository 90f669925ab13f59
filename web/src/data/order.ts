/** In which order the list stands. */

import { type Incidents, NONE } from "./incidents";

export const ORDERS = {
  newest: "Newest",
  oldest: "Oldest",
  deadliest: "Most killed",
  corroborated: "Most sources",
  unsure: "Least sure",
} as const;
export type Order = keyof typeof ORDERS;

const kept = new WeakMap<Incidents, { version: number; order: Order; rows: Int32Array }>();

/** All rows in that order; made anew only when the incidents or the order changed. */
export function inOrder(all: Incidents, order: Order): Int32Array {
  const before = kept.get(all);
  if (before?.version === all.version && before.order === order) return before.rows;
  const rows = new Int32Array(all.size);
  for (let row = 0; row < rows.length; row += 1) rows[row] = row;
  // The API tells the newest first.
  if (order !== "newest" || all.version > 0) rows.sort(comparison(all, order));
  kept.set(all, { version: all.version, order, rows });
  return rows;
}

function comparison(all: Incidents, order: Order): (a: number, b: number) => number {
  // Of one day: what came last, then the rest as the API told it.
  const came = (row: number): number => (row < all.loaded ? -row : row);
  const newest = (a: number, b: number): number => all.last[b]! - all.last[a]! || came(b) - came(a);
  if (order === "newest") return newest;
  if (order === "oldest") return (a, b) => all.first[a]! - all.first[b]! || came(a) - came(b);
  const key = { deadliest: all.killedMin, corroborated: all.sources, unsure: all.confidence }[order];
  const sign = order === "unsure" ? 1 : -1;
  return (a, b) => sign * ((key[a] ?? NONE) - (key[b] ?? NONE)) || newest(a, b);
}
