import assert from "node:assert/strict";
import { test } from "node:test";
import { NO_DAY, NONE, tollOf } from "../src/data/incidents";
import { inOrder } from "../src/data/order";
import { totals } from "../src/data/totals";
import { incident, incidents } from "./samples";

test("a revision that is no newer changes nothing", () => {
  const all = incidents({ revision: 3, event_type: "bombing" });
  assert.equal(all.put(incident({ incident_id: "i0", revision: 2 })), NONE);
  assert.equal(all.put(incident({ incident_id: "i0", revision: 3 })), NONE);
  assert.equal(all.words.kind.word(all.kind[0]!), "bombing");
});

test("what was taken back may come again", () => {
  const all = incidents({ revision: 3 });
  assert.ok(all.drop("i0"));
  assert.ok(!all.drop("i0"));
  assert.equal(all.put(incident({ incident_id: "i0", revision: 3 })), 0);
  assert.equal(all.alive[0], 1);
});

test("columns grow and keep what they had", () => {
  const all = incidents(...Array.from({ length: 500 }, (_, number) => ({ corroboration: number })));
  assert.equal(all.size, 500);
  assert.deepEqual([all.sources[0], all.sources[499]], [0, 499]);
  assert.equal(all.ids.row("i321"), 321);
});

test("what is not told is nothing, and not zero", () => {
  const all = incidents({ occurred: null, location: null, casualties: { killed: { min: 0, max: 0 }, wounded: null } });
  assert.equal(all.first[0], NO_DAY);
  assert.ok(Number.isNaN(all.lat[0]));
  assert.deepEqual(tollOf(all.killedMin[0]!, all.killedMax[0]!), { min: 0, max: 0 });
  assert.equal(tollOf(all.woundedMin[0]!, all.woundedMax[0]!), null);
});

test("sums go from the lowest to the highest, and say when they are open", () => {
  const killed = (min: number, max: number | null) => ({ casualties: { killed: { min, max }, wounded: null } });
  const all = incidents(killed(2, 5), killed(1, 1), {});
  assert.deepEqual(totals(all, Int32Array.of(0, 1, 2)).killed, { min: 3, max: 6, open: false });
  all.put(incident({ incident_id: "more", ...killed(4, null) }));
  assert.deepEqual(totals(all, Int32Array.of(0, 1, 2, 3)).killed, { min: 7, max: 10, open: true });
});

test("the newest is first, and orders are kept until something changes", () => {
  const day = (date: string) => ({ occurred: { earliest: date, latest: date, time_of_day: null } });
  const all = incidents(day("2022-01-01"), day("2022-01-03"), day("2022-01-02"));
  assert.deepEqual([...inOrder(all, "newest")], [1, 2, 0]);
  assert.equal(inOrder(all, "newest"), inOrder(all, "newest"));
  all.put(incident({ incident_id: "later", ...day("2022-02-01") }));
  assert.deepEqual([...inOrder(all, "newest")], [3, 1, 2, 0]);
});
