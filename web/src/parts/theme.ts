/** Dark, light, or as the system has it; remembered in this browser. */

import { byId } from "./dom";
import { inksChanged } from "./ink";

const THEMES = ["system", "light", "dark"] as const;
type Theme = (typeof THEMES)[number];
const KEPT_AS = "tallywire-theme";

/** Wear the remembered theme, let the switch turn it, and call `turned` whenever colours change. */
export function themeSwitch(turned: () => void): void {
  const button = byId("theme");
  let theme = remembered();
  const wear = (): void => {
    if (theme === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = theme;
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
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", wear);
  wear();
}

function remembered(): Theme {
  try {
    const kept = localStorage.getItem(KEPT_AS) as Theme;
    return THEMES.includes(kept) ? kept : "system";
  } catch {
    return "system";
  }
}

function remember(theme: Theme): void {
  try {
    localStorage.setItem(KEPT_AS, theme);
  } catch {
    // A browser that keeps nothing forgets the choice; the page works as well.
  }
}
