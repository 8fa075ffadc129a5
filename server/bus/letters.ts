import type { LiveEvent } from '../core/live.ts';

/** PostgreSQL takes less than 8,000 bytes; the envelope around an event needs some of them. */
const MOST_BYTES = 7_800;

/** What travels: an event, who sent it, and which of its letters it is, so that no two are alike. */
export interface Letter {
  readonly from: string;
  readonly no: number;
  readonly event: LiveEvent;
}

/**
 * The event as pieces that a notification can carry. What is said of very many watches goes in several letters,
 * each post counted in one of them only; any other event as large goes in none.
 */
export function piecesOf(event: LiveEvent): readonly LiveEvent[] {
  if (Buffer.byteLength(JSON.stringify(event)) <= MOST_BYTES) return [event];
  if (event.kind !== 'mentions' && event.kind !== 'looking') return [];
  const ids = event.watchIds ?? [];
  const [first, rest] = [ids.slice(0, ids.length >> 1), ids.slice(ids.length >> 1)];
  if (first.length === 0) return [];
  const others =
    event.kind === 'mentions' ? { ...event, added: 0, watchIds: rest } : { ...event, watchIds: rest };
  return [...piecesOf({ ...event, watchIds: first }), ...piecesOf(others)];
}

/** Null for what somebody else has sent over the same channel. */
export function readLetter(text: string): Letter | null {
  try {
    const letter = JSON.parse(text);
    const { from, event } = letter ?? {};
    return typeof from === 'string' && typeof event?.kind === 'string' ? letter : null;
  } catch {
    return null;
  }
}
