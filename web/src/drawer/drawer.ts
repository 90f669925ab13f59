/** The drawer: everything that is known of one incident, beside the map and the list. */

import { incident as fetchIncident, Refused } from "../data/api";
import { momentText } from "../data/clock";
import type { IncidentDetail } from "../data/types";
import { plural, said, visible } from "../data/words";
import { byId, h, refill } from "../parts/dom";
import { mark } from "../parts/palette";
import type { State, View } from "../state";
import { attributions, facts } from "./facts";
import { disagreements, history } from "./history";
import { merging } from "./merging";
import { wires } from "./wires";

export class Drawer {
  readonly #box = byId("drawer");
  readonly #content = byId("drawer-content");
  #shown: string | null = null;
  #asked: AbortController | null = null;
  #before: HTMLElement | null = null;
  #around: readonly [string | null, string | null] = [null, null];

  constructor(private readonly state: State) {
    byId("close").addEventListener("click", () => this.close());
    this.#box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
    for (const [id, step] of [["previous", -1], ["next", 1]] as const) {
      byId(id).addEventListener("click", () => this.#turn(step));
    }
    state.onChange((view) => {
      this.#take(view.open);
      this.#neighbours(view);
    });
  }

  /** Close it; the focus goes back to where it was. */
  close(): void {
    if (this.state.open) this.state.ask({ open: null });
  }

  /** Ask anew for the incident that is shown, because it has changed. */
  changed(ids: ReadonlySet<string>): void {
    if (this.#shown && ids.has(this.#shown)) void this.#load(this.#shown, true);
  }

  /** Which incidents stand before and after this one in the list. */
  #neighbours({ all, rows, open }: View): void {
    const at = open === null ? -1 : rows.indexOf(all.ids.row(open));
    this.#around = at < 0 ? [null, null] : [all.ids.of(rows[at - 1] ?? -1), all.ids.of(rows[at + 1] ?? -1)];
    (byId("previous") as HTMLButtonElement).disabled = this.#around[0] === null;
    (byId("next") as HTMLButtonElement).disabled = this.#around[1] === null;
  }

  #turn(step: -1 | 1): void {
    const open = this.#around[step < 0 ? 0 : 1];
    if (open) this.state.ask({ open });
  }

  #take(open: string | null): void {
    if (open === this.#shown) return;
    if (!this.#shown) this.#before = document.activeElement as HTMLElement | null;
    this.#shown = open;
    this.#box.hidden = open === null;
    document.body.classList.toggle("drawn", open !== null);
    if (open) void this.#load(open, false);
    else this.#leave();
  }

  #leave(): void {
    this.#asked?.abort();
    this.#content.replaceChildren();
    const back = this.#before;
    (back?.isConnected && back !== document.body ? back : byId("list")).focus({ preventScroll: true });
  }

  async #load(id: string, again: boolean): Promise<void> {
    this.#asked?.abort();
    const asked = new AbortController();
    this.#asked = asked;
    if (!again) {
      refill(this.#content, h("p", { class: "loading", role: "status" }, "Loading the incident …"));
      if (!turning()) byId("close").focus({ preventScroll: true });
    }
    try {
      const detail = await fetchIncident(id, asked.signal);
      if (asked === this.#asked) this.#show(detail, again);
    } catch (error) {
      if (asked.signal.aborted) return;
      this.#refuse(id, error);
    }
  }

  #refuse(id: string, error: unknown): void {
    const gone = error instanceof Refused && error.status === 404;
    const text = gone ? "There is no incident with this id, or it is not here any more." : String((error as Error).message);
    const again = h("button", { type: "button", onclick: () => void this.#load(id, false) }, "Try again");
    refill(this.#content, h("div", { class: "trouble", role: "alert" }, h("h2", {}, gone ? "Not found" : "It could not be loaded"), h("p", {}, text), !gone && again));
  }

  #show(detail: IncidentDetail, again: boolean): void {
    const { scrollTop } = this.#box;
    refill(this.#content, ...this.#parts(detail));
    this.#box.classList.toggle("fresh", again);
    if (again) this.#box.scrollTop = scrollTop;
    else {
      this.#box.scrollTop = 0;
      if (!turning()) byId("drawer-title").focus({ preventScroll: true });
    }
  }

  #parts(detail: IncidentDetail): (HTMLElement | null)[] {
    const section = (title: string, body: HTMLElement | null): HTMLElement | null =>
      body && h("section", {}, h("h3", {}, title), body);
    return [
      this.#head(detail),
      facts(detail),
      section("Who is said to have done it", attributions(detail)),
      section("Where the wires disagree", disagreements(detail)),
      section(`What ${plural(detail.articles.length, "wire")} say`.replace("wire say", "wire says"), wires(detail.articles)),
      section("Why these reports are one incident", merging(detail)),
      section("What was told before", history(detail.revisions, detail.revision)),
    ];
  }

  #head(detail: IncidentDetail): HTMLElement {
    const { location, merged_into: into } = detail;
    const where = location?.name ?? location?.admin1;
    const follow = (): void => this.state.ask({ open: into });
    return h(
      "header",
      {},
      h("p", { class: "kicker" }, mark(detail.event_type, detail.outcome, detail.corroboration, 22), plural(detail.corroboration, "source"),
        ` · revision ${detail.revision}`, detail.updated_at ? ` · ${momentText(detail.updated_at)}` : "",
        h("span", { class: "badge just-now" }, "Changed just now")),
      h("h2", { id: "drawer-title", tabindex: -1 }, detail.event_type === "other" ? "Incident" : said(detail.event_type), where && h("bdi", {}, `, ${visible(where)}`)),
      detail.headline && h("p", { class: "headline", dir: "auto" }, visible(detail.headline)),
      detail.factuality !== "occurred" && h("p", { class: "badge warn" }, said(detail.factuality)),
      detail.status === "withdrawn" && h("p", { class: "badge warn" }, "Withdrawn: no wire reports it any more"),
      into && h("p", { class: "badge warn" }, "It lives on in ", h("button", { type: "button", class: "quiet", onclick: follow }, "another incident")),
    );
  }
}

/** Whether the reader is turning from one incident to the next: the focus stays on the button. */
function turning(): boolean {
  return document.activeElement?.closest(".turns") != null;
}
