/** The stream: what happens is gathered and handed over a few times a second, and a lost connection goes on by itself. */

import { streamUrl } from "./api";
import type { Change } from "./types";

const GATHERED_FOR = 250;

export interface Heard {
  changes(batch: Change[]): void;
  alert(): void;
  /** The stream cannot go on from where we were: everything is to be asked anew. */
  reset(): void;
  connected(is: boolean): void;
}

export class Live {
  #source: EventSource | null = null;
  #waiting: Change[] = [];
  #timer = 0;
  #after = "";
  #query = "";
  #again = 0;

  constructor(private readonly heard: Heard) {}

  /** Follow what comes after a position. */
  follow(query: string, after: string): void {
    this.close();
    [this.#query, this.#after] = [query, after];
    this.#open();
  }

  /** Hear no more. */
  close(): void {
    this.#source?.close();
    this.#source = null;
    clearTimeout(this.#again);
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#waiting = [];
  }

  #open(): void {
    const source = new EventSource(streamUrl(this.#query, this.#after));
    this.#source = source;
    source.addEventListener("open", () => this.heard.connected(true));
    source.addEventListener("incident", (event) => this.#take(event as MessageEvent<string>));
    source.addEventListener("alert", (event) => {
      this.#after = (event as MessageEvent).lastEventId || this.#after;
      this.heard.alert();
    });
    source.addEventListener("reset", () => this.heard.reset());
    source.addEventListener("error", () => {
      this.heard.connected(false);
      // A browser tries again by itself unless the server refused: then we do, more slowly.
      if (source.readyState === EventSource.CLOSED) this.#again = window.setTimeout(() => this.#open(), 3000);
    });
  }

  #take(event: MessageEvent<string>): void {
    this.#after = event.lastEventId || this.#after;
    this.#waiting.push(JSON.parse(event.data) as Change);
    this.#timer ||= window.setTimeout(() => this.#hand(), GATHERED_FOR);
  }

  #hand(): void {
    this.#timer = 0;
    const batch = this.#waiting;
    this.#waiting = [];
    this.heard.changes(batch);
  }
}
