/** The map: where it happened. A click opens an incident, takes a cluster apart, or asks for what is in one spot. */

import { type LatLngBounds, latLngBounds, map as leaflet, type LeafletMouseEvent, type Map, control } from "leaflet";
import type { Box } from "../data/filters";
import { type Incidents, NONE } from "../data/incidents";
import { numberText, plural, said } from "../data/words";
import { byId } from "../parts/dom";
import type { State, View } from "../state";
import { Base } from "./base";
import { MapCanvas } from "./canvas";
import { type Cluster, clustersOf, Positions } from "./clusters";
import { drawMarks } from "./marks";

const MOST_ZOOM = 12;
const FRESH_FOR = 6000;

export class IncidentMap {
  readonly #map: Map;
  readonly #land: Base;
  readonly #base: MapCanvas;
  readonly #marks: MapCanvas;
  readonly #tip = byId("tip");
  readonly #positions = new Positions();
  #clusters: Cluster[] = [];
  #view: View | null = null;
  #drawn: Int32Array | null = null;
  #scale = 0;
  /** The move that ends next is none of the reader's. */
  #byItself = false;

  constructor(private readonly state: State) {
    this.#map = leaflet("map", {
      minZoom: 0.5,
      maxZoom: MOST_ZOOM,
      zoomSnap: 0.5,
      maxBounds: [[-80, -230], [85, 230]],
      maxBoundsViscosity: 0.8,
      attributionControl: false,
      zoomControl: false,
      // Its size is watched below, also when the window has the same.
      trackResize: false,
      center: [22, 30],
      zoom: 2,
    });
    control.zoom({ position: "topright" }).addTo(this.#map);
    this.#land = new Base(() => this.repaint());
    const begun = (): boolean => this.#view !== null;
    this.#base = new MapCanvas(this.#map, "land", (frame) => this.#land.draw(frame), begun);
    this.#marks = new MapCanvas(this.#map, "marks", () => this.#draw(), begun);
    this.#map.on("click", (event) => this.#clicked(event));
    this.#map.on("mousemove", (event) => this.#moved(event));
    this.#map.on("mouseout movestart moveend", () => (this.#tip.hidden = true));
    this.#map.on("moveend", () => this.#rested());
    byId("area").addEventListener("click", () => this.#area());
    byId("fit").addEventListener("click", () => this.fit());
    new ResizeObserver(() => this.#resized()).observe(byId("map"));
    this.#land.want(0);
    state.onChange((view) => this.#take(view));
  }

  /** Show all that passes the filters. */
  fit({ all, rows, filters }: View = this.state.view()): void {
    if (this.state.spot) this.state.moved(null);
    if (filters.box) return void this.#show(bounds(filters.box));
    const box = around(all, rows);
    if (box) this.#show(latLngBounds([[box[1], box[0]], [box[3], box[2]]]));
  }

  /** Show what the address asks for, or all. */
  begin(view: View): void {
    const { spot } = this.state;
    if (!spot) return this.fit(view);
    this.#byItself = true;
    this.#map.setView([spot[0], spot[1]], spot[2], { animate: false });
  }

  /** Draw it again, in colours that may be others. */
  repaint(): void {
    this.#base.draw();
    this.#drawn = null;
    this.#marks.draw();
  }

  #show(box: LatLngBounds): void {
    this.#byItself = true;
    this.#map.fitBounds(box.pad(0.08), { maxZoom: 7, animate: false });
  }

  #resized(): void {
    const before = this.#map.getSize();
    const { clientWidth, clientHeight } = this.#map.getContainer();
    // Otherwise nothing moves, and the next move would be taken for the page's own.
    if (before.x === clientWidth && before.y === clientHeight) return;
    this.#byItself = true;
    this.#map.invalidateSize({ pan: false });
  }

  /** What the reader moved to is in the address; what the page showed by itself is not. */
  #rested(): void {
    const own = this.#byItself;
    this.#byItself = false;
    if (own || !this.#view) return;
    const { lat, lng } = this.#map.getCenter();
    const digits = Math.round(this.#map.getZoom() / 2) + 1;
    this.state.moved([Number(lat.toFixed(digits)), Number(lng.toFixed(digits)), this.#map.getZoom()]);
  }

  #take(view: View): void {
    const opened = view.open !== null && view.open !== this.#view?.open;
    if (!this.#view) this.#base.draw();
    this.#view = view;
    this.#drawn = null;
    this.#marks.draw();
    // After the drawer has come: it decides how much of the map is seen.
    if (opened) requestAnimationFrame(() => this.#reveal(view.all.ids.row(view.open!)));
    byId("area").setAttribute("aria-pressed", String(view.filters.box !== null));
    const placed = countPlaced(view);
    const nowhere = view.rows.length - placed;
    byId("nowhere").textContent = nowhere ? `${plural(nowhere, "incident")} without a place on the map` : "";
    byId("map").setAttribute("aria-label", `Map with ${plural(placed, "incident")}; the same as a table under Places`);
  }

  /** Bring an incident to where the drawer leaves the map to be seen. */
  #reveal(row: number): void {
    const { lat, lon } = this.state.all;
    const frame = this.#map.getContainer().getBoundingClientRect();
    const free = byId("drawer").getBoundingClientRect().left - frame.left;
    if (byId("drawer").hidden || row < 0 || Number.isNaN(lat[row]!) || free < 120) return;
    const [seen, zoom] = [Math.min(free, frame.width), Math.max(this.#map.getZoom(), 5)];
    const centre = this.#map.project([lat[row]!, lon[row]!], zoom).add([(frame.width - seen) / 2, 0]);
    this.#byItself = true;
    this.#map.setView(this.#map.unproject(centre, zoom), zoom, { animate: !matchMedia("(prefers-reduced-motion: reduce)").matches });
  }

  #draw(): void {
    const frame = this.#marks?.frame;
    if (!frame || !this.#view) return;
    const { all, rows, open, fresh } = this.#view;
    if (this.#drawn !== rows || this.#scale !== frame.scale) {
      this.#clusters = clustersOf(rows, this.#positions.of(all), frame.scale);
      [this.#drawn, this.#scale] = [rows, frame.scale];
    }
    const now = Date.now();
    this.#land.names(frame, this.#clusters.map(({ x, y, radius }) => (
      { x: x - frame.left - radius, y: y - frame.top - radius, width: 2 * radius, height: 2 * radius })));
    const recent = new Set([...fresh].filter(([, at]) => now - at < FRESH_FOR).map(([row]) => row));
    drawMarks(frame, this.#clusters, all, open ? all.ids.row(open) : NONE, recent);
  }

  #at(event: LeafletMouseEvent): Cluster | null {
    const { x, y } = this.#map.project(event.latlng);
    let [nearest, least]: [Cluster | null, number] = [null, Infinity];
    for (const cluster of this.#clusters) {
      const distance = Math.hypot(cluster.x - x, cluster.y - y) - cluster.radius;
      if (distance < 6 && distance < least) [nearest, least] = [cluster, distance];
    }
    return nearest;
  }

  #clicked(event: LeafletMouseEvent): void {
    const cluster = this.#at(event);
    const { all, filters } = this.state;
    if (!cluster) return;
    if (cluster.rows.length === 1) return this.state.ask({ open: all.ids.of(cluster.rows[0]!) });
    const box = latLngBounds(cluster.rows.map((row) => [all.lat[row]!, all.lon[row]!]));
    const closer = !cluster.oneSpot && this.#map.getZoom() < MOST_ZOOM;
    if (closer) this.#map.flyToBounds(box.pad(0.2), { maxZoom: MOST_ZOOM, duration: 0.5 });
    else this.state.ask({ filters: { ...filters, box: boxOf(box, 0.01) } });
  }

  #moved(event: LeafletMouseEvent): void {
    const cluster = this.#at(event);
    this.#tip.hidden = !cluster;
    this.#map.getContainer().classList.toggle("over", cluster !== null);
    if (!cluster) return;
    this.#tip.textContent = this.#told(cluster);
    const { x, y } = event.containerPoint;
    const wide = this.#map.getSize().x;
    this.#tip.style.transform = `translate(${Math.min(x + 14, wide - 240)}px, ${Math.max(y - 34, 4)}px)`;
  }

  #told(cluster: Cluster): string {
    const { all } = this.state;
    const places = new Set(cluster.rows.slice(0, 500).map((row) => all.words.place.word(all.place[row]!)));
    const where = places.size === 1 ? ([...places][0] ?? "") : `${numberText(places.size)} places`;
    if (cluster.rows.length > 1) return `${plural(cluster.rows.length, "incident")}${where && ` · ${where}`}`;
    return [said(all.words.kind.word(all.kind[cluster.rows[0]!]!)), where].filter(Boolean).join(" · ");
  }

  #area(): void {
    const { filters } = this.state;
    this.state.ask({ filters: { ...filters, box: filters.box ? null : boxOf(this.#map.getBounds()) } });
  }
}

function countPlaced({ all, rows }: View): number {
  let placed = 0;
  for (let at = 0; at < rows.length; at += 1) if (!Number.isNaN(all.lat[rows[at]!]!)) placed += 1;
  return placed;
}

/** The box around the incidents that have a place; null if none has. */
function around({ lat, lon }: Incidents, rows: Int32Array): Box | null {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at < rows.length; at += 1) {
    const [x, y] = [lon[rows[at]!]!, lat[rows[at]!]!];
    if (x < west) west = x;
    if (x > east) east = x;
    if (y < south) south = y;
    if (y > north) north = y;
  }
  return west <= east ? [west, south, east, north] : null;
}

function bounds([west, south, east, north]: Box): LatLngBounds {
  return latLngBounds([[south, west], [north, west <= east ? east : east + 360]]);
}

function boxOf(box: LatLngBounds, margin = 0): Box {
  const [west, east] = [box.getWest() - margin, box.getEast() + margin];
  const north = Math.min(90, box.getNorth() + margin);
  const south = Math.max(-90, box.getSouth() - margin);
  return east - west >= 360 ? [-180, south, 180, north] : [wrapped(west), south, wrapped(east), north];
}

// The map goes on beyond the date line, where the filters' degrees begin anew.
function wrapped(lon: number): number {
  return lon > 180 ? lon - 360 : lon < -180 ? lon + 360 : lon;
}
