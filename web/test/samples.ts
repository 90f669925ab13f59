/** Incidents for tests. */

import { Incidents } from "../src/data/incidents";
import type { Incident } from "../src/data/types";

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

/** These, put in one by one. */
export function incidents(...told: Partial<Incident>[]): Incidents {
  const all = new Incidents();
  told.forEach((each, number) => all.put(incident({ incident_id: `i${number}`, ...each })));
  return all;
}
