import assert from "node:assert/strict";
import { test } from "node:test";
import { type Filters, NOTHING_ASKED, readFilters, writeFilters } from "../src/data/filters";

test("what is written into an address is read out of it again", () => {
  const filters: Filters = {
    from: 18_990,
    to: 19_000,
    chosen: { ...NOTHING_ASKED.chosen, country: ["IQ", "SY"], actor: ["Kata'ib & Co=?"] },
    minSources: 3,
    words: "air base",
    box: [170.5, -30, -170, 10],
    factuality: "any",
  };
  assert.deepEqual(readFilters(new URLSearchParams(writeFilters(filters).toString())), filters);
});

test("nothing asked is an empty address", () => {
  assert.equal(writeFilters(NOTHING_ASKED).toString(), "");
  assert.deepEqual(readFilters(new URLSearchParams("")), NOTHING_ASKED);
});

for (const nonsense of [
  "from=2022-13-45&to=yesterday",
  "bbox=1,2,3",
  "bbox=,,,",
  "bbox=0,50,10,40",
  "bbox=0,0,999,1",
  "min_sources=1e99&min_sources=x",
  "min_sources=-4",
  "factuality=maybe",
  "country=&q=%20",
]) {
  test(`what cannot be read is not asked: ${nonsense}`, () => {
    assert.deepEqual(readFilters(new URLSearchParams(nonsense)), NOTHING_ASKED);
  });
}
