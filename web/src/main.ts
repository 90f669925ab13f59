/** The page: loads everything that stands, draws it, and follows what happens. */

import "./styles/page.css";
import * as api from "./data/api";
import type { Filters } from "./data/filters";
import { Incidents } from "./data/incidents";
import { Live } from "./data/live";
import { totals } from "./data/totals";
import type { Change } from "./data/types";
import { numberText, plural, sumText } from "./data/words";
import { Drawer } from "./drawer/drawer";
import { legend } from "./map/legend";
import { IncidentMap } from "./map/map";
import { placesTable } from "./map/table";
import { chips } from "./parts/chips";
import { keys, searching, selects, sharing, tabs } from "./parts/controls";
import { byId, h, refill } from "./parts/dom";
import { facets } from "./parts/facets";
import { Health } from "./parts/health";
import { List } from "./parts/list";
import { type Counted, News } from "./parts/news";
import { themeSwitch } from "./parts/theme";
import { notLoaded, tokenAsked } from "./parts/trouble";
import { upsurges } from "./parts/upsurges";
import { State, type View } from "./state";
import { Timeline } from "./time/timeline";

const FRESH_FOR = 20_000;

class Page {
  readonly state = new State();
  readonly #map = new IncidentMap(this.state);
  readonly #timeline = new Timeline(this.state);
  readonly #list = new List(this.state);
  readonly #drawer = new Drawer(this.state);
  readonly #news = new News(() => this.#list.top());
  readonly #health = new Health(() => void this.load());
  readonly #search = searching(this.state);
  readonly #live = new Live({
    changes: (batch) => this.#happened(batch),
    alert: () => void upsurges(this.state),
    state: (as) => this.#health.heard(as),
    reset: () => void this.load(),
    connected: (is) => this.#health.connected(is),
  });
  #loaded: Filters["factuality"] | null = null;

  constructor() {
    facets(this.state);
    chips(this.state);
    placesTable(this.state);
    selects(this.state);
    sharing(this.state);
    keys(this.state);
    legend();
    tabs(() => this.#repaint());
    themeSwitch(() => this.#repaint());
    this.state.onChange((view) => this.#sums(view));
    this.state.onChange(({ filters }) => {
      if (this.#loaded !== null && filters.factuality !== this.#loaded) void this.load();
    });
    window.addEventListener("popstate", () => this.state.read());
  }

  /** Ask for everything, draw it, and follow the stream from there. */
  async load(): Promise<void> {
    const first = this.#loaded === null;
    const factuality = this.state.filters.factuality;
    this.#loaded = factuality;
    const query = api.columnsQuery(factuality);
    try {
      const found = await api.columns(query);
      this.state.load(Incidents.from(found));
      const view = this.state.view();
      if (first) this.#map.begin(view);
      this.state.drawNow(view);
      this.#settled();
      this.#health.heard(found.asOf);
      this.#live.follow(query, found.asOf.position);
    } catch (error) {
      this.#failed(error as Error);
    }
  }

  #settled(): void {
    byId("loading").hidden = true;
    // Behind the map's pictures, which are drawn with the same frame.
    requestAnimationFrame(() => {
      document.body.dataset["state"] = "interactive";
      performance.mark("tallywire:interactive");
    });
    if (this.state.filters.words) void this.#search();
    void upsurges(this.state);
  }

  #failed(error: Error): void {
    this.#loaded = null;
    const again = (): void => void this.load();
    const trouble = error instanceof api.Refused && error.status === 401 ? tokenAsked(again) : notLoaded(error, again);
    byId("loading").hidden = false;
    byId("loading").removeAttribute("aria-hidden");
    refill(byId("loading"), trouble);
    document.body.dataset["state"] = "failed";
  }

  #happened(batch: Change[]): void {
    const { all, fresh } = this.state;
    const counted: Counted = { new: 0, changed: 0, gone: 0 };
    const now = Date.now();
    for (const { kind, incident } of batch) {
      if (kind === "gone") counted.gone += Number(all.drop(incident.incident_id));
      else {
        const here = all.ids.row(incident.incident_id);
        const known = here >= 0 && all.alive[here] === 1;
        const row = all.put(incident);
        if (row < 0) continue;
        counted[known ? "changed" : "new"] += 1;
        fresh.set(row, now);
      }
    }
    for (const [row, at] of fresh) if (now - at > FRESH_FOR) fresh.delete(row);
    this.#drawer.changed(new Set(batch.map(({ incident }) => incident.incident_id)));
    if (counted.new + counted.changed + counted.gone === 0) return;
    this.#news.add(counted);
    this.state.draw();
    // The rings around what changed fade by themselves.
    window.setTimeout(() => this.state.draw(), FRESH_FOR / 2);
  }

  #sums({ all, rows }: View): void {
    const { incidents, countries, killed, wounded } = totals(all, rows);
    const sum = (value: string, words: string): HTMLElement => h("span", {}, h("strong", {}, value), ` ${words}`);
    refill(
      byId("sums"),
      sum(numberText(incidents), incidents === 1 ? "incident" : "incidents"),
      sum(numberText(countries), plural(countries, "country", "countries").replace(/^\S+ /, "")),
      sum(sumText(killed), "killed"),
      sum(sumText(wounded), "wounded"),
    );
  }

  #repaint(): void {
    this.#map?.repaint();
    this.#timeline?.repaint();
  }
}

void new Page().load();
