/** Colour by kind, shape by outcome: the same in the map, the time line, the breakdowns and the list.
 *
 * Hues after Okabe and Ito, apart for every common kind of colour blindness; kinds of one family share a hue
 * and differ in lightness. The colours are in styles/tokens.css, for light and dark each.
 */

import { s } from "./dom";
import { ink } from "./ink";

/** Kinds in the order in which they are stacked and told in the legend. */
export const KINDS = [
  "shelling",
  "drone_strike",
  "air_strike",
  "bombing",
  "suicide_bombing",
  "grenade",
  "armed_attack",
  "armed_clash",
  "abduction",
  "arson_sabotage",
  "other",
] as const;

/** The outlines of the marks, of radius 1 around 0,0; unknown is a ring. */
export const SHAPES: Record<string, string> = {
  hit: "M-1 0A1 1 0 1 1 1 0A1 1 0 1 1 -1 0Z",
  intercepted: "M0 -1.25L1.25 0L0 1.25L-1.25 0Z",
  foiled: "M-.92 -.92H.92V.92H-.92Z",
  missed: "M0 -1.2L1.14 .84H-1.14Z",
  unknown: "M-1 0A1 1 0 1 1 1 0A1 1 0 1 1 -1 0ZM-.48 0A.48 .48 0 1 0 .48 0A.48 .48 0 1 0 -.48 0Z",
};

/** The outline for an outcome. */
export function shapeOf(outcome: string | null): string {
  return SHAPES[outcome ?? "unknown"] ?? SHAPES["unknown"]!;
}

/** The name of a kind's colour among the page's custom properties. */
export function colourName(kind: string | null): string {
  return `--kind-${KINDS.includes(kind as never) ? kind : "other"}`;
}

/** The colour of a kind as it is now, for canvases. */
export function colourOf(kind: string | null): string {
  return ink(colourName(kind));
}

/** The width of the halo in pixels: none for one source, wider for each more up to four. */
export function haloOf(sources: number): number {
  return sources < 2 ? 0 : 1.5 + Math.min(sources, 4) * 0.75;
}

/** A mark as a small picture beside words that say the same. */
export function mark(kind: string | null, outcome: string | null, sources = 1, size = 18): SVGElement {
  const halo = haloOf(sources);
  const picture = s("svg", { class: "mark", width: size, height: size, viewBox: "-10 -10 20 20", "aria-hidden": "true" });
  picture.style.setProperty("--mark", `var(${colourName(kind)})`);
  if (halo) picture.append(s("circle", { r: 6.2 + halo / 2, class: "halo", "stroke-width": halo * 0.8 }));
  picture.append(s("path", { d: shapeOf(outcome), transform: "scale(5)" }));
  return picture;
}
