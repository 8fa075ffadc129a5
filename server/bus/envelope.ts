import type { LiveEvent } from '../core/job/live.ts';

/** PostgreSQL takes less than 8,000 bytes; what stands around an event needs some of them. */
const MAX_EVENT_BYTES = 7_800;

/** What travels: an event, who sent it, and which of its envelopes it is, so that no two are alike. */
export interface Envelope {
  readonly from: string;
  readonly no: number;
  readonly event: LiveEvent;
}

/**
 * The event as pieces that a notification can carry. What is said of very many watches goes in several envelopes,
 * each post counted in one of them only; any other event as large goes in none.
 */
export function piecesOf(event: LiveEvent): readonly LiveEvent[] {
  if (Buffer.byteLength(JSON.stringify(event)) <= MAX_EVENT_BYTES) return [event];
  if (event.kind !== 'mentions' && event.kind !== 'looking') return [];
  const ids = event.watchIds ?? [];
  const [first, rest] = [ids.slice(0, ids.length >> 1), ids.slice(ids.length >> 1)];
  if (first.length === 0) return [];
  const others =
    event.kind === 'mentions' ? { ...event, added: 0, watchIds: rest } : { ...event, watchIds: rest };
  return [...piecesOf({ ...event, watchIds: first }), ...piecesOf(others)];
}

/** Null for what somebody else has sent over the same channel. */
export function readEnvelope(text: string): Envelope | null {
  try {
    const envelope = JSON.parse(text);
    const { from, event } = envelope ?? {};
    return typeof from === 'string' && typeof event?.kind === 'string' ? envelope : null;
  } catch {
    return null;
  }
}
