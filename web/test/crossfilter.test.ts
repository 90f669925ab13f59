import assert from "node:assert/strict";
import { test } from "node:test";
import { Crossfilter } from "../src/data/crossfilter";
import { FACETS, type Filters, NOTHING_ASKED, toggled, within } from "../src/data/filters";
import type { Incidents } from "../src/data/incidents";
import { incident, incidents } from "./samples";

function passing(cross: Crossfilter): number[] {
  return [...cross.left()];
}

function asked(filters: Partial<Filters>): Filters {
  return { ...NOTHING_ASKED, ...filters };
}

function countOf(all: Incidents, cross: Crossfilter, word: string): number {
  return cross.counts("kind")[all.words.kind.find(word)]!;
}

const IRAQ = { name: "Basra", country: "IQ", admin1: null, lat: 30.5, lon: 47.8, precision: "city" };
const SYRIA = { ...IRAQ, name: "Homs", country: "SY", lat: 34.7, lon: 36.7 };

test("a choice narrows the other breakdowns and not its own", () => {
  const all = incidents(
    { event_type: "shelling", location: IRAQ },
    { event_type: "shelling", location: SYRIA },
    { event_type: "bombing", location: SYRIA },
  );
  const cross = new Crossfilter(all);
  cross.apply(toggled(NOTHING_ASKED, "kind", "shelling"), null);
  assert.deepEqual(passing(cross), [0, 1]);
  assert.equal(countOf(all, cross, "bombing"), 1);
  assert.deepEqual([...cross.counts("country")], [1, 1]);
});

test("values of one facet are either, facets are both", () => {
  const all = incidents(
    { event_type: "shelling", location: IRAQ },
    { event_type: "bombing", location: IRAQ },
    { event_type: "bombing", location: SYRIA },
  );
  const cross = new Crossfilter(all);
  const kinds = toggled(toggled(NOTHING_ASKED, "kind", "shelling"), "kind", "bombing");
  cross.apply(toggled(kinds, "country", "IQ"), null);
  assert.deepEqual(passing(cross), [0, 1]);
});

test("an incident of two actors is counted with each, and denials with none", () => {
  const said = (stance: string, actor: string) => ({ stance, actor, by: null });
  const all = incidents({ attributions: [said("blamed", "A"), said("claimed", "B"), said("denied", "C")] });
  const cross = new Crossfilter(all);
  cross.apply(NOTHING_ASKED, null);
  assert.deepEqual(all.words.actor.words, ["A", "B"]);
  assert.deepEqual([...cross.counts("actor")], [1, 1]);
});

test("days overlap: a period is found by any of its days, and what has no day by none", () => {
  const days = (earliest: string, latest: string) => ({ occurred: { earliest, latest, time_of_day: null } });
  const all = incidents(days("2022-01-01", "2022-01-05"), days("2022-01-06", "2022-01-06"), { occurred: null });
  const cross = new Crossfilter(all);
  cross.apply(asked({ from: 18_997, to: 18_997 }), null);
  assert.deepEqual(passing(cross), [0]);
  cross.apply(NOTHING_ASKED, null);
  assert.deepEqual(passing(cross), [0, 1, 2]);
});

test("a box may cross the date line", () => {
  assert.ok(within([170, -30, -170, 10], -18, 178));
  assert.ok(within([170, -30, -170, 10], -18, -175));
  assert.ok(!within([170, -30, -170, 10], -18, 0));
});

test("what has no place is in no box", () => {
  const cross = new Crossfilter(incidents({ location: null }, { location: IRAQ }));
  cross.apply(asked({ box: [-180, -90, 180, 90] }), null);
  assert.deepEqual(passing(cross), [1]);
});

test("a word that no incident has lets nothing through", () => {
  const cross = new Crossfilter(incidents({}));
  cross.apply(toggled(NOTHING_ASKED, "country", "XX"), null);
  assert.deepEqual(passing(cross), []);
});

test("incidents that change are judged anew", () => {
  const all = incidents({ event_type: "shelling" }, { event_type: "shelling" });
  const cross = new Crossfilter(all);
  const shelling = toggled(NOTHING_ASKED, "kind", "shelling");
  cross.apply(shelling, null);
  all.put(incident({ incident_id: "i0", revision: 2, event_type: "bombing" }));
  all.drop("i1");
  all.put(incident({ incident_id: "new", event_type: "shelling" }));
  cross.apply(shelling, null);
  assert.deepEqual(passing(cross), [2]);
});

test("chance filters give what a plain search over all incidents gives", () => {
  let seed = 7;
  const chance = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
  const kinds = ["shelling", "bombing", "abduction"];
  const all = incidents(
    ...Array.from({ length: 300 }, () => ({
      event_type: kinds[chance(3)]!,
      location: chance(2) ? IRAQ : SYRIA,
      corroboration: chance(4),
    })),
  );
  const cross = new Crossfilter(all);
  for (let turn = 0; turn < 60; turn += 1) {
    const chosen = { ...NOTHING_ASKED.chosen, kind: kinds.filter(() => chance(2)), country: chance(2) ? ["IQ"] : [] };
    const filters = asked({ chosen, minSources: chance(4) });
    cross.apply(filters, null);
    const plain = Array.from({ length: all.size }, (_, row) => row)
      .filter((row) => !chosen.kind.length || chosen.kind.includes(all.words.kind.word(all.kind[row]!)!))
      .filter((row) => !chosen.country.length || all.words.country.word(all.country[row]!) === "IQ")
      .filter((row) => all.sources[row]! >= filters.minSources || filters.minSources <= 1);
    assert.deepEqual(passing(cross), plain);
  }
  assert.equal(FACETS.length, 7);
});
