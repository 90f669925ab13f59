/** What is asked for, as chips that take it back one by one. */

import { spanText } from "../data/days";
import { asksNothing, FACETS, type Filters, NOTHING_ASKED, toggled } from "../data/filters";
import type { State } from "../state";
import { byId, h, refill } from "./dom";
import { wordOf } from "./facets";

/** Keep the chips drawn. */
export function chips(state: State): void {
  const holder = byId("chips");
  state.onChange(({ filters }) => {
    holder.hidden = asksNothing(filters);
    const focused = holder.contains(document.activeElement);
    refill(
      holder,
      ...told(filters).map(([text, without]) => chip(text, () => state.ask({ filters: without }))),
      h("button", { type: "button", class: "quiet", onclick: () => state.ask({ filters: NOTHING_ASKED }) }, "Clear all"),
    );
    // What was pressed is gone: the focus must not fall back to the top of the page.
    if (focused) (holder.hidden ? byId("search") : (holder.querySelector("button") as HTMLElement)).focus();
  });
}

function told(filters: Filters): [string, Filters][] {
  const all: [string, Filters][] = [];
  const { from, to, box, words, minSources } = filters;
  if (from !== null || to !== null) all.push([timeText(from, to), { ...filters, from: null, to: null }]);
  if (words) all.push([`“${words}”`, { ...filters, words: "" }]);
  for (const facet of FACETS) {
    for (const word of filters.chosen[facet]) all.push([wordOf(facet, word), toggled(filters, facet, word)]);
  }
  if (minSources > 1) all.push([`${minSources} or more sources`, { ...filters, minSources: 1 }]);
  if (box) all.push(["A part of the map", { ...filters, box: null }]);
  if (filters.factuality === "any") all.push(["Unconfirmed and denied too", { ...filters, factuality: "occurred" }]);
  return all;
}

function timeText(from: number | null, to: number | null): string {
  if (from === null) return `Until ${spanText(to!, to!)}`;
  return to === null ? `Since ${spanText(from, from)}` : spanText(from, to);
}

function chip(text: string, taken: () => void): HTMLElement {
  return h(
    "button",
    { type: "button", class: "chip", "aria-label": `Remove filter: ${text}`, onclick: taken },
    h("bdi", {}, text),
    h("span", { class: "cross", "aria-hidden": "true" }, "×"),
  );
}
