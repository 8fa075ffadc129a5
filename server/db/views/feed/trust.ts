import type { FeedHealth } from '../../../core/feed/feed.ts';
import { stopsAlerts } from '../../../core/notices/notice-hold.ts';
import type { Overview } from '../../../core/screens/screens.ts';
import type { TroubleRow } from '../../../core/screens/system.ts';
import type { Instant } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { listOpenTroubles } from '../../installation/troubles.ts';
import { readBlindness } from './blindness.ts';
import { lagOver, readSharedLags } from './feed-states.ts';
import { readFeedVitals } from './feed-vitals.ts';

const ALIVE: readonly FeedHealth[] = ['ok', 'quiet'];
const TROUBLED: readonly FeedHealth[] = ['walled', 'failing', 'suspect'];

/** Whether the figures can be trusted: how old posts were when they arrived, and which feeds are troubled. */
export async function readTrust(db: Db, now: Instant): Promise<Overview['trust']> {
  const vitals = await readFeedVitals(db, now);
  const states = vitals.filter((state) => state.feed.active);
  const ids = states.map(({ feed }) => feed.id);
  const { p50, p95 } = lagOver(await readSharedLags(db, ids, now));
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
    // Each was written with the detail of its kind.
    troubles: (await listOpenTroubles(db)).filter(stopsAlerts) as unknown as readonly TroubleRow[],
    blind: await readBlindness(db, now, vitals),
    lastCheckAt: checks.length > 0 ? Math.max(...checks) : null,
  };
}
