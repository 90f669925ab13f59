/** The list: only the rows in sight are in the document, however many there are. */

import { NO_DAY, NONE, tollOf } from "../data/incidents";
import { spanText } from "../data/days";
import { countryName, plural, rangeText, said } from "../data/words";
import type { State, View } from "../state";
import { byId, h, refill } from "./dom";
import { mark } from "./palette";

const HEIGHT = 62;
const SPARE = 6;
const FRESH_FOR = 20_000;

export class List {
  readonly #box = byId("list");
  readonly #rows = h("div", { class: "rows", role: "presentation" });
  #view: View | null = null;
  #at = 0;

  constructor(private readonly state: State) {
    this.#box.append(this.#rows);
    this.#box.addEventListener("scroll", () => this.#draw(), { passive: true });
    this.#box.addEventListener("keydown", (event) => this.#key(event));
    // By where it was clicked: the row under the pointer may be drawn anew while the button is down.
    this.#box.addEventListener("click", (event) => {
      const at = Math.floor((event.clientY - this.#rows.getBoundingClientRect().top) / HEIGHT);
      if (at >= 0 && at < (this.#view?.rows.length ?? 0)) this.#open(at);
    });
    new ResizeObserver(() => this.#draw()).observe(this.#box);
    state.onChange((view) => this.#take(view));
  }

  /** Back to the first row. */
  top(): void {
    this.#at = 0;
    this.#box.scrollTop = 0;
  }

  #take(view: View): void {
    const place = view.rows.indexOf(this.#before(view));
    this.#view = view;
    this.#at = place >= 0 ? place : Math.max(0, Math.min(this.#at, view.rows.length - 1));
    this.#rows.style.blockSize = `${view.rows.length * HEIGHT}px`;
    byId("empty").hidden = view.rows.length > 0 || view.all.version < 0;
    byId("count").textContent = plural(view.rows.length, "incident");
    this.#draw();
  }

  /** The row that the reader was at, among these incidents; -1 if it is not there. */
  #before({ all }: View): number {
    const before = this.#view;
    const row = before?.rows[this.#at];
    if (!before || row === undefined || before.all === all) return row ?? NONE;
    return all.ids.row(before.all.ids.of(row)!);
  }

  #draw(): void {
    const view = this.#view;
    if (!view) return;
    const { scrollTop, clientHeight } = this.#box;
    const begin = Math.max(0, Math.floor(scrollTop / HEIGHT) - SPARE);
    const end = Math.min(view.rows.length, Math.ceil((scrollTop + clientHeight) / HEIGHT) + SPARE);
    const open = view.open === null ? NONE : view.all.ids.row(view.open);
    const options = [];
    for (let at = begin; at < end; at += 1) options.push(this.#option(view, at, open));
    refill(this.#rows, ...options);
    const active = this.#at >= begin && this.#at < end && view.rows.length ? `row-${this.#at}` : null;
    if (active) this.#box.setAttribute("aria-activedescendant", active);
    else this.#box.removeAttribute("aria-activedescendant");
  }

  #option(view: View, at: number, open: number): HTMLElement {
    const row = view.rows[at]!;
    const fresh = Date.now() - (view.fresh.get(row) ?? 0) < FRESH_FOR;
    const option = h(
      "div",
      {
        role: "option",
        id: `row-${at}`,
        class: `row${at === this.#at ? " at" : ""}${fresh ? " fresh" : ""}`,
        "aria-selected": String(row === open),
        "aria-setsize": view.rows.length,
        "aria-posinset": at + 1,
      },
      ...parts(view, row),
    );
    option.style.transform = `translateY(${at * HEIGHT}px)`;
    return option;
  }

  #open(at: number): void {
    const view = this.#view!;
    this.#at = at;
    this.state.ask({ open: view.all.ids.of(view.rows[at]!) });
  }

  #key(event: KeyboardEvent): void {
    const rows = this.#view?.rows.length ?? 0;
    const page = Math.max(1, Math.floor(this.#box.clientHeight / HEIGHT) - 1);
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -rows, End: rows };
    if ((event.key === "Enter" || event.key === " ") && rows) {
      event.preventDefault();
      this.#open(this.#at);
    }
    const step = steps[event.key];
    if (step === undefined || !rows) return;
    event.preventDefault();
    this.#at = Math.max(0, Math.min(rows - 1, this.#at + step));
    this.#show();
  }

  #show(): void {
    const [top, height] = [this.#at * HEIGHT, this.#box.clientHeight];
    if (top < this.#box.scrollTop) this.#box.scrollTop = top;
    if (top + HEIGHT > this.#box.scrollTop + height) this.#box.scrollTop = top + HEIGHT - height;
    this.#draw();
  }
}

function parts({ all }: View, row: number): Node[] {
  const { words } = all;
  const [kind, outcome] = [words.kind.word(all.kind[row]!), words.outcome.word(all.outcome[row]!)];
  const sources = all.sources[row]!;
  const killed = tollOf(all.killedMin[row]!, all.killedMax[row]!);
  const wounded = tollOf(all.woundedMin[row]!, all.woundedMax[row]!);
  const country = countryName(words.country.word(all.country[row]!));
  const place = words.place.word(all.place[row]!) ?? words.admin1.word(all.admin1[row]!);
  const day = all.first[row] === NO_DAY ? "Day not told" : spanText(all.first[row]!, all.last[row]!);
  const ended = outcome && outcome !== "unknown" && outcome !== "hit" ? `, ${said(outcome).toLowerCase()}` : "";
  return [
    mark(kind, outcome, sources, 22),
    h("div", { class: "what" },
      h("span", { class: "title" }, `${said(kind)}${ended}`, place && h("span", { class: "place" }, " · ", h("bdi", {}, place))),
      h("span", { class: "told" }, `${day} · ${country} · ${plural(sources, "source")}`)),
    h("div", { class: "toll" },
      killed && h("span", { class: killed.max === 0 ? "" : "killed" }, `${rangeText(killed)} killed`),
      wounded && wounded.max !== 0 && h("span", {}, `${rangeText(wounded)} wounded`)),
  ];
}
