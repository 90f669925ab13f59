/** A span of days chosen by hand: drawn with the pointer, or moved with the arrow keys on its two handles. */

import { dayText } from "../data/days";
import { h } from "../parts/dom";
import { dayAt, type Scale, xOf } from "./scale";

export type Span = [number, number];

interface Drag {
  what: "new" | "from" | "to" | "all";
  begin: number;
  span: Span;
}

export class Brush {
  readonly element = h("div", { class: "brush" });
  readonly #window = h("div", { class: "window" });
  readonly #handles = (["from", "to"] as const).map((name) => this.#handle(name));
  #scale: Scale = { first: 0, end: 1, width: 1 };
  #span: Span | null = null;
  #drag: Drag | null = null;

  /** `changed`: null is all days; `passing` while the pointer is still down. */
  constructor(private readonly changed: (span: Span | null, passing: boolean) => void) {
    this.element.append(this.#window, ...this.#handles);
    this.element.addEventListener("pointerdown", (event) => this.#begin(event));
    this.element.addEventListener("pointermove", (event) => this.#move(event));
    this.element.addEventListener("pointerup", (event) => this.#end(event));
    this.element.addEventListener("pointercancel", () => (this.#drag = null));
    this.element.addEventListener("dblclick", () => this.changed(null, false));
  }

  /** Show this span. */
  show(scale: Scale, span: Span | null): void {
    [this.#scale, this.#span] = [scale, span];
    const [from, to] = this.#shown();
    const [left, right] = [xOf(scale, Math.max(from, scale.first)), xOf(scale, Math.min(to + 1, scale.end))];
    this.#window.hidden = span === null;
    this.#window.style.insetInlineStart = `${left}px`;
    this.#window.style.inlineSize = `${Math.max(2, right - left)}px`;
    for (const [place, handle] of this.#handles.entries()) {
      const day = place ? to : from;
      handle.style.insetInlineStart = `${place ? right : left}px`;
      handle.setAttribute("aria-valuemin", String(scale.first));
      handle.setAttribute("aria-valuemax", String(scale.end - 1));
      handle.setAttribute("aria-valuenow", String(Math.max(scale.first, Math.min(scale.end - 1, day))));
      handle.setAttribute("aria-valuetext", dayText(day));
    }
  }

  #shown(): Span {
    return this.#span ?? [this.#scale.first, this.#scale.end - 1];
  }

  #handle(name: "from" | "to"): HTMLElement {
    const label = name === "from" ? "First day shown" : "Last day shown";
    return h("div", {
      class: "handle", role: "slider", tabindex: 0, "aria-label": label, "data-end": name,
      onkeydown: (event: KeyboardEvent) => this.#key(event, name),
    });
  }

  #key(event: KeyboardEvent, name: "from" | "to"): void {
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: 7, PageDown: -7 };
    const far: Record<string, number> = { Home: this.#scale.first, End: this.#scale.end - 1 };
    if (!(event.key in steps) && !(event.key in far)) return;
    event.preventDefault();
    const span: Span = [...this.#shown()];
    const place = name === "from" ? 0 : 1;
    span[place] = far[event.key] ?? span[place] + steps[event.key]!;
    this.#say(span, false);
  }

  #begin(event: PointerEvent): void {
    if (event.button !== 0) return;
    const x = this.#x(event);
    const day = dayAt(this.#scale, x);
    const end = (event.target as HTMLElement).dataset["end"] as "from" | "to" | undefined;
    const inside = event.target === this.#window;
    this.#drag = { what: end ?? (inside ? "all" : "new"), begin: day, span: [...this.#shown()] };
    this.element.setPointerCapture(event.pointerId);
  }

  #move(event: PointerEvent): void {
    if (this.#drag) this.#say(this.#dragged(this.#drag, event), true);
  }

  #end(event: PointerEvent): void {
    if (!this.#drag) return;
    const drag = this.#drag;
    this.#drag = null;
    const still = dayAt(this.#scale, this.#x(event)) === drag.begin;
    // A click beside the window is a way out of it; on a single day it chooses that day.
    if (still && drag.what === "new" && this.#span) this.changed(null, false);
    else this.#say(this.#dragged(drag, event), false);
  }

  #dragged({ what, begin, span }: Drag, event: PointerEvent): Span {
    const day = dayAt(this.#scale, this.#x(event));
    if (what === "new") return [Math.min(begin, day), Math.max(begin, day)];
    if (what === "from") return [day, span[1]];
    if (what === "to") return [span[0], day];
    const least = this.#scale.first - span[0];
    const by = Math.max(least, Math.min(this.#scale.end - 1 - span[1], day - begin));
    return [span[0] + by, span[1] + by];
  }

  #say([from, to]: Span, passing: boolean): void {
    const { first, end } = this.#scale;
    const span: Span = [Math.max(first, Math.min(from, to)), Math.min(end - 1, Math.max(from, to))];
    this.changed(span[0] === first && span[1] === end - 1 ? null : span, passing);
  }

  #x(event: PointerEvent): number {
    return event.clientX - this.element.getBoundingClientRect().left;
  }
}
