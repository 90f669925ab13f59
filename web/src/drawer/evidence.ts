/** The wire's text, cut where evidence begins and ends. */

import type { Evidence } from "../data/types";

export interface Piece {
  text: string;
  evidence: Evidence[];
}

/** The pieces of a text in their order; offsets count code points, as in the events, not JavaScript's units. */
export function pieces(text: string, evidence: readonly Evidence[]): Piece[] {
  const chars = Array.from(text);
  // The headline is a piece of its own, or several.
  const headline = chars.indexOf("\n") + 1;
  const valid = evidence.filter(({ start, end }) => start >= 0 && start < end && end <= chars.length);
  const cuts = new Set([0, headline, chars.length, ...valid.flatMap(({ start, end }) => [start, end])]);
  const edges = [...cuts].sort((a, b) => a - b);
  return edges.slice(0, -1).map((start, at) => {
    const end = edges[at + 1]!;
    const over = valid.filter((each) => each.start <= start && each.end >= end);
    // The narrowest first: it says most about these very words, and gives the colour.
    over.sort((a, b) => a.end - a.start - (b.end - b.start));
    return { text: chars.slice(start, end).join(""), evidence: over };
  });
}

const GROUPS: Record<string, string> = {
  event_type: "what",
  factuality: "what",
  weapon: "weapon",
  occurred: "when",
  location: "where",
  casualties: "toll",
  outcome: "outcome",
  attributions: "who",
  targets: "target",
};

/** What a field is about: its colour in the text. */
export function groupOf(field: string): string {
  return GROUPS[field.split(".")[0]!] ?? "what";
}

/** The groups with the words of the legend. */
export const GROUP_WORDS: Record<string, string> = {
  what: "What",
  when: "When",
  where: "Where",
  weapon: "With what",
  target: "Against whom",
  toll: "Toll",
  outcome: "Outcome",
  who: "By whom",
};
