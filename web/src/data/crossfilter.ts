/** Filters that know of each other: every row has a bit for each filter that shuts it out.
 *
 * What a breakdown shows is counted over the rows that no other filter shuts out, so that a choice in one narrows
 * all the others and not itself. One filter that changes writes its own bit only.
 */

import { FACETS, type Facet, type Filters, within } from "./filters";
import { type Incidents, NO_DAY, NONE } from "./incidents";
import type { Lists } from "./lists";
import type { Vocabulary } from "./vocabulary";

export const DIMENSIONS = [...FACETS, "time", "sources", "words", "area"] as const;
export type Dimension = (typeof DIMENSIONS)[number];

const BIT = Object.fromEntries(DIMENSIONS.map((name, place) => [name, 1 << place])) as Record<Dimension, number>;

type Passes = ((row: number) => boolean) | null;

export class Crossfilter {
  #fails = new Int32Array(0);
  /** The bits of the filters in use. */
  #used = 0;
  /** The rows that are left, by the bits that shut others out. */
  #left = new Map<number, Int32Array>();
  #asked: Partial<Record<Dimension, string>> = {};
  #version = -1;

  constructor(readonly all: Incidents) {}

  /** Take the filters; `matching`: the ids that the server found for the words, null while nothing is searched. */
  apply(filters: Filters, matching: ReadonlySet<string> | null): void {
    if (this.#version !== this.all.version) this.#begin();
    for (const name of DIMENSIONS) {
      const asked = question(name, filters, matching);
      if (this.#asked[name] === asked) continue;
      this.#asked[name] = asked;
      this.#mark(BIT[name], this.#test(name, filters, matching));
    }
  }

  /** The rows that all filters let through; `except`: all but that one. */
  left(except?: Dimension): Int32Array {
    // A filter that is not in use shuts nothing out: most breakdowns count the same rows.
    const shut = this.#used & ~(except ? BIT[except] : 0);
    const known = this.#left.get(shut);
    if (known) return known;
    const rows = new Int32Array(this.all.size);
    const { alive } = this.all;
    const fails = this.#fails;
    let found = 0;
    for (let row = 0; row < rows.length; row += 1) if (alive[row] && !(fails[row]! & shut)) rows[found++] = row;
    const left = rows.subarray(0, found);
    this.#left.set(shut, left);
    return left;
  }

  /** Those of the rows that all filters let through. */
  passing(rows: Int32Array): Int32Array {
    const passing = new Int32Array(rows.length);
    const { alive } = this.all;
    let found = 0;
    for (let at = 0; at < rows.length; at += 1) {
      const row = rows[at]!;
      if (alive[row] && !this.#fails[row]) passing[found++] = row;
    }
    return passing.subarray(0, found);
  }

  /** How many incidents there are of each value of a facet, as all other filters leave them. */
  counts(facet: Facet): Int32Array {
    const counts = new Int32Array(vocabularyOf(this.all, facet).size);
    const rows = this.left(facet);
    const several = manyOf(this.all, facet);
    if (several) several.count(rows, counts);
    else count(oneOf(this.all, facet), rows, counts);
    return counts;
  }

  #begin(): void {
    this.#version = this.all.version;
    this.#asked = {};
    this.#used = 0;
    this.#left.clear();
    this.#fails = new Int32Array(this.all.size);
  }

  #mark(bit: number, passes: Passes): void {
    if (passes === null && !(this.#used & bit)) return;
    this.#left.clear();
    if (passes === null) this.#used &= ~bit;
    else this.#used |= bit;
    const fails = this.#fails;
    for (let row = 0; row < fails.length; row += 1) {
      if (passes === null || passes(row)) fails[row]! &= ~bit;
      else fails[row]! |= bit;
    }
  }

  #test(name: Dimension, filters: Filters, matching: ReadonlySet<string> | null): Passes {
    if (name === "time") return inTime(this.all, filters);
    if (name === "sources") return filters.minSources > 1 ? (row) => this.all.sources[row]! >= filters.minSources : null;
    if (name === "words") return matching && among(this.all, matching);
    if (name === "area") {
      const box = filters.box;
      return box && ((row) => within(box, this.all.lat[row]!, this.all.lon[row]!));
    }
    return inFacet(this.all, name, filters.chosen[name]);
  }
}

/** The words of a facet. */
export function vocabularyOf(all: Incidents, facet: Facet): Vocabulary {
  return all.words[facet];
}

// One loop for all columns: it is compiled once, and fast from the second column on.
function count(column: Int32Array, rows: Int32Array, counts: Int32Array): void {
  for (let at = 0; at < rows.length; at += 1) {
    const value = column[rows[at]!]!;
    if (value !== NONE) counts[value]! += 1;
  }
}

function question(name: Dimension, filters: Filters, matching: ReadonlySet<string> | null): string {
  if (name === "time") return `${filters.from}:${filters.to}`;
  if (name === "sources") return String(filters.minSources);
  if (name === "words") return matching ? `${filters.words}:${matching.size}` : "";
  if (name === "area") return filters.box?.join() ?? "";
  return filters.chosen[name].join("\n");
}

function inTime(all: Incidents, { from, to }: Filters): Passes {
  if (from === null && to === null) return null;
  const [earliest, latest] = [from ?? NO_DAY + 1, to ?? 2_147_483_647];
  return (row) => all.last[row]! >= earliest && all.first[row]! <= latest && all.first[row] !== NO_DAY;
}

// The rows of the ids that were found, not the ids of all rows: those would be read out of their column at each answer.
function among(all: Incidents, ids: ReadonlySet<string>): Passes {
  const rows = new Set([...ids].map((id) => all.ids.row(id)));
  return (row) => rows.has(row);
}

function inFacet(all: Incidents, facet: Facet, chosen: readonly string[]): Passes {
  if (chosen.length === 0) return null;
  const words = vocabularyOf(all, facet);
  const wanted = new Set(chosen.map((word) => words.find(word)).filter((number) => number !== NONE));
  const several = manyOf(all, facet);
  if (several) return (row) => several.some(row, wanted);
  const column = oneOf(all, facet);
  return (row) => wanted.has(column[row]!);
}

function manyOf(all: Incidents, facet: Facet): Lists | null {
  if (facet === "actor") return all.actors;
  return facet === "target_kind" ? all.targetKinds : null;
}

function oneOf(all: Incidents, facet: Facet): Int32Array {
  return all[facet as "country" | "kind" | "weapon" | "outcome" | "admin1"];
}
