/** Whether what is shown is what the wires say now: live, reconnecting, stale or offline. */

import { asOf, Refused } from "../data/api";
import { hourText, zoneText } from "../data/clock";
import type { AsOf } from "../data/types";
import { announce } from "./announce";
import { byId } from "./dom";

type Condition = "loading" | "live" | "behind" | "stale" | "offline";

const ASKED_EVERY = 5000;
/** While the stream is open it tells by itself, and we only look after it at every sixth time. */
const SELDOM = 6;
/** So many events behind the topics' ends, and it is said. */
const BEHIND = 500;

export class Health {
  #connected = false;
  #asOf: AsOf | null = null;
  #answers = true;
  #since: Date | null = null;
  #condition: Condition = "loading";
  #turns = 0;

  constructor(private readonly again: () => void) {
    byId("zone").textContent = `Times in ${zoneText(new Date())}`;
    byId("zone").title = "Days of incidents are those of the place where they happened";
    window.setInterval(() => void this.#ask(), ASKED_EVERY);
    window.addEventListener("offline", () => this.#take({ answers: false }));
    window.addEventListener("online", () => void this.#ask());
  }

  /** The stream is open, or is not. */
  connected(is: boolean): void {
    this.#take({ connected: is });
    if (!is) void this.#ask();
  }

  /** How far the read model was with the last answer. */
  heard(as: AsOf): void {
    this.#take({ asOf: as, answers: true });
  }

  async #ask(): Promise<void> {
    this.#turns += 1;
    if (this.#connected && this.#condition === "live" && (document.hidden || this.#turns % SELDOM)) return;
    try {
      this.heard(await asOf());
    } catch (error) {
      // Too many questions, or one that we may not ask, is an answer all the same.
      this.#take({ answers: error instanceof Refused && error.status >= 400 && error.status < 500 });
    }
  }

  #take(change: { connected?: boolean; asOf?: AsOf; answers?: boolean }): void {
    this.#connected = change.connected ?? this.#connected;
    this.#asOf = change.asOf ?? this.#asOf;
    this.#answers = change.answers ?? this.#answers;
    const before = this.#condition;
    this.#condition = this.#judged();
    if (this.#condition !== before) this.#turn(before);
  }

  #judged(): Condition {
    if (!this.#answers) return "offline";
    if (!this.#asOf) return "loading";
    if (this.#asOf.stale) return "stale";
    if (!this.#connected) return "behind";
    return this.#asOf.lag > BEHIND ? "behind" : "live";
  }

  #turn(before: Condition): void {
    const since = this.#asOf?.since ? new Date(this.#asOf.since) : new Date();
    this.#since = this.#condition === "live" ? null : (this.#since ?? since);
    const at = hourText(this.#since ?? since);
    const [words, banner] = {
      loading: ["Loading", ""],
      live: ["Live", ""],
      behind: ["Catching up", ""],
      stale: [`Stale since ${at}`, `The broker has not been reached since ${at}. What is shown stood then; it goes on by itself.`],
      offline: [`Offline since ${at}`, `The server has not answered since ${at}. What is shown stood then; it goes on by itself.`],
    }[this.#condition] as [string, string];
    byId("health").dataset["state"] = this.#condition;
    byId("health-text").textContent = words;
    byId("banner").textContent = banner;
    byId("banner").hidden = !banner;
    if (before === "offline" && this.#condition !== "offline") this.again();
    if (this.#condition === "live" && before !== "loading") announce("Live again");
  }
}
