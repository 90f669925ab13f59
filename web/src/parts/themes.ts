/** The themes, and the one that is remembered in this browser. */

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];
export const DARK = matchMedia("(prefers-color-scheme: dark)");
const KEPT_AS = "tallywire-theme";

/** Put the page into the theme's colours. */
export function wearTheme(theme: Theme): void {
  document.documentElement.dataset["theme"] = theme === "system" ? (DARK.matches ? "dark" : "light") : theme;
}

export function remembered(): Theme {
  try {
    const kept = localStorage.getItem(KEPT_AS) as Theme;
    return THEMES.includes(kept) ? kept : "system";
  } catch {
    return "system";
  }
}

export function remember(theme: Theme): void {
  try {
    localStorage.setItem(KEPT_AS, theme);
  } catch {
    // A browser that keeps nothing forgets the choice; the page works as well.
  }
}
