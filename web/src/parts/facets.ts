/** The breakdowns: how many incidents of each country, kind, weapon, actor …, each a filter of all the others. */

import { type Facet, toggled } from "../data/filters";
import { vocabularyOf } from "../data/crossfilter";
import { countryName, numberText, said } from "../data/words";
import type { State, View } from "../state";
import { byId, h, refill } from "./dom";
import { colourName, mark } from "./palette";

const SHOWN: readonly (readonly [Facet, string, number])[] = [
  ["country", "Country", 8],
  ["kind", "Kind", 11],
  ["outcome", "Outcome", 5],
  ["weapon", "Weapon", 6],
  ["actor", "Said to have done it", 6],
  ["target_kind", "Target", 6],
  ["admin1", "Region", 5],
];

interface Bar {
  word: string;
  count: number;
  chosen: boolean;
}

/** Keep the breakdowns drawn. */
export function facets(state: State): void {
  const longer = new Set<Facet>();
  const sections = SHOWN.map(([facet, title, few]) => {
    const list = h("ul", { class: "bars", "aria-labelledby": `facet-${facet}` });
    const more = h("button", { class: "quiet more", type: "button", onclick: () => turn(facet) });
    byId("facets").append(
      h("section", { class: "facet", "data-facet": facet }, h("h3", { id: `facet-${facet}` }, title), list, more),
    );
    return { facet, few, list, more };
  });
  const turn = (facet: Facet): void => {
    if (!longer.delete(facet)) longer.add(facet);
    state.draw();
  };
  state.onChange((view) => {
    for (const { facet, few, list, more } of sections) {
      const bars = barsOf(view, facet);
      const shown = longer.has(facet) ? bars.slice(0, 200) : bars.slice(0, few);
      const focused = list.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset["word"] : null;
      const most = Math.max(1, ...bars.map((bar) => bar.count));
      refill(list, ...shown.map((bar) => row(state, facet, bar, most)));
      if (shown.length === 0) list.append(h("li", { class: "none" }, "Nothing told"));
      if (focused) list.querySelector<HTMLElement>(`[data-word="${CSS.escape(focused)}"]`)?.focus();
      more.hidden = bars.length <= few;
      more.textContent = longer.has(facet) ? "Fewer" : `${numberText(bars.length - shown.length)} more`;
      more.setAttribute("aria-expanded", String(longer.has(facet)));
    }
  });
}

/** How a value of a facet is said. */
export function wordOf(facet: Facet, word: string): string {
  if (facet === "country") return countryName(word);
  return facet === "actor" || facet === "admin1" ? word : said(word);
}

function barsOf({ cross, all, filters }: View, facet: Facet): Bar[] {
  const counts = cross.counts(facet);
  const words = vocabularyOf(all, facet).words;
  const chosen = new Set(filters.chosen[facet]);
  const bars: Bar[] = [];
  for (const [number, word] of words.entries()) {
    const count = counts[number]!;
    if (count || chosen.has(word)) bars.push({ word, count, chosen: chosen.delete(word) });
  }
  for (const word of chosen) bars.push({ word, count: 0, chosen: true });
  return bars.sort((a, b) => Number(b.chosen) - Number(a.chosen) || b.count - a.count);
}

function row(state: State, facet: Facet, bar: Bar, most: number): HTMLElement {
  const length = h("span", { class: "length" });
  length.style.inlineSize = `${(100 * bar.count) / most}%`;
  if (facet === "kind") length.style.background = `var(${colourName(bar.word)})`;
  const sign = facet === "outcome" ? mark(null, bar.word, 1, 14) : null;
  const button = h(
    "button",
    {
      type: "button",
      class: "bar",
      "aria-pressed": bar.chosen ? "true" : "false",
      "data-word": bar.word,
      onclick: () => state.ask({ filters: toggled(state.filters, facet, bar.word) }),
    },
    h("span", { class: "word" }, sign, h("bdi", {}, wordOf(facet, bar.word))),
    h("span", { class: "count" }, numberText(bar.count)),
    length,
  );
  return h("li", {}, button);
}
