/** What changed, said to those who listen instead of looking. */

import { byId } from "./dom";

let timer = 0;

/** Say it politely; what comes in quick succession is said once, the newest. */
export function announce(text: string): void {
  clearTimeout(timer);
  timer = window.setTimeout(() => (byId("announcer").textContent = text), 150);
}
