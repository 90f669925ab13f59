/** What lies too close to be told apart on the map becomes one mark. */

import type { Incidents } from "../data/incidents";
import { mercatorX, mercatorY } from "./mercator";

const CELL = 46;

export interface Cluster {
  rows: number[];
  /** In pixels of the world at this zoom. */
  x: number;
  y: number;
  radius: number;
  /** Whether all its incidents are in the same spot, so that no zoom takes them apart. */
  oneSpot: boolean;
}

/** Where incidents are in the world of 256; kept until they change. */
export class Positions {
  #version = -1;
  #all: Incidents | null = null;
  x = new Float32Array(0);
  y = new Float32Array(0);

  /** The positions of these incidents; NaN for those that have none. */
  of(all: Incidents): this {
    if (this.#all === all && this.#version === all.version) return this;
    [this.#all, this.#version] = [all, all.version];
    this.x = new Float32Array(all.lon.length);
    this.y = new Float32Array(all.lat.length);
    for (let row = 0; row < all.size; row += 1) {
      this.x[row] = mercatorX(all.lon[row]!);
      this.y[row] = mercatorY(all.lat[row]!);
    }
    return this;
  }
}

/** The clusters of rows at a scale: cells of a grid that lies still, then whatever overlaps is made one. */
export function clustersOf(rows: Int32Array, positions: Positions, scale: number): Cluster[] {
  const cells = new Map<number, Cluster>();
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at]!;
    const x = positions.x[row]! * scale;
    const y = positions.y[row]! * scale;
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    const key = Math.floor(x / CELL) * 4_194_304 + Math.floor(y / CELL);
    let cell = cells.get(key);
    if (!cell) cells.set(key, (cell = { rows: [], x: 0, y: 0, radius: 0, oneSpot: true }));
    // x and y are sums until all are in.
    const first = cell.rows.length ? cell.rows[0]! : row;
    cell.oneSpot &&= Math.abs(positions.x[first]! * scale - x) < 0.01 && Math.abs(positions.y[first]! * scale - y) < 0.01;
    cell.x += x;
    cell.y += y;
    cell.rows.push(row);
  }
  for (const cell of cells.values()) {
    cell.x /= cell.rows.length;
    cell.y /= cell.rows.length;
    cell.radius = radiusOf(cell.rows.length);
  }
  return merged([...cells.values()]);
}

/** The radius of a mark that stands for so many. */
export function radiusOf(number: number): number {
  return number === 1 ? 6.5 : 9.5 + 4.2 * Math.log10(number);
}

function merged(clusters: Cluster[]): Cluster[] {
  clusters.sort((a, b) => b.rows.length - a.rows.length);
  const kept: Cluster[] = [];
  for (const each of clusters) {
    const host = kept.find((other) => Math.hypot(other.x - each.x, other.y - each.y) < (other.radius + each.radius) * 0.85);
    if (!host) kept.push(each);
    else join(host, each);
  }
  return kept;
}

function join(host: Cluster, guest: Cluster): void {
  const [a, b] = [host.rows.length, guest.rows.length];
  host.oneSpot &&= guest.oneSpot && Math.hypot(host.x - guest.x, host.y - guest.y) < 0.01;
  host.x = (host.x * a + guest.x * b) / (a + b);
  host.y = (host.y * a + guest.y * b) / (a + b);
  for (const row of guest.rows) host.rows.push(row);
  host.radius = radiusOf(a + b);
}
