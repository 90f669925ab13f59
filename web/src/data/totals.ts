/** The sums over what is shown: how many incidents, in how many countries, with what toll. */

import { type Incidents, NONE } from "./incidents";

export interface Totals {
  incidents: number;
  countries: number;
  killed: Sum;
  wounded: Sum;
}

/** From the lowest to the highest; open: some tolls are told as "at least". */
export interface Sum {
  min: number;
  max: number;
  open: boolean;
}

/** The sums over these rows. An incident whose toll no wire tells adds nothing. */
export function totals(all: Incidents, rows: Int32Array): Totals {
  const countries = new Set<number>();
  for (let at = 0; at < rows.length; at += 1) countries.add(all.country[rows[at]!]!);
  countries.delete(NONE);
  return {
    incidents: rows.length,
    countries: countries.size,
    killed: sum(rows, all.killedMin, all.killedMax),
    wounded: sum(rows, all.woundedMin, all.woundedMax),
  };
}

function sum(rows: Int32Array, least: Int32Array, most: Int32Array): Sum {
  const total = { min: 0, max: 0, open: false };
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at]!;
    if (least[row] === NONE) continue;
    total.min += least[row]!;
    total.max += most[row] === NONE ? least[row]! : most[row]!;
    total.open ||= most[row] === NONE;
  }
  return total;
}
