import { DAY, type Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { parseJson } from '../engine/json.ts';
import { getSetting, setSetting } from '../installation/settings.ts';

/** What a list named and nobody came to ask for, since the host wants a long pause between two requests. */
interface Waiting {
  /** The list as the feed's settings have it: of another one they say nothing. */
  readonly list: string;
  readonly urls: readonly string[];
  readonly at: Instant;
}

const keyOf = (feedId: number): string => `feed.waiting.${feedId}`;

/** The addresses of a list that still wait; none after a day, for the list names others by then. */
export async function readWaiting(
  db: Db,
  feedId: number,
  list: string,
  now: Instant,
): Promise<readonly string[]> {
  const kept = await getSetting(db, keyOf(feedId));
  if (kept === null || kept === '') return [];
  const waiting = parseJson<Waiting>(kept);
  return waiting.list === list && now - waiting.at < DAY ? waiting.urls : [];
}

/** Keeps the addresses that wait, in the place of those kept before; none: there is nothing to keep. */
export async function keepWaiting(
  db: Db,
  feedId: number,
  list: string,
  urls: readonly string[],
  now: Instant,
): Promise<void> {
  const waiting: Waiting = { list, urls, at: now };
  await setSetting(db, keyOf(feedId), urls.length === 0 ? '' : JSON.stringify(waiting));
}

/** Forgets what waited for a feed that is no more. */
export async function forgetWaiting(db: Db, feedId: number): Promise<void> {
  await db.deleteFrom('setting').where('key', '=', keyOf(feedId)).execute();
}
