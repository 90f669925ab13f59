/** What the reader asks to see, and how it is written in the address: the API's own names. */

import { dayOf, isoOf } from "./days";

export const FACETS = ["country", "kind", "weapon", "actor", "outcome", "target_kind", "admin1"] as const;
export type Facet = (typeof FACETS)[number];

/** west, south, east, north; west > east crosses the date line. */
export type Box = readonly [number, number, number, number];

export interface Filters {
  readonly from: number | null;
  readonly to: number | null;
  readonly chosen: Readonly<Record<Facet, readonly string[]>>;
  readonly minSources: number;
  readonly words: string;
  readonly box: Box | null;
  readonly factuality: "occurred" | "any";
}

const MOST_SOURCES = 1000;

export const NO_FACETS: Filters["chosen"] = {
  country: [],
  kind: [],
  weapon: [],
  actor: [],
  outcome: [],
  target_kind: [],
  admin1: [],
};

export const NOTHING_ASKED: Filters = {
  from: null,
  to: null,
  chosen: NO_FACETS,
  minSources: 1,
  words: "",
  box: null,
  factuality: "occurred",
};

/** The filters of an address; what cannot be read is passed over, as if it were not there. */
export function readFilters(query: URLSearchParams): Filters {
  const chosen = Object.fromEntries(
    FACETS.map((facet) => [facet, [...new Set(query.getAll(facet).filter((value) => value))]]),
  ) as Record<Facet, string[]>;
  const sources = Number(query.get("min_sources") ?? 1);
  return {
    from: dayOf(query.get("from")),
    to: dayOf(query.get("to")),
    chosen,
    minSources: Number.isInteger(sources) && sources > 1 && sources <= MOST_SOURCES ? sources : 1,
    words: (query.get("q") ?? "").trim(),
    box: readBox(query.get("bbox")),
    factuality: query.get("factuality") === "any" ? "any" : "occurred",
  };
}

/** The filters as the API and the page's address take them. */
export function writeFilters(filters: Filters): URLSearchParams {
  const query = new URLSearchParams();
  if (filters.from !== null) query.set("from", isoOf(filters.from));
  if (filters.to !== null) query.set("to", isoOf(filters.to));
  for (const facet of FACETS) for (const value of filters.chosen[facet]) query.append(facet, value);
  if (filters.minSources > 1) query.set("min_sources", String(filters.minSources));
  if (filters.words) query.set("q", filters.words);
  if (filters.box) query.set("bbox", filters.box.map((degrees) => round(degrees)).join(","));
  if (filters.factuality !== "occurred") query.set("factuality", filters.factuality);
  return query;
}

/** The filters with a value of a facet chosen, or no longer chosen. */
export function toggled(filters: Filters, facet: Facet, value: string): Filters {
  const before = filters.chosen[facet];
  const after = before.includes(value) ? before.filter((each) => each !== value) : [...before, value];
  return { ...filters, chosen: { ...filters.chosen, [facet]: after } };
}

/** Whether anything is asked for at all. */
export function asksNothing(filters: Filters): boolean {
  return writeFilters(filters).toString() === "";
}

/** Whether a point lies in the box. */
export function within(box: Box, lat: number, lon: number): boolean {
  const [west, south, east, north] = box;
  if (lat < south || lat > north) return false;
  return west <= east ? lon >= west && lon <= east : lon >= west || lon <= east;
}

/** The numbers of a list with commas; NaN for what is none. */
export function readNumbers(text: string | null): number[] {
  return (text ?? "").split(",").map((part) => (part.trim() ? Number(part) : NaN));
}

function readBox(text: string | null): Box | null {
  const numbers = readNumbers(text);
  const [west, south, east, north] = numbers;
  if (numbers.length !== 4 || numbers.some((each) => !Number.isFinite(each))) return null;
  if (Math.abs(west!) > 180 || Math.abs(east!) > 180 || south! < -90 || north! > 90 || south! > north!) return null;
  return [west!, south!, east!, north!];
}

function round(degrees: number): number {
  return Math.round(degrees * 1000) / 1000;
}
