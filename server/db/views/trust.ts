import type { FeedHealth } from '../../core/feed.ts';
import type { Overview } from '../../core/screens.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { lagOver, readFeedStates } from './feed-states.ts';

const ALIVE: readonly FeedHealth[] = ['ok', 'quiet'];
const TROUBLED: readonly FeedHealth[] = ['walled', 'failing', 'suspect'];

/** Whether the figures can be trusted: how old posts were when they arrived, and which feeds are troubled. */
export async function readTrust(db: Db, now: Instant): Promise<Overview['trust']> {
  const states = (await readFeedStates(db, now)).filter((state) => state.feed.active);
  const { p50, p95 } = lagOver(states.flatMap((state) => state.lags));
  const checks = states.flatMap((state) => (state.lastRun ? [state.lastRun.endedAt] : []));
  return {
    lagP50: p50,
    lagP95: p95,
    alive: states.filter((state) => ALIVE.includes(state.health)).length,
    total: states.length,
    troubled: states
      .filter((state) => TROUBLED.includes(state.health))
      .map(({ feed, health, lastRun }) => ({
        id: feed.id,
        name: feed.name,
        health,
        detail: lastRun?.detail ?? '',
      })),
    lastCheckAt: checks.length > 0 ? Math.max(...checks) : null,
  };
}
