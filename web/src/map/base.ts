/** The map under the marks: countries from the packaged world atlas, with the names of countries and towns. */

import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import type { MultiPolygon, Polygon, Position } from "geojson";
import { ink } from "../parts/ink";
import type { Frame } from "./canvas";
import { mercatorX, mercatorY, WORLD } from "./mercator";
import { type Box, type Named, names, place } from "./names";

interface Land extends Named {
  path: Path2D;
  /** West, north, east, south in the world of 256. */
  bounds: [number, number, number, number];
}

type Town = [name: string, lat: number, lon: number];

const FINE_FROM = 4;
const TOWNS_FROM = 5;
/** How far from its point a town's name may begin. */
const ASIDE = [4, 13, 20, 26];

export class Base {
  #lands: Land[] = [];
  #towns: { name: string; x: number; y: number }[] = [];
  #fine = false;
  #asked = new Set<string>();

  constructor(private readonly loaded: () => void) {}

  /** Draw it; what this zoom wants and is not here yet is fetched, and drawn when it has come. */
  draw(frame: Frame): void {
    this.want(frame.zoom);
    const { pen, scale } = frame;
    pen.save();
    pen.translate(-frame.left, -frame.top);
    pen.scale(scale, scale);
    pen.fillStyle = ink("--land");
    pen.strokeStyle = ink("--border");
    pen.lineWidth = 0.8 / scale;
    pen.lineJoin = "round";
    // The world goes on beyond the date line on both sides.
    const seen = [-WORLD, 0, WORLD].map((shift) => this.#lands.filter((land) => inSight(land, frame, shift)));
    for (const [at, lands] of seen.entries()) paint(pen, lands, (at - 1) * WORLD);
    pen.restore();
  }

  /** Write the names of countries and towns where nothing of `taken` stands. */
  names(frame: Frame, taken: Box[]): void {
    names(frame, this.#lands.filter((land) => inSight(land, frame, 0)), taken, ink("--place"));
    if (frame.zoom >= TOWNS_FROM) this.#drawTowns(frame, taken, ink("--place"));
  }

  #drawTowns(frame: Frame, taken: Box[], written: string): void {
    const { pen } = frame;
    pen.font = "11px system-ui, sans-serif";
    pen.textAlign = "left";
    pen.textBaseline = "alphabetic";
    pen.fillStyle = written;
    let room = frame.zoom * 14;
    for (const town of this.#towns) {
      const [x, y] = [town.x * frame.scale - frame.left, town.y * frame.scale - frame.top];
      if (x < 0 || y < 0 || x > frame.width || y > frame.height) continue;
      const width = pen.measureText(town.name).width + 8;
      // Beside its point, or farther out where a mark stands on it.
      const beside = ASIDE.find((aside) => place(taken, { x: x + aside, y: y - 8, width, height: 16 }));
      if (beside === undefined) continue;
      if (beside === ASIDE[0]) pen.fillRect(x - 1, y - 1, 2.5, 2.5);
      pen.fillText(town.name, x + beside + 1, y + 4);
      if ((room -= 1) <= 0) return;
    }
  }

  /** Fetch what this zoom wants. */
  want(zoom: number): void {
    if (zoom >= FINE_FROM) this.#fetch("countries-50m.json", (topology) => this.#take(topology as Topology, true));
    else this.#fetch("countries-110m.json", (topology) => this.#take(topology as Topology, false));
    if (zoom >= TOWNS_FROM) {
      this.#fetch("towns.json", (towns) => {
        this.#towns = (towns as Town[]).map(([name, lat, lon]) => ({ name, x: mercatorX(lon), y: mercatorY(lat) }));
      });
    }
  }

  #fetch(name: string, take: (answer: unknown) => void): void {
    if (this.#asked.has(name)) return;
    this.#asked.add(name);
    fetch(`/assets/${name}`)
      .then((answer) => answer.json())
      .then((answer) => {
        take(answer);
        this.loaded();
      })
      // A map without land is still a map of incidents; the next move asks again.
      .catch(() => this.#asked.delete(name));
  }

  #take(topology: Topology, fine: boolean): void {
    if (this.#fine && !fine) return;
    this.#fine = fine;
    const countries = topology.objects["countries"] as GeometryCollection<{ name: string }>;
    this.#lands = feature(topology, countries).features.flatMap(({ geometry, properties }) =>
      geometry.type === "Polygon" || geometry.type === "MultiPolygon" ? [landOf(properties.name, geometry)] : [],
    );
  }
}

function landOf(name: string, geometry: Polygon | MultiPolygon): Land {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  const path = new Path2D();
  const bounds: Land["bounds"] = [Infinity, Infinity, -Infinity, -Infinity];
  let widest = { x: 0, y: 0, width: 0 };
  for (const polygon of polygons) {
    for (const [place, ring] of polygon.entries()) {
      const box = trace(path, ring);
      if (place > 0) continue;
      bounds[0] = Math.min(bounds[0], box[0]);
      bounds[1] = Math.min(bounds[1], box[1]);
      bounds[2] = Math.max(bounds[2], box[2]);
      bounds[3] = Math.max(bounds[3], box[3]);
      const width = box[2] - box[0];
      if (width > widest.width) widest = { ...centre(ring), width };
    }
  }
  return { name, path, bounds, label: widest };
}

function paint(pen: CanvasRenderingContext2D, lands: Land[], shift: number): void {
  pen.save();
  pen.translate(shift, 0);
  for (const land of lands) pen.fill(land.path);
  for (const land of lands) pen.stroke(land.path);
  pen.restore();
}

function trace(path: Path2D, ring: Position[]): Land["bounds"] {
  const box: Land["bounds"] = [Infinity, Infinity, -Infinity, -Infinity];
  let [before, around] = [ring[0]![0]!, 0];
  for (const [at, [lon, lat]] of ring.entries()) {
    // A step of half the world is a step over the date line: the outline goes on beyond it.
    if (Math.abs(lon! - before) > 180) around += lon! < before ? 360 : -360;
    before = lon!;
    const [x, y] = [mercatorX(lon! + around), mercatorY(lat!)];
    if (at === 0) path.moveTo(x, y);
    else path.lineTo(x, y);
    if (x < box[0]) box[0] = x;
    if (y < box[1]) box[1] = y;
    if (x > box[2]) box[2] = x;
    if (y > box[3]) box[3] = y;
  }
  path.closePath();
  return box;
}

/** The centre of gravity of a ring. */
function centre(ring: Position[]): { x: number; y: number } {
  let [x, y, area] = [0, 0, 0];
  for (let at = 0; at + 1 < ring.length; at += 1) {
    const [ax, ay] = [mercatorX(ring[at]![0]!), mercatorY(ring[at]![1]!)];
    const [bx, by] = [mercatorX(ring[at + 1]![0]!), mercatorY(ring[at + 1]![1]!)];
    const cross = ax * by - bx * ay;
    area += cross;
    x += (ax + bx) * cross;
    y += (ay + by) * cross;
  }
  return area ? { x: x / (3 * area), y: y / (3 * area) } : { x: 0, y: 0 };
}

function inSight({ bounds }: Land, { scale, left, top, width, height }: Frame, shift: number): boolean {
  const [west, north, east, south] = bounds.map((each, at) => (each + (at % 2 ? 0 : shift)) * scale) as Land["bounds"];
  return east > left && west < left + width && south > top && north < top + height;
}
