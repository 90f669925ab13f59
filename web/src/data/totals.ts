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
  const told = new Uint8Array(all.words.country.size);
  for (let at = 0; at < rows.length; at += 1) if (all.country[rows[at]!] !== NONE) told[all.country[rows[at]!]!] = 1;
  return {
    incidents: rows.length,
    countries: told.reduce((sum, each) => sum + each, 0),
    killed: sum(rows, all.killedMin, all.killedMax),
    wounded: sum(rows, all.woundedMin, all.woundedMax),
  };
}

function sum(rows: Int32Array, least: Int32Array, most: Int32Array): Sum {
  let [min, max, open] = [0, 0, false];
  for (let at = 0; at < rows.length; at += 1) {
    const low = least[rows[at]!]!;
    if (low === NONE) continue;
    const high = most[rows[at]!]!;
    min += low;
    max += high === NONE ? low : high;
    open ||= high === NONE;
  }
  return { min, max, open };
}
