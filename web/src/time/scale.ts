/** Days to pixels and back. */
export interface Scale {
  first: number;
  /** The day after the last. */
  end: number;
  width: number;
}

/** Where a day begins. */
export function xOf({ first, end, width }: Scale, day: number): number {
  return ((day - first) / (end - first)) * width;
}

/** The day at a pixel, within the scale. */
export function dayAt({ first, end, width }: Scale, x: number): number {
  return Math.max(first, Math.min(end - 1, Math.floor(first + (x / width) * (end - first))));
}
