import assert from "node:assert/strict";
import { test } from "node:test";
import { dateDay, float32, int32, int8, list, tableFromArrays, tableToIPC, utf8 } from "@uwdata/flechette";
import { Columns } from "../src/data/columns";
import { Crossfilter } from "../src/data/crossfilter";
import { NOTHING_ASKED } from "../src/data/filters";
import { Incidents, NO_DAY, NONE } from "../src/data/incidents";
import { incident } from "./samples";

const WORDS = ["country", "admin1", "place", "kind", "weapon", "outcome", "actor", "target_kind"];
const NUMBERS = ["admin1", "place", "weapon", "outcome", "sources", "confidence", "revision", "killed_min", "killed_max",
  "wounded_min", "wounded_max", "country"]; // prettier-ignore

/** An answer of two incidents: one that tells all, and one that tells nothing. */
function answer(): Columns {
  const day = new Date("2022-01-03T00:00:00Z");
  const numbers = Object.fromEntries(NUMBERS.map((name) => [name, [0, -1]]));
  const columns = { ...numbers, id: ["full", "plain"], first: [day, null], last: [day, null], lat: [33.5, null],
    lon: [44.25, null], kind: [1, 0], actors: [[0, 1], []], target_kinds: [[], [0]] }; // prettier-ignore
  const types = { ...Object.fromEntries(NUMBERS.map((name) => [name, int32()])), id: utf8(), first: dateDay(),
    last: dateDay(), lat: float32(), lon: float32(), kind: int8(), actors: list(int32()), target_kinds: list(int32()) }; // prettier-ignore
  const table = tableFromArrays(columns, { types });
  const vocabulary = { ...Object.fromEntries(WORDS.map((name) => [name, ["one"]])), kind: ["bombing", "shelling"], actor: ["a", "b"] };
  table.schema.metadata = new Map([
    ["as_of", JSON.stringify({ position: "7", lag: 0, stale: false })],
    ["vocabulary", JSON.stringify(vocabulary)],
  ]);
  return new Columns(tableToIPC(table, { format: "stream" })!);
}

function actorsOf(all: Incidents, row: number): (string | null)[] {
  const found: (string | null)[] = [];
  all.actors.each(row, (value) => found.push(all.words.actor.word(value)));
  return found;
}

/** How many incidents each actor has. */
function counted(all: Incidents): number[] {
  const cross = new Crossfilter(all);
  cross.apply(NOTHING_ASKED, null);
  return [...cross.counts("actor")];
}

test("what the API tells is taken as it is", () => {
  const columns = answer();
  const all = Incidents.from(columns);
  assert.deepEqual([columns.asOf.position, all.size, all.loaded], ["7", 2, 2]);
  assert.deepEqual([all.ids.of(0), all.ids.of(1), all.ids.of(2)], ["full", "plain", null]);
  assert.deepEqual([all.ids.row("plain"), all.ids.row("elsewhere")], [1, NONE]);
  assert.deepEqual([...all.first], [18_995, NO_DAY]);
  assert.deepEqual([all.lat[0], all.lon[0]], [33.5, 44.25]);
  assert.ok(Number.isNaN(all.lat[1]));
  assert.deepEqual([all.words.kind.word(all.kind[0]!), all.killedMin[1]], ["shelling", NONE]);
  assert.deepEqual([actorsOf(all, 0), actorsOf(all, 1)], [["a", "b"], []]);
  assert.deepEqual(counted(all), [1, 1]);
});

test("what comes later stands beside what came first", () => {
  const all = Incidents.from(answer());
  const blamed = (actor: string) => ({ attributions: [{ stance: "blamed", actor, by: null }] });
  assert.equal(all.put(incident({ incident_id: "later", ...blamed("c") })), 2);
  assert.equal(all.put(incident({ incident_id: "full", revision: 2, ...blamed("b") })), 0);
  assert.deepEqual([all.ids.of(2), all.ids.row("later"), all.size], ["later", 2, 3]);
  assert.deepEqual([actorsOf(all, 0), actorsOf(all, 1), actorsOf(all, 2)], [["b"], [], ["c"]]);
  assert.deepEqual(counted(all), [0, 1, 1]);
  assert.ok(all.actors.some(0, new Set([all.words.actor.find("b")])));
  assert.ok(!all.actors.some(1, new Set([all.words.actor.find("b")])));
});

test("bytes that are no columns are refused", () => {
  assert.throws(() => new Columns(new TextEncoder().encode("<html>")));
});
