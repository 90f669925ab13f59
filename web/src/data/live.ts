/** The stream: what happens is gathered and handed over a few times a second, and a lost connection goes on by itself.
 *
 * Read with fetch, since the browser's own EventSource can send no token.
 */

import { openStream, Refused } from "./api";
import { Frames, type Frame } from "./frames";
import type { AsOf, Change } from "./types";

const GATHERED_FOR = 250;
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 15_000;

export interface Heard {
  changes(batch: Change[]): void;
  alert(): void;
  /** Whether the api hears the broker. */
  state(as: AsOf): void;
  /** The stream cannot go on from where we were: everything is to be asked anew. */
  reset(): void;
  connected(is: boolean): void;
}

export class Live {
  #ended = new AbortController();
  #waiting: Change[] = [];
  #timer = 0;

  constructor(private readonly heard: Heard) {}

  /** Follow what comes after a position, until something else is followed. */
  follow(query: string, after: string): void {
    this.close();
    this.#ended = new AbortController();
    void this.#follow(query, after, this.#ended.signal);
  }

  /** Hear no more. */
  close(): void {
    this.#ended.abort();
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#waiting = [];
  }

  async #follow(query: string, after: string, ended: AbortSignal): Promise<void> {
    const frames = new Frames();
    frames.id = after;
    let wait = FIRST_WAIT;
    while (!ended.aborted) {
      try {
        for await (const frame of read(query, frames, ended, () => this.heard.connected(true))) {
          wait = FIRST_WAIT;
          if (!ended.aborted) this.#take(frame);
        }
      } catch (error) {
        if (ended.aborted) return;
        // A position that the server does not know is not known the next time either.
        if (error instanceof Refused && error.status === 422) return this.heard.reset();
      }
      if (ended.aborted) return;
      this.heard.connected(false);
      await new Promise((resolve) => setTimeout(resolve, wait));
      wait = Math.min(2 * wait, LONGEST_WAIT);
    }
  }

  #take({ event, data }: Frame): void {
    if (event === "alert") this.heard.alert();
    if (event === "state") this.heard.state(JSON.parse(data) as AsOf);
    if (event === "reset") this.heard.reset();
    if (event !== "incident") return;
    this.#waiting.push(JSON.parse(data) as Change);
    this.#timer ||= window.setTimeout(() => this.#hand(), GATHERED_FOR);
  }

  #hand(): void {
    this.#timer = 0;
    const batch = this.#waiting;
    this.#waiting = [];
    this.heard.changes(batch);
  }
}

async function* read(query: string, frames: Frames, ended: AbortSignal, opened: () => void): AsyncGenerator<Frame> {
  const answer = await openStream(query, frames.id, ended);
  opened();
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  // What broke off in the middle of an event comes again after the id before it.
  const fresh = new Frames();
  fresh.id = frames.id;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    for (const frame of fresh.take(value)) {
      frames.id = frame.id;
      yield frame;
    }
    frames.id = fresh.id;
  }
}
