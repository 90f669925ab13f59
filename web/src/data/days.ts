/** Days as numbers since 1970-01-01: what filters, bins and columns count in. No time zone has a part in it. */

const MILLISECONDS = 86_400_000;

/** The number of a day written as 2022-01-03; null for anything else. */
export function dayOf(iso: string | null | undefined): number | null {
  if (!iso || !/^\d{4}-\d\d-\d\d$/.test(iso)) return null;
  const at = Date.parse(`${iso}T00:00:00Z`);
  return Number.isNaN(at) ? null : Math.round(at / MILLISECONDS);
}

/** The day as 2022-01-03. */
export function isoOf(day: number): string {
  return new Date(day * MILLISECONDS).toISOString().slice(0, 10);
}

const LONG = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const MONTH = new Intl.DateTimeFormat("en-GB", { month: "short", year: "numeric", timeZone: "UTC" });
const SHORT = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

/** The day as people write it: 3 Jan 2022. */
export function dayText(day: number): string {
  return LONG.format(day * MILLISECONDS);
}

/** The day without its year: 3 Jan. */
export function dayShort(day: number): string {
  return SHORT.format(day * MILLISECONDS);
}

/** Its month: Jan 2022. */
export function monthText(day: number): string {
  return MONTH.format(day * MILLISECONDS);
}

/** One day or a span of them, as short as it can be said. */
export function spanText(first: number, last: number): string {
  if (first === last) return dayText(first);
  const [a, b] = [new Date(first * MILLISECONDS), new Date(last * MILLISECONDS)];
  if (a.getUTCFullYear() !== b.getUTCFullYear()) return `${dayText(first)} – ${dayText(last)}`;
  if (a.getUTCMonth() !== b.getUTCMonth()) return `${dayShort(first)} – ${dayText(last)}`;
  return `${a.getUTCDate()}–${dayText(last)}`;
}

/** The first day of the week (Monday) that a day is in. */
export function weekOf(day: number): number {
  // 1970-01-01 was a Thursday.
  return day - ((((day + 3) % 7) + 7) % 7);
}

/** The first day of its month. */
export function monthOf(day: number): number {
  const at = new Date(day * MILLISECONDS);
  return Math.round(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1) / MILLISECONDS);
}

/** The first day of the month after. */
export function monthAfter(day: number): number {
  const at = new Date(day * MILLISECONDS);
  return Math.round(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1) / MILLISECONDS);
}
