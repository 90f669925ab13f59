/** Dark, light, or as the system has it; remembered in this browser. */

import { byId } from "./dom";
import { inksChanged } from "./ink";
import { DARK, remember, remembered, THEMES, wearTheme } from "./themes";

/** Wear the remembered theme, let the switch turn it, and call `turned` whenever colours change. */
export function themeSwitch(turned: () => void): void {
  const button = byId("theme");
  let theme = remembered();
  const wear = (): void => {
    wearTheme(theme);
    button.dataset["shows"] = theme;
    button.setAttribute("aria-label", `Colours: ${theme}. Change`);
    button.title = `Colours: ${theme}`;
    inksChanged();
    turned();
  };
  button.addEventListener("click", () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]!;
    remember(theme);
    wear();
  });
  DARK.addEventListener("change", wear);
  wear();
}
