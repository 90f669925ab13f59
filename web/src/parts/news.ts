/** What has changed since the reader looked: a pill over the list, a number in the title, words for listeners. */

import { announce } from "./announce";
import { byId } from "./dom";
import { numberText } from "../data/words";

export interface Counted {
  new: number;
  changed: number;
  gone: number;
}

export class News {
  #since: Counted = { new: 0, changed: 0, gone: 0 };
  readonly #pill = byId("pill");

  constructor(seen: () => void) {
    this.#pill.addEventListener("click", () => {
      this.clear();
      seen();
    });
    document.addEventListener("visibilitychange", () => this.#title());
  }

  /** Tell of so many more. */
  add(counted: Counted): void {
    for (const kind of ["new", "changed", "gone"] as const) this.#since[kind] += counted[kind];
    this.#pill.textContent = sentence(this.#since);
    this.#pill.hidden = !this.#pill.textContent;
    announce(sentence(counted));
    this.#title();
  }

  /** The reader has seen it. */
  clear(): void {
    this.#since = { new: 0, changed: 0, gone: 0 };
    this.#pill.hidden = true;
    this.#title();
  }

  #title(): void {
    const number = this.#since.new + this.#since.changed + this.#since.gone;
    document.title = document.hidden && number ? `(${numberText(number)}) Tallywire` : "Tallywire";
  }
}

/** 2 new, 1 corrected, 1 taken back. */
export function sentence({ new: fresh, changed, gone }: Counted): string {
  return [
    fresh && `${numberText(fresh)} new`,
    changed && `${numberText(changed)} corrected`,
    gone && `${numberText(gone)} taken back`,
  ]
    .filter(Boolean)
    .join(", ");
}
