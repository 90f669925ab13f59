/** All incidents as columns: numbers in typed arrays, so that 50,000 are filtered and counted within a frame. */

import type { Columns } from "./columns";
import { dayOf } from "./days";
import { Ids } from "./ids";
import { Lists } from "./lists";
import type { Incident, Range } from "./types";
import { Vocabulary } from "./vocabulary";

export const NONE = -1;
/** No day: below any that a wire tells of. */
export const NO_DAY = -2_147_483_648;

const SPARE = 1.25;
/** Stances that tie an actor to the deed, as in the counts. */
const DOERS = new Set(["claimed", "blamed", "suspected"]);

type Grown = Int32Array<ArrayBuffer> | Float32Array<ArrayBuffer>;

export class Incidents {
  size = 0;
  /** So many came with the API's answer, the newest first; those after came one by one. */
  loaded = 0;
  ids = new Ids();
  first = new Int32Array(0);
  last = new Int32Array(0);
  lat = new Float32Array(0);
  lon = new Float32Array(0);
  country = new Int32Array(0);
  admin1 = new Int32Array(0);
  place = new Int32Array(0);
  kind = new Int32Array(0);
  weapon = new Int32Array(0);
  outcome = new Int32Array(0);
  sources = new Int32Array(0);
  killedMin = new Int32Array(0);
  killedMax = new Int32Array(0);
  woundedMin = new Int32Array(0);
  woundedMax = new Int32Array(0);
  confidence = new Int32Array(0);
  revision = new Int32Array(0);
  /** 1: it stands; 0: it was withdrawn, merged into another, or is not asked for. */
  alive = new Int32Array(0);
  actors = new Lists();
  targetKinds = new Lists();
  /** Grows with every change: what is derived from the columns is derived anew. */
  version = 0;

  words = {
    country: new Vocabulary(),
    admin1: new Vocabulary(),
    place: new Vocabulary(),
    kind: new Vocabulary(),
    weapon: new Vocabulary(),
    outcome: new Vocabulary(),
    actor: new Vocabulary(),
    target_kind: new Vocabulary(),
  };

  /** The incidents of the API's answer. */
  static from(columns: Columns): Incidents {
    const all = new Incidents();
    for (const name of Object.keys(all.words) as (keyof Incidents["words"])[]) {
      all.words[name] = new Vocabulary(columns.vocabulary[name]);
    }
    all.size = columns.size;
    all.loaded = columns.size;
    all.ids = new Ids(columns.ids);
    for (const name of ["first", "last"] as const) all[name] = columns.integers(name, NO_DAY);
    for (const name of ["lat", "lon"] as const) all[name] = columns.fractions(name);
    for (const name of ["country", "admin1", "place", "kind", "weapon", "outcome"] as const) {
      all[name] = columns.integers(name);
    }
    for (const name of ["sources", "confidence", "revision"] as const) all[name] = columns.integers(name);
    all.killedMin = columns.integers("killed_min");
    all.killedMax = columns.integers("killed_max");
    all.woundedMin = columns.integers("wounded_min");
    all.woundedMax = columns.integers("wounded_max");
    all.alive = new Int32Array(columns.size).fill(1);
    all.actors = columns.lists("actors");
    all.targetKinds = columns.lists("target_kinds");
    return all;
  }

  /** Write an incident as it is now into its row, or into a new one; its row, or -1 if what is here is as new. */
  put(incident: Incident): number {
    let row = this.ids.row(incident.incident_id);
    if (row !== NONE && this.alive[row] && incident.revision <= this.revision[row]!) return NONE;
    if (row === NONE) row = this.#append(incident.incident_id);
    this.alive[row] = 1;
    this.version += 1;
    this.#write(row, incident);
    return row;
  }

  /** It stands no more; whether it did. */
  drop(id: string): boolean {
    const row = this.ids.row(id);
    if (row === NONE || !this.alive[row]) return false;
    this.alive[row] = 0;
    this.version += 1;
    return true;
  }

  #append(id: string): number {
    const row = this.size;
    if (row >= this.first.length) this.#grow(Math.ceil((row + 64) * SPARE));
    this.size += 1;
    this.ids.add(id);
    return row;
  }

  #grow(length: number): void {
    for (const [name, column] of Object.entries(this) as [string, unknown][]) {
      if (!(column instanceof Int32Array || column instanceof Float32Array)) continue;
      const longer: Grown = column instanceof Int32Array ? new Int32Array(length) : new Float32Array(length);
      longer.set(column);
      (this as unknown as Record<string, Grown>)[name] = longer;
    }
  }

  #write(row: number, incident: Incident): void {
    const { occurred, location, casualties } = incident;
    this.first[row] = dayOf(occurred?.earliest) ?? NO_DAY;
    this.last[row] = dayOf(occurred?.latest) ?? NO_DAY;
    this.lat[row] = location?.lat ?? NaN;
    this.lon[row] = location?.lon ?? NaN;
    this.country[row] = number(this.words.country, location?.country);
    this.admin1[row] = number(this.words.admin1, location?.admin1);
    this.place[row] = number(this.words.place, location?.name);
    this.kind[row] = this.words.kind.take(incident.event_type);
    this.weapon[row] = this.words.weapon.take(incident.weapon.kind);
    this.outcome[row] = this.words.outcome.take(incident.outcome);
    const actors = incident.attributions.flatMap(({ actor, stance }) => (actor && DOERS.has(stance) ? [actor] : []));
    this.actors.put(row, [...new Set(actors)].map((actor) => this.words.actor.take(actor)));
    const kinds = incident.targets.map((target) => target.kind);
    this.targetKinds.put(row, [...new Set(kinds)].map((kind) => this.words.target_kind.take(kind)));
    this.sources[row] = incident.corroboration;
    [this.killedMin[row], this.killedMax[row]] = toll(casualties.killed);
    [this.woundedMin[row], this.woundedMax[row]] = toll(casualties.wounded);
    this.confidence[row] = Math.round(incident.confidence * 100);
    this.revision[row] = incident.revision;
  }
}

/** The toll of a row as the event has it: null if none is told. */
export function tollOf(min: number, max: number): Range | null {
  return min === NONE ? null : { min, max: max === NONE ? null : max };
}

function number(words: Vocabulary, word: string | null | undefined): number {
  return word ? words.take(word) : NONE;
}

function toll(range: Range | null): [number, number] {
  return range ? [range.min, range.max ?? NONE] : [NONE, NONE];
}
