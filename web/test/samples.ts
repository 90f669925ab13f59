/** Incidents for tests: a plain one, and columns of several. */

import { Incidents } from "../src/data/incidents";
import type { Columns, Incident } from "../src/data/types";

export function incident(told: Partial<Incident> = {}): Incident {
  return {
    incident_id: "i1",
    revision: 1,
    status: "standing",
    merged_into: null,
    supersedes: [],
    event_type: "drone_strike",
    factuality: "occurred",
    outcome: "unknown",
    occurred: { earliest: "2022-01-03", latest: "2022-01-03", time_of_day: null },
    location: { name: "Baghdad", country: "IQ", admin1: "Baghdad", lat: 33.3, lon: 44.4, precision: "city" },
    weapon: { kind: "drone", count: null },
    targets: [],
    casualties: { killed: null, wounded: null },
    casualties_told: { killed: null, wounded: null },
    attributions: [],
    disagreements: [],
    reports: [],
    corroboration: 1,
    confidence: 0.9,
    ...told,
  };
}

/** An empty set of incidents as the API tells it, and with these put in one by one. */
export function incidents(...told: Partial<Incident>[]): Incidents {
  const all = Incidents.from(structuredClone(EMPTY));
  told.forEach((each, number) => all.put(incident({ incident_id: `i${number}`, ...each })));
  return all;
}

const EMPTY: Columns = {
  as_of: { position: "0", lag: 0, stale: false },
  vocabulary: { country: [], admin1: [], place: [], kind: [], weapon: [], outcome: [], actor: [], target_kind: [] },
  columns: {
    id: [], first: [], last: [], lat: [], lon: [], country: [], admin1: [], place: [], kind: [],
    weapon: [], outcome: [], actors: [], target_kinds: [], sources: [], killed_min: [], killed_max: [],
    wounded_min: [], wounded_max: [], confidence: [], revision: [],
  },
};
