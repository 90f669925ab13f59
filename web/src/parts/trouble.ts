/** What stands where the list would be while there is nothing to list. */

import { useToken } from "../data/early";
import { h } from "./dom";

/** Why nothing could be loaded, and a button to try again. */
export function notLoaded(error: Error, again: () => void): HTMLElement {
  return h(
    "div",
    { class: "trouble", role: "alert" },
    h("p", {}, "The incidents could not be loaded."),
    h("p", { class: "muted" }, error.message),
    h("button", { type: "button", onclick: again }, "Try again"),
  );
}

/** The server wants to know who asks: a field for the token, which is kept as long as the tab is open. */
export function tokenAsked(again: () => void): HTMLElement {
  const field = h("input", { id: "token", type: "password", autocomplete: "off", required: true });
  const use = (event: SubmitEvent): void => {
    event.preventDefault();
    useToken(field.value.trim());
    again();
  };
  return h(
    "form",
    { class: "trouble", onsubmit: use },
    h("label", { for: "token" }, "This server wants a token:"),
    field,
    h("button", { type: "submit" }, "Open"),
  );
}
