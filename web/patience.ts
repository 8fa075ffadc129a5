import type { Heard } from './clock-offset.ts';

const READ_MS = 30_000;
const WRITE_MS = 60_000;
/** Somebody stands before it and waits, and it may be said again. */
const DECISION_MS = 15_000;
const DECISION =
  /\/api\/alerts\/\d+\/(acknowledge|close|reopen|verdict|phase|lower|assignee|comments|records|steps\b|statements\/\d+\/(decision|withdraw))|\/api\/silences\b/;
/** These wait for a site, a service or a computation of somebody else. */
const LONG_MS = 300_000;
const LONG = /\/(train|preview|test|inspect|try|replay|backfill|opml)\b|\/api\/import/;
/** A survey is counted and its texts are read. */
const KEEPING = /\/api\/surveys$/;

/** How long an answer is waited for. */
export function patienceFor(path: string, method: string): number {
  if (LONG.test(path) || (method === 'POST' && KEEPING.test(path))) return LONG_MS;
  if (method === 'GET') return READ_MS;
  return DECISION.test(path) ? DECISION_MS : WRITE_MS;
}

let dated: (heard: Heard) => void = () => {};
/** Whoever keeps the time hears what the server's clock said in each answer. */
export function onDated(listener: (heard: Heard) => void): void {
  dated = listener;
}

/** As `fetch`; a server that hangs is given up on, with a `TimeoutError`. */
export async function patientFetch(input: Request | URL | string, init: RequestInit = {}): Promise<Response> {
  const path = input instanceof Request ? input.url : String(input);
  const limit = AbortSignal.timeout(patienceFor(path, init.method ?? 'GET'));
  const signal = init.signal ? AbortSignal.any([init.signal, limit]) : limit;
  const sentAt = Date.now();
  const answer = await fetch(input, { ...init, signal });
  const serverAt = Date.parse(answer.headers.get('date') ?? '');
  if (!Number.isNaN(serverAt)) dated({ sentAt, heardAt: Date.now(), serverAt });
  return answer;
}
