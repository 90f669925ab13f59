import assert from "node:assert/strict";
import { test } from "node:test";
import { clustersOf, Positions } from "../src/map/clusters";
import { incidents } from "./samples";

const at = (lat: number, lon: number) => ({ location: { name: null, country: null, admin1: null, lat, lon, precision: null } });

test("every incident with a place is in one cluster, at every scale", () => {
  const spread = Array.from({ length: 400 }, (_, number) => at(((number * 37) % 120) - 60, ((number * 71) % 360) - 180));
  const all = incidents(...spread, { location: null });
  const rows = Int32Array.from({ length: all.size }, (_, row) => row);
  for (const scale of [1, 4, 64, 1024]) {
    const found = clustersOf(rows, new Positions().of(all), scale).flatMap((cluster) => cluster.rows);
    assert.deepEqual(found.sort((a, b) => a - b), [...rows.slice(0, 400)]);
  }
});

test("what is in one spot is told from what a closer look takes apart", () => {
  const all = incidents(at(33, 44), at(33, 44), at(33, 44.0001));
  const rows = Int32Array.of(0, 1, 2);
  assert.ok(clustersOf(rows.slice(0, 2), new Positions().of(all), 16)[0]!.oneSpot);
  const apart = incidents(at(33, 44), at(33.5, 44));
  const [cluster] = clustersOf(rows.slice(0, 2), new Positions().of(apart), 4);
  assert.equal(cluster!.rows.length, 2);
  assert.ok(!cluster!.oneSpot);
  assert.equal(clustersOf(rows.slice(0, 2), new Positions().of(apart), 4096).length, 2);
});
