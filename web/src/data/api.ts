/** The API under /api/v1: asked, and its refusals told in its own words. */

import { Columns } from "./columns";
import { ARROW, early, headers } from "./early";
import { type Filters, NOTHING_ASKED, writeFilters } from "./filters";
import type { AsOf, IncidentDetail, Upsurge } from "./types";

const ROOT = "/api/v1";

/** The API answered with a refusal, or not at all (status 0). */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** What the columns are asked with: the breakdowns narrow what is here, so only what is not here is asked anew. */
export function columnsQuery(factuality: Filters["factuality"]): string {
  return writeFilters({ ...NOTHING_ASKED, factuality }).toString();
}

/** Everything that the page needs of all incidents. */
export async function columns(query: string, signal?: AbortSignal): Promise<Columns> {
  const path = `/columns${query ? `?${query}` : ""}`;
  const asked = early(ROOT + path);
  const answer = await send(path, ARROW, signal, asked?.answer);
  return new Columns((await asked?.body) ?? (await answer.arrayBuffer()));
}

/** The ids of the incidents whose articles, places, actors or targets have these words. */
export async function matching(filters: Filters, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const query = writeFilters({ ...NOTHING_ASKED, factuality: filters.factuality, words: filters.words });
  return new Set((await columns(query.toString(), signal)).ids as Iterable<string>);
}

/** One incident with its articles and its revisions. */
export function incident(id: string, signal: AbortSignal): Promise<IncidentDetail> {
  return ask<IncidentDetail>(`/incidents/${encodeURIComponent(id)}`, signal);
}

/** How far the read model is, and whether it still hears the broker. */
export async function asOf(): Promise<AsOf> {
  return (await ask<{ as_of: AsOf }>("/incidents?limit=1")).as_of;
}

/** The upsurges that have not ended. */
export async function upsurges(): Promise<Upsurge[]> {
  const answer = await ask<{ items: Upsurge[] } | Upsurge[]>("/alerts?open=true");
  return Array.isArray(answer) ? answer : answer.items;
}

/** Where the incidents that are shown can be had as a file. */
export function exportUrl(name: string, filters: Filters): string {
  const query = writeFilters(filters).toString();
  return `${ROOT}/export/${name}${query ? `?${query}` : ""}`;
}

/** Such a file, asked for with the reader's token. */
export async function file(url: string): Promise<Blob> {
  return (await send(url.slice(ROOT.length), "*/*")).blob();
}

/** The stream of incidents and alerts after a position. */
export function openStream(query: string, after: string, signal: AbortSignal): Promise<Response> {
  const all = new URLSearchParams(query);
  for (const event of ["incident", "alert"]) all.append("events", event);
  all.set("after", after);
  return send(`/stream?${all}`, "text/event-stream", signal);
}

async function ask<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await (await send(path, "application/json", signal)).json()) as T;
}

async function send(path: string, accept: string, signal?: AbortSignal, sent?: Promise<Response>): Promise<Response> {
  let answer: Response;
  try {
    answer = await (sent ?? fetch(ROOT + path, { headers: headers(accept), signal: signal ?? null }));
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Refused(0, "The server does not answer.");
  }
  if (!answer.ok) throw new Refused(answer.status, await reason(answer));
  return answer;
}

async function reason(answer: Response): Promise<string> {
  try {
    const problem = (await answer.json()) as { title?: string; detail?: string };
    return problem.detail ?? problem.title ?? `The server answered ${answer.status}.`;
  } catch {
    return `The server answered ${answer.status}.`;
  }
}
