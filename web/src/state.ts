/** What the page shows at a moment, and who is told when it changes: one state, drawn at most once a frame. */

import { Crossfilter } from "./data/crossfilter";
import { type Filters, readFilters, readNumbers, writeFilters } from "./data/filters";
import { Incidents } from "./data/incidents";
import { inOrder, type Order, ORDERS } from "./data/order";

/** One state of the page as all parts are handed it. */
export interface View {
  all: Incidents;
  cross: Crossfilter;
  filters: Filters;
  order: Order;
  /** The rows that are shown, in their order. */
  rows: Int32Array;
  /** The incident that the drawer shows. */
  open: string | null;
  /** Rows that changed a moment ago, by when they did. */
  fresh: ReadonlyMap<number, number>;
}

/** Latitude and longitude of the map's centre, and its zoom. */
export type Spot = readonly [number, number, number];

export type Part = (view: View) => void;

export class State {
  all = new Incidents();
  cross = new Crossfilter(this.all);
  filters: Filters;
  order: Order;
  open: string | null;
  /** Where the reader moved the map: null while it shows all. */
  spot: Spot | null;
  matching: ReadonlySet<string> | null = null;
  readonly fresh = new Map<number, number>();
  #parts: Part[] = [];
  #asked = 0;

  constructor() {
    const query = new URLSearchParams(location.search);
    this.filters = readFilters(query);
    this.order = orderOf(query);
    this.open = query.get("incident");
    this.spot = readSpot(query.get("map"));
  }

  /** The map was moved; nothing is drawn for that, and there is no way back to every move. */
  moved(spot: Spot | null): void {
    this.spot = spot;
    history.replaceState(null, "", this.#address());
  }

  /** Draw this part with every change. */
  onChange(part: Part): void {
    this.#parts.push(part);
  }

  /** Take these incidents in place of those before. */
  load(all: Incidents): void {
    this.all = all;
    this.cross = new Crossfilter(all);
    this.fresh.clear();
    this.draw();
  }

  /** Ask to see something else. `passing`: on the way to something, such as a brush that is still drawn. */
  ask(change: Partial<Pick<State, "filters" | "order" | "open">>, passing = false): void {
    Object.assign(this, change);
    if (!passing) this.#write();
    this.draw();
  }

  /** What the address says now, after the reader went back or forth. */
  read(): void {
    const query = new URLSearchParams(location.search);
    this.filters = readFilters(query);
    this.order = orderOf(query);
    this.open = query.get("incident");
    this.draw();
  }

  /** Draw everything with the next frame. */
  draw(): void {
    this.#asked ||= requestAnimationFrame(() => this.drawNow());
  }

  /** Draw everything at once. */
  drawNow(ready?: View): void {
    cancelAnimationFrame(this.#asked);
    this.#asked = 0;
    const began = performance.now();
    const view = ready ?? this.view();
    for (const part of this.#parts) part(view);
    // Only the newest is kept: benchmarks/page.py reads it.
    performance.clearMeasures("tallywire:drawn");
    performance.measure("tallywire:drawn", { start: began });
  }

  /** The page as it is now. */
  view(): View {
    const { all, cross, filters, order, open, fresh } = this;
    cross.apply(filters, this.matching);
    const rows = cross.passing(inOrder(all, order));
    return { all, cross, filters, order, rows, open, fresh };
  }

  #address(): string {
    const query = writeFilters(this.filters);
    if (this.order !== "newest") query.set("sort", this.order);
    if (this.open) query.set("incident", this.open);
    if (this.spot) query.set("map", this.spot.join());
    return query.toString() ? `?${query}` : location.pathname;
  }

  #write(): void {
    const address = this.#address();
    if (address !== (location.search || location.pathname)) history.pushState(null, "", address);
  }
}

function readSpot(text: string | null): Spot | null {
  const [lat, lon, zoom, ...more] = readNumbers(text);
  const known = Math.abs(lat!) <= 90 && Math.abs(lon!) <= 360 && zoom! >= 0 && zoom! <= 20 && more.length === 0;
  return known ? [lat!, lon!, zoom!] : null;
}

function orderOf(query: URLSearchParams): Order {
  const order = query.get("sort") ?? "";
  return order in ORDERS ? (order as Order) : "newest";
}
