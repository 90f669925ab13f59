/** How codes and numbers are said to people. */

import type { Sum } from "./totals";
import type { Range } from "./types";

const SAID: Record<string, string> = {
  ied: "IED",
  arson_sabotage: "arson or sabotage",
  other: "another kind",
  casualties: "toll",
  event_type: "kind",
  occurred: "when",
  "casualties.killed": "killed",
  "casualties.wounded": "wounded",
  "weapon.count": "number of munitions",
  admin1: "region",
  unknown: "not told",
};

/** A code of the vocabulary as words: drone_strike is Drone strike. */
export function said(code: string | null | undefined): string {
  if (!code) return "not told";
  const words = SAID[code] ?? code.replaceAll("_", " ").replaceAll(".", ": ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const REGIONS = new Intl.DisplayNames(["en"], { type: "region" });

/** The name of a country; ZZ and nothing are unknown. */
export function countryName(code: string | null | undefined): string {
  if (!code || code === "ZZ") return "Country unknown";
  try {
    return REGIONS.of(code) ?? code;
  } catch {
    return code;
  }
}

const NUMBER = new Intl.NumberFormat("en-GB");

/** A number with its thousands set apart. */
export function numberText(number: number): string {
  return NUMBER.format(number);
}

/** 2, 2–5 or at least 2; a dash if it is not told. */
export function rangeText(range: Range | null | undefined): string {
  if (!range) return "–";
  if (range.max === null) return `≥ ${numberText(range.min)}`;
  return range.min === range.max ? numberText(range.min) : `${numberText(range.min)}–${numberText(range.max)}`;
}

/** The same of a sum. */
export function sumText(sum: Sum): string {
  const range = sum.min === sum.max ? numberText(sum.min) : `${numberText(sum.min)}–${numberText(sum.max)}`;
  return sum.open ? `≥ ${numberText(sum.min)}` : range;
}

/** `1 source`, `2 sources`. */
export function plural(number: number, one: string, many = `${one}s`): string {
  return `${numberText(number)} ${number === 1 ? one : many}`;
}

const SEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u2028\u2029]/gu;
const PILE = /(\p{Mn}{4})\p{Mn}+/gu;

/** What a wire says, with whatever steers the direction of writing, is unseen or piles up shown as a sign. */
export function visible(text: string): string {
  return text
    .replace(/\r\n/g, "\n")
    .replace(PILE, (pile, kept: string) => `${kept}⟨${[...pile].length - 4} more accents⟩`)
    .replace(SEEN, (char) => (char === "\n" || char === "\t" ? char : sign(char)));
}

function sign(char: string): string {
  const code = char.codePointAt(0)!;
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
}
