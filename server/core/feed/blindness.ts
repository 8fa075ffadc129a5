import type { Instant } from '../time.ts';
import { type OutageFacts, outageOf } from './feed-incident.ts';

/** Why nothing can be seen at all: no alert then says nothing about the world. */
export type Blindness =
  | { readonly kind: 'no-watch' }
  | { readonly kind: 'no-feed' }
  /** Feeds are there, and none was read yet. */
  | { readonly kind: 'first-fetch' }
  /** Since when the last of them is down; null where none was ever read. */
  | { readonly kind: 'feeds-down'; readonly since: Instant | null }
  /** Nothing that is read can be stored, and no message goes out. */
  | { readonly kind: 'disk-full' };

/** A feed that is to be read. */
interface FeedSight extends OutageFacts {
  readonly lastPostsAt: Instant | null;
}

export interface SightFacts {
  /** Active ones. */
  readonly watches: number;
  /** Active ones. */
  readonly feeds: readonly FeedSight[];
  /** Whether posts that no feed brought came lately: pushed or imported ones. */
  readonly pushed: boolean;
}

/** Null where something can be seen, were it only by one of many feeds. */
export function blindnessOf({ watches, feeds, pushed }: SightFacts, now: Instant): Blindness | null {
  if (watches === 0) return { kind: 'no-watch' };
  if (pushed) return null;
  if (feeds.length === 0) return { kind: 'no-feed' };
  const down = feeds.filter((feed) => outageOf(feed, now) !== null);
  if (down.length === feeds.length) return { kind: 'feeds-down', since: lastSightOf(down) };
  const unread = feeds.filter(({ health }) => health === 'new').length;
  return down.length + unread === feeds.length ? { kind: 'first-fetch' } : null;
}

/** When one of these gave something worth reading for the last time. */
function lastSightOf(feeds: readonly FeedSight[]): Instant | null {
  const times = feeds.flatMap(({ health, lastOkAt, lastPostsAt }) => {
    // An empty page counts as read, and is what is suspected.
    const at = health === 'suspect' ? (lastPostsAt ?? lastOkAt) : lastOkAt;
    return at === null ? [] : [at];
  });
  return times.length > 0 ? Math.max(...times) : null;
}
