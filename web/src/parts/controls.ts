/** The controls around the views: search, order, sources, tabs, sharing, keys. */

import { exportUrl, file, matching } from "../data/api";
import { hasToken } from "../data/early";
import { type Order, ORDERS } from "../data/order";
import type { State } from "../state";
import { announce } from "./announce";
import { byId, h, refill } from "./dom";

const TYPED_FOR = 250;
/** So long a file that was fetched may take to be written. */
const KEPT_FOR = 60_000;
const EXPORTS: Record<string, string> = {
  "incidents.csv": "CSV",
  "incidents.geojson": "GeoJSON",
  "incidents.ndjson": "NDJSON",
  "incidents.parquet": "Parquet",
  "incidents.atom": "Atom feed",
  "incidents.stix.json": "STIX 2.1",
};

/** Search as it is typed; the server finds the words, and the page narrows everything to what it found. */
export function searching(state: State): () => Promise<void> {
  const input = byId("search") as HTMLInputElement;
  let timer = 0;
  let asked: AbortController | null = null;
  const find = async (): Promise<void> => {
    asked?.abort();
    asked = new AbortController();
    const { signal } = asked;
    try {
      state.matching = state.filters.words ? await matching(state.filters, signal) : null;
      input.setCustomValidity("");
    } catch (error) {
      if (signal.aborted) return;
      state.matching = new Set();
      input.setCustomValidity((error as Error).message);
      announce((error as Error).message);
    }
    state.draw();
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      state.ask({ filters: { ...state.filters, words: input.value.trim() } });
    }, TYPED_FOR);
  });
  let found = "";
  state.onChange(({ filters }) => {
    if (document.activeElement !== input) input.value = filters.words;
    if (filters.words === found) return;
    found = filters.words;
    void find();
  });
  return find;
}

/** The selects and the box beside the breakdowns and over the list. */
export function selects(state: State): void {
  const [order, sources] = [byId("order"), byId("min-sources")] as HTMLSelectElement[] as [HTMLSelectElement, HTMLSelectElement];
  const factuality = byId("factuality") as HTMLInputElement;
  order.append(...Object.entries(ORDERS).map(([value, words]) => h("option", { value }, words)));
  order.addEventListener("change", () => state.ask({ order: order.value as Order }));
  sources.addEventListener("change", () => state.ask({ filters: { ...state.filters, minSources: Number(sources.value) } }));
  factuality.addEventListener("change", () => {
    state.ask({ filters: { ...state.filters, factuality: factuality.checked ? "any" : "occurred" } });
  });
  state.onChange((view) => {
    order.value = view.order;
    sources.value = String(Math.min(4, view.filters.minSources));
    factuality.checked = view.filters.factuality === "any";
  });
}

/** On a phone one view is shown at a time. */
export function tabs(shown: () => void): void {
  const buttons = document.querySelectorAll<HTMLButtonElement>(".tabs button");
  for (const button of buttons) {
    button.addEventListener("click", () => {
      document.body.dataset["tab"] = button.dataset["tab"]!;
      for (const each of buttons) {
        if (each === button) each.setAttribute("aria-current", "true");
        else each.removeAttribute("aria-current");
      }
      shown();
    });
  }
}

/** The link to what is shown, and the files of it. */
export function sharing(state: State): void {
  const menu = byId("share") as HTMLDetailsElement;
  const copy = byId("copy");
  copy.addEventListener("click", () => {
    navigator.clipboard?.writeText(location.href).then(
      () => said("The link is copied"),
      () => said("The link could not be copied: it is in the address bar"),
    ) ?? said("The link is in the address bar");
  });
  const said = (text: string): void => {
    copy.textContent = text;
    announce(text);
    window.setTimeout(() => (copy.textContent = "Copy a link to this view"), 2500);
  };
  menu.addEventListener("toggle", () => {
    if (menu.open) refill(byId("exports"), ...Object.entries(EXPORTS).map(([name, words]) => h("li", {}, fileLink(state, name, words))));
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary")!.focus();
  });
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target as Node)) menu.open = false;
  });
}

/** A link to a file of what is shown; one that wants a token is fetched with it, since a link sends none. */
function fileLink(state: State, name: string, words: string): HTMLElement {
  const href = exportUrl(name, state.filters);
  const link = h("a", { href, download: name }, words);
  link.addEventListener("click", (event) => {
    if (!hasToken() || link.href.startsWith("blob:")) return;
    event.preventDefault();
    file(href).then(
      (found) => {
        const made = URL.createObjectURL(found);
        link.href = made;
        link.click();
        link.href = href;
        window.setTimeout(() => URL.revokeObjectURL(made), KEPT_FOR);
      },
      (error: Error) => announce(error.message),
    );
  });
  return link;
}

/** Keys that work anywhere: / for the search, Escape out of the drawer. */
export function keys(state: State): void {
  document.addEventListener("keydown", (event) => {
    const typing = (event.target as HTMLElement).matches?.("input, select, textarea");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      byId("search").focus();
    }
    if (event.key === "Escape" && !event.defaultPrevented && !typing && state.open) state.ask({ open: null });
  });
}
