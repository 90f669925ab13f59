/** An answer that was asked for before the page was there to take it. */

const KEPT_AS = "tallywire-token";

export const ARROW = "application/vnd.apache.arrow.stream";

/** An answer, and what is in it if it is a good one: read while the page's own script is still on its way. */
interface Early {
  path: string;
  answer: Promise<Response>;
  body: Promise<ArrayBuffer | null>;
}

const here = globalThis as unknown as { tallywireEarly?: Early };

/** Ask for the columns now. */
export function askEarly(query: string): void {
  const path = `/api/v1/columns${query ? `?${query}` : ""}`;
  const answer = fetch(path, { headers: headers(ARROW) });
  const body = answer.then((response) => (response.ok ? response.arrayBuffer() : null));
  // Whoever takes it hears of it; until then it is no unhandled fault.
  for (const each of [answer, body]) each.catch(() => undefined);
  here.tallywireEarly = { path, answer, body };
}

/** What was asked for early under this path; each is given once. */
export function early(path: string): Early | null {
  const asked = here.tallywireEarly;
  if (asked?.path !== path) return null;
  delete here.tallywireEarly;
  return asked;
}

/** What a request says of itself, with the token if the reader gave one. */
export function headers(accept: string): Record<string, string> {
  const token = sessionStorage.getItem(KEPT_AS);
  return { Accept: accept, ...(token && { Authorization: `Bearer ${token}` }) };
}

/** Whether the reader gave a token. */
export function hasToken(): boolean {
  return sessionStorage.getItem(KEPT_AS) !== null;
}

/** Send this token from now on, as long as this tab is open. */
export function useToken(token: string): void {
  sessionStorage.setItem(KEPT_AS, token);
}
