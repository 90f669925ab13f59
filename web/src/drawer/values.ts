/** The values of a field in words, whatever their shape. */

import { dayOf, spanText } from "../data/days";
import type { Attribution, Period, Place, Range, Target, Weapon } from "../data/types";
import { countryName, rangeText, said } from "../data/words";

/** When it happened. */
export function periodText(period: Period | null | undefined): string {
  const [first, last] = [dayOf(period?.earliest), dayOf(period?.latest)];
  if (first === null || last === null) return "not told";
  return spanText(first, last) + (period?.time_of_day ? `, ${period.time_of_day}` : "");
}

/** Where it happened, from the place to the country. */
export function placeText(place: Place | null | undefined): string {
  if (!place) return "not told";
  const parts = [place.name, place.admin1, place.country && countryName(place.country)];
  return [...new Set(parts.filter(Boolean))].join(", ") || "not told";
}

/** What with, and how many. */
export function weaponText(weapon: Weapon | null | undefined): string {
  if (!weapon) return "not told";
  return weapon.count ? `${said(weapon.kind)} × ${rangeText(weapon.count)}` : said(weapon.kind);
}

/** Against whom. */
export function targetText({ name, kind }: Target): string {
  return name ? (kind === "unknown" ? name : `${name} (${said(kind).toLowerCase()})`) : said(kind);
}

/** Who is said to have done it, and by whom. */
export function attributionText({ stance, actor, by }: Attribution): string {
  const told = by && by !== actor ? `, says ${by}` : "";
  if (!actor || stance === "unattributed") return `Nobody named${told}`;
  const words = { claimed: `Claimed by ${actor}`, denied: `Denied by ${actor}` }[stance] ?? `${actor} ${said(stance).toLowerCase()}`;
  return words + told;
}

/** Any value of a revision. */
export function anyText(value: unknown): string {
  if (value === null || value === undefined || value === "") return "not told";
  if (typeof value === "number") return Number.isInteger(value) ? String(value) : value.toFixed(2);
  if (typeof value === "string") return /^[a-z]+(_[a-z]+)*$/.test(value) ? said(value) : value;
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) return value.length ? value.map(anyText).join("; ") : "none";
  if ("earliest" in value) return periodText(value as Period);
  if ("min" in value) return rangeText(value as Range);
  if ("stance" in value) return attributionText(value as Attribution);
  if ("lat" in value || "country" in value) return placeText(value as Place);
  if ("source" in value) return String(value.source);
  if ("kind" in value) return "name" in value ? targetText(value as Target) : weaponText(value as Weapon);
  return Object.entries(value)
    .map(([name, each]) => `${said(name).toLowerCase()} ${anyText(each)}`)
    .join(", ");
}
