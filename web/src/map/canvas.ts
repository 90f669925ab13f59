/** A canvas over the map that moves with it, and is drawn anew where the map comes to rest. */

import { type Map, type LatLng, type ZoomAnimEvent, DomUtil, point } from "leaflet";
import { WORLD } from "./mercator";

/** How far the canvas reaches beyond the map, so that a drag shows no edge. */
const BEYOND = 0.2;

/** What a picture is drawn with: pixels of the world at the map's zoom, less `left` and `top`, are pixels here. */
export interface Frame {
  pen: CanvasRenderingContext2D;
  width: number;
  height: number;
  zoom: number;
  /** Pixels for each unit of the world of 256. */
  scale: number;
  left: number;
  top: number;
}

export type Picture = (frame: Frame) => void;

export class MapCanvas {
  readonly element = document.createElement("canvas");
  frame: Frame | null = null;
  #corner: LatLng;
  #zoom: number;
  #asked = 0;

  constructor(
    private readonly map: Map,
    name: string,
    private readonly picture: Picture,
    /** Whether there is anything to draw: an empty canvas costs as much as a full one. */
    private readonly wanted: () => boolean,
  ) {
    this.#corner = map.getCenter();
    this.#zoom = map.getZoom();
    this.element.className = `leaflet-zoom-animated ${name}`;
    this.element.setAttribute("aria-hidden", "true");
    map.getPane("overlayPane")!.append(this.element);
    map.on("moveend zoomend resize viewreset", () => this.draw());
    map.on("zoomanim", (event) => this.#animate(event as ZoomAnimEvent));
  }

  /** Draw the picture where the map is now, with the next frame: once, however often it is asked for until then. */
  draw(): void {
    this.#asked ||= requestAnimationFrame(() => {
      this.#asked = 0;
      this.#draw();
    });
  }

  #draw(): void {
    if (!this.wanted()) return;
    const size = this.map.getSize();
    const margin = size.multiplyBy(BEYOND).round();
    const [width, height] = [size.x + 2 * margin.x, size.y + 2 * margin.y];
    const upper = this.map.containerPointToLayerPoint([-margin.x, -margin.y]).round();
    const dense = devicePixelRatio || 1;
    this.element.width = Math.round(width * dense);
    this.element.height = Math.round(height * dense);
    this.element.style.width = `${width}px`;
    this.element.style.height = `${height}px`;
    DomUtil.setPosition(this.element, upper);
    this.#zoom = this.map.getZoom();
    const corner = upper.add(this.map.getPixelOrigin());
    this.#corner = this.map.unproject(corner, this.#zoom);
    const pen = this.element.getContext("2d")!;
    pen.scale(dense, dense);
    const scale = this.map.project(this.map.unproject(point(WORLD, 0), 0), this.#zoom).x / WORLD;
    this.frame = { pen, width, height, zoom: this.#zoom, scale, left: corner.x, top: corner.y };
    this.picture(this.frame);
  }

  #animate(event: ZoomAnimEvent): void {
    const { zoom, center } = event;
    const half = this.map.getSize().divideBy(2);
    const pane = DomUtil.getPosition(this.map.getPane("mapPane")!);
    const origin = this.map.project(center, zoom).subtract(half).add(pane).round();
    const offset = this.map.project(this.#corner, zoom).subtract(origin);
    DomUtil.setTransform(this.element, offset, this.map.getZoomScale(zoom, this.#zoom));
  }
}
