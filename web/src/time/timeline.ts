/** The time line: incidents by the day they happened, and the brush that chooses days. */

import { dayOf, dayText, isoOf, monthText, spanText } from "../data/days";
import { plural } from "../data/words";
import type { State, View } from "../state";
import { byId } from "../parts/dom";
import { drawBars, stacks } from "./bars";
import { type Bins, binAt, binsOver, type Covered, daysCovered } from "./bins";
import { Brush, type Span } from "./brush";
import { dayAt, type Scale } from "./scale";

const PRESETS: Record<string, number | null> = { "7": 7, "30": 30, "365": 365, all: null };

export class Timeline {
  readonly #canvas = byId("bars") as HTMLCanvasElement;
  readonly #hint = byId("hint");
  readonly #brush: Brush;
  #view: View | null = null;
  #bins: Bins | null = null;
  #counts: Int32Array[] = [];
  #covered: Covered | null = null;
  #version = -1;

  constructor(private readonly state: State) {
    this.#brush = new Brush((span, passing) => this.#asked(span, passing));
    byId("timeline").append(this.#brush.element);
    this.#brush.element.addEventListener("pointermove", (event) => this.#tell(event));
    this.#brush.element.addEventListener("pointerleave", () => (this.#hint.textContent = ""));
    for (const name of ["from", "to"] as const) {
      byId(name).addEventListener("change", () => this.#typed());
    }
    for (const button of document.querySelectorAll<HTMLButtonElement>("[data-days]")) {
      button.addEventListener("click", () => this.#preset(PRESETS[button.dataset["days"]!] ?? null));
    }
    new ResizeObserver(() => this.#draw()).observe(this.#canvas);
    state.onChange((view) => this.#take(view));
  }

  /** Draw it again, in colours that may be others. */
  repaint(): void {
    this.#draw();
  }

  #take(view: View): void {
    if (this.#view?.all !== view.all || this.#version !== view.all.version) {
      this.#covered = daysCovered(view.all);
      this.#bins = this.#covered && binsOver(this.#covered.first, this.#covered.last);
      this.#version = view.all.version;
    }
    this.#view = view;
    this.#counts = this.#bins ? stacks(view, this.#bins) : [];
    (byId("from") as HTMLInputElement).value = view.filters.from === null ? "" : isoOf(view.filters.from);
    (byId("to") as HTMLInputElement).value = view.filters.to === null ? "" : isoOf(view.filters.to);
    byId("step").textContent = this.#bins ? `by ${this.#bins.step}` : "";
    this.#draw();
  }

  #draw(): void {
    this.#brush.element.hidden = !this.#bins;
    if (!this.#bins || !this.#view || !this.#canvas.clientWidth) return;
    const span = this.#span();
    drawBars(this.#canvas, this.#bins, this.#counts, this.#scale(), span);
    this.#brush.show(this.#scale(), span);
  }

  #scale(): Scale {
    return { first: this.#bins!.edges[0]!, end: this.#bins!.edges.at(-1)!, width: this.#canvas.clientWidth };
  }

  #span(): Span | null {
    const { from, to } = this.#view!.filters;
    if (from === null && to === null) return null;
    return [from ?? this.#bins!.edges[0]!, to ?? this.#bins!.edges.at(-1)! - 1];
  }

  #asked(span: Span | null, passing: boolean): void {
    const { edges } = this.#bins!;
    const from = span && span[0] > edges[0]! ? span[0] : null;
    const to = span && span[1] < edges.at(-1)! - 1 ? span[1] : null;
    this.state.ask({ filters: { ...this.state.filters, from, to } }, passing);
  }

  #typed(): void {
    const [from, to] = ["from", "to"].map((name) => dayOf((byId(name) as HTMLInputElement).value)) as [number | null, number | null];
    const turned = from !== null && to !== null && from > to;
    this.state.ask({ filters: { ...this.state.filters, from: turned ? to : from, to: turned ? from : to } });
  }

  #preset(days: number | null): void {
    const last = this.#covered?.last;
    const from = days === null || last === undefined ? null : last - days + 1;
    this.state.ask({ filters: { ...this.state.filters, from, to: null } });
  }

  #tell(event: PointerEvent): void {
    if (!this.#bins) return;
    const x = event.clientX - this.#canvas.getBoundingClientRect().left;
    const bin = binAt(this.#bins, dayAt(this.#scale(), x));
    const number = this.#counts[bin]?.reduce((sum, each) => sum + each, 0) ?? 0;
    const older = bin === 0 && this.#covered?.older ? " and before" : "";
    this.#hint.textContent = `${nameOf(this.#bins, bin)}${older}: ${plural(number, "incident")}`;
  }
}

function nameOf({ step, edges }: Bins, bin: number): string {
  if (step === "month") return monthText(edges[bin]!);
  return step === "day" ? dayText(edges[bin]!) : spanText(edges[bin]!, edges[bin + 1]! - 1);
}
