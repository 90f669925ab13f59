/** The map as a table: the places with the most incidents, each a way to its incidents. */

import { toggled } from "../data/filters";
import { NONE, type Incidents } from "../data/incidents";
import { totals } from "../data/totals";
import { countryName, numberText, sumText } from "../data/words";
import { byId, h, refill } from "../parts/dom";
import type { State, View } from "../state";

const SHOWN = 200;

/** Keep the table drawn while it is shown in place of the map. */
export function placesTable(state: State): void {
  const [button, holder] = [byId("as-table"), byId("places")];
  button.addEventListener("click", () => {
    holder.hidden = !holder.hidden;
    button.setAttribute("aria-pressed", String(!holder.hidden));
    byId("map-frame").classList.toggle("tabled", !holder.hidden);
    state.draw();
  });
  state.onChange((view) => {
    if (!holder.hidden) refill(holder, tableOf(state, view));
  });
}

interface Row {
  country: number;
  place: number;
  rows: number[];
}

function places(all: Incidents, rows: Int32Array): Row[] {
  const found = new Map<string, Row>();
  for (const row of rows) {
    const [country, place] = [all.country[row]!, all.place[row]!];
    const key = `${country}:${place}`;
    const entry = found.get(key);
    if (entry) entry.rows.push(row);
    else found.set(key, { country, place, rows: [row] });
  }
  return [...found.values()].sort((a, b) => b.rows.length - a.rows.length);
}

function tableOf(state: State, { all, rows }: View): HTMLElement {
  const found = places(all, rows);
  const head = ["Place", "Country", "Incidents", "Killed", "Wounded"].map((name) => h("th", { scope: "col" }, name));
  return h(
    "table",
    {},
    h("caption", {}, found.length > SHOWN ? `The ${SHOWN} places with the most incidents, of ${numberText(found.length)}` : "Places"),
    h("thead", {}, h("tr", {}, ...head)),
    h("tbody", {}, ...found.slice(0, SHOWN).map((entry) => rowOf(state, all, entry))),
  );
}

function rowOf(state: State, all: Incidents, { country, place, rows }: Row): HTMLElement {
  const code = all.words.country.word(country);
  const sums = totals(all, Int32Array.from(rows));
  const name = place === NONE ? "Place not told" : all.words.place.word(place)!;
  const choose = (): void => {
    const lats = rows.map((row) => all.lat[row]!).filter((each) => !Number.isNaN(each));
    const lons = rows.map((row) => all.lon[row]!).filter((each) => !Number.isNaN(each));
    const { filters } = state;
    if (lats.length) {
      const near = [Math.min(...lons) - 0.01, Math.min(...lats) - 0.01, Math.max(...lons) + 0.01, Math.max(...lats) + 0.01];
      state.ask({ filters: { ...filters, box: near as unknown as NonNullable<typeof filters.box> } });
    } else if (code && !filters.chosen.country.includes(code)) state.ask({ filters: toggled(filters, "country", code) });
  };
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, h("button", { type: "button", class: "quiet", onclick: choose }, h("bdi", {}, name))),
    h("td", {}, countryName(code)),
    h("td", { class: "number" }, numberText(rows.length)),
    h("td", { class: "number" }, sumText(sums.killed)),
    h("td", { class: "number" }, sumText(sums.wounded)),
  );
}
