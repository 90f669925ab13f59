/** The upsurges that have not ended: where more happens than the weeks before lead to expect. */

import { upsurges as fetchUpsurges } from "../data/api";
import { dayOf, dayText } from "../data/days";
import { NOTHING_ASKED } from "../data/filters";
import type { Upsurge } from "../data/types";
import { countryName, said, visible } from "../data/words";
import type { State } from "../state";
import { byId, h, refill } from "./dom";

const SHOWN = 6;

/** Ask for them and show them; none is nothing to show. */
export async function upsurges(state: State): Promise<void> {
  const holder = byId("upsurges");
  try {
    const open = (await fetchUpsurges()).sort((a, b) => b.since.localeCompare(a.since)).slice(0, SHOWN);
    holder.hidden = open.length === 0;
    refill(holder, h("h3", {}, "Upsurges"), h("ul", { class: "plain" }, ...open.map((each) => h("li", {}, entry(state, each)))));
  } catch {
    // The page tells by itself when the server does not answer.
    holder.hidden = true;
  }
}

function entry(state: State, { series, since, ground }: Upsurge): HTMLElement {
  const whose = series.value ? `${series.kind === "weapon" ? said(series.value) : visible(series.value)}, ` : "";
  const show = (): void => {
    const chosen = { ...NOTHING_ASKED.chosen, country: [series.country] };
    if (series.value && series.kind !== "total") chosen[series.kind as "weapon"] = [series.value];
    const day = dayOf(since);
    state.ask({ filters: { ...NOTHING_ASKED, chosen, from: day === null ? null : day - 6 } });
  };
  return h(
    "button",
    { type: "button", class: "upsurge", onclick: show },
    h("strong", {}, whose, countryName(series.country)),
    h("span", {}, `${ground.number} in seven days, ${ground.expected.toFixed(1)} expected · since ${dayText(dayOf(since) ?? 0)}`),
  );
}
