/** The page's colours for canvases: read from the styles once for each theme, since every reading costs a layout. */

const known = new Map<string, string>();

/** The value of a custom property, such as --land. */
export function ink(name: string): string {
  let value = known.get(name);
  if (value === undefined) {
    value = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    known.set(name, value);
  }
  return value;
}

/** Read them anew: the theme is another. */
export function inksChanged(): void {
  known.clear();
}
