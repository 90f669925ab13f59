/** What the API answers, as far as the page reads it (docs/api.md has the whole). */

export interface Range {
  min: number;
  max: number | null;
}

export interface AsOf {
  position: string;
  lag: number;
  stale: boolean;
  since?: string | null;
}

export interface Casualties {
  killed: Range | null;
  wounded: Range | null;
}

export interface Place {
  name: string | null;
  country: string | null;
  admin1: string | null;
  lat: number | null;
  lon: number | null;
  precision: string | null;
}

export interface Period {
  earliest: string;
  latest: string;
  time_of_day: string | null;
}

export interface Attribution {
  stance: string;
  actor: string | null;
  by: string | null;
  carried_by?: string[];
}

export interface Target {
  name: string | null;
  kind: string;
}

export interface Weapon {
  kind: string;
  count: Range | null;
}

export interface Likeness {
  to: string;
  score: number;
  points: Record<string, number>;
}

export interface ReportRef {
  report_id: string;
  article_id: string;
  article_revision: number;
  source: string;
  published_at: string;
  duplicate_of: string | null;
  likeness: Likeness | null;
}

export interface Disagreement {
  field: string;
  values: { value: string; number: number; report_ids: string[] }[];
}

/** What both an incident and a single report of it say. */
export interface Told {
  event_type: string;
  outcome: string;
  occurred: Period | null;
  location: Place | null;
  weapon: Weapon;
  targets: Target[];
  casualties: Casualties;
  attributions: Attribution[];
}

export interface Incident extends Told {
  incident_id: string;
  revision: number;
  status: string;
  merged_into: string | null;
  supersedes: string[];
  factuality: string;
  casualties_told: Casualties;
  disagreements: Disagreement[];
  reports: ReportRef[];
  corroboration: number;
  confidence: number;
  headline?: string | null;
  updated_at?: string | null;
}

export interface Evidence {
  field: string;
  start: number;
  end: number;
  quote: string;
  rule: string | null;
}

export interface ReportTold {
  report_id: string;
  /** The revision whose text the evidence's offsets are of. */
  article_revision: number;
  retracted: boolean;
  evidence: Evidence[];
  likeness: Likeness | null;
  values: Partial<Told> | null;
  duplicate_of: string | null;
}

export interface ArticleTold {
  article_id: string;
  source: string;
  headline: string | null;
  url: string | null;
  published_at: string | null;
  revision: number | null;
  text_revision?: number | null;
  text: string | null;
  truncated?: boolean;
  withdrawn: boolean;
  reports: ReportTold[];
}

export interface Revision {
  revision: number;
  at: string;
  status: string;
  changed: { field: string; before: unknown; after: unknown }[];
}

export interface IncidentDetail extends Incident {
  articles: ArticleTold[];
  revisions: Revision[];
}

export type Vocabulary = Record<
  "country" | "admin1" | "place" | "kind" | "weapon" | "outcome" | "actor" | "target_kind",
  string[]
>;

export interface Upsurge {
  upsurge_id: string;
  type?: string;
  series: { country: string; kind: string; value: string | null };
  since: string;
  ground: { number: number; expected: number };
}

/** What the stream says of an incident. */
export interface Change {
  kind: "new" | "changed" | "gone";
  incident: Incident;
}
