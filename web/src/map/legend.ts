/** What colour, shape and halo mean. */

import { said } from "../data/words";
import { byId, h } from "../parts/dom";
import { KINDS, mark, SHAPES } from "../parts/palette";

/** Draw the legend when it is first opened. */
export function legend(): void {
  byId("legend").addEventListener("toggle", drawn, { once: true });
}

function drawn(): void {
  const entry = (picture: SVGElement, words: string): HTMLElement => h("li", {}, picture, words);
  byId("legend").append(
    h("ul", { "aria-label": "Colour: kind" }, ...KINDS.map((kind) => entry(mark(kind, "hit", 1, 14), said(kind)))),
    h("ul", { "aria-label": "Shape: outcome" }, ...Object.keys(SHAPES).map((outcome) => entry(mark(null, outcome, 1, 14), said(outcome)))),
    h("ul", { "aria-label": "Halo: sources" },
      entry(mark(null, "hit", 1, 20), "one source"),
      entry(mark(null, "hit", 2, 20), "two"),
      entry(mark(null, "hit", 4, 20), "four or more")),
    h("p", { class: "muted" }, "Borders: Natural Earth. Towns: GeoNames (CC BY 4.0). ", h("a", { href: "/assets/licences.txt" }, "Licences")),
  );
}
