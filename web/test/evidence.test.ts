import assert from "node:assert/strict";
import { test } from "node:test";
import type { Evidence } from "../src/data/types";
import { visible } from "../src/data/words";
import { pieces } from "../src/drawer/evidence";

function evidence(field: string, start: number, end: number): Evidence {
  return { field, start, end, quote: "", rule: null };
}

function told(text: string, ...all: Evidence[]): [string, string[]][] {
  return pieces(text, all).map(({ text: words, evidence: over }) => [words, over.map(({ field }) => field)]);
}

test("offsets count code points, not JavaScript's units", () => {
  assert.deepEqual(told("💣💣 two bombs", evidence("weapon", 3, 12)), [["💣💣 ", []], ["two bombs", ["weapon"]]]);
});

test("evidence that overlaps is cut where it does, the narrowest first", () => {
  assert.deepEqual(told("abcdef", evidence("wide", 0, 6), evidence("narrow", 2, 4)), [
    ["ab", ["wide"]],
    ["cd", ["narrow", "wide"]],
    ["ef", ["wide"]],
  ]);
});

test("the pieces together are the text, and the headline ends one", () => {
  const text = "Head\nBody of it";
  assert.deepEqual(told(text, evidence("what", 2, 8)).map(([words]) => words), ["He", "ad\n", "Bod", "y of it"]);
  assert.equal(pieces(text, []).map((piece) => piece.text).join(""), text);
});

test("evidence that points beyond the text marks nothing", () => {
  assert.deepEqual(told("abc", evidence("a", 2, 9), evidence("b", -1, 2), evidence("c", 2, 2)), [["abc", []]]);
});

test("what steers the direction of writing or is unseen becomes a sign", () => {
  assert.equal(visible("\u202egnp.exe"), "⟨U+202E⟩gnp.exe");
  assert.equal(visible("zero\u200bwidth\u0000"), "zero⟨U+200B⟩width␀");
  assert.equal(visible("two\r\nlines\tand a tab"), "two\nlines\tand a tab");
  assert.equal(visible(`a${"\u0301".repeat(9)}`), `a${"\u0301".repeat(4)}⟨5 more accents⟩`);
  assert.equal(visible("Nuñez, Київ, بغداد"), "Nuñez, Київ, بغداد");
});
