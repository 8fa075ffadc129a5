import { sql } from 'kysely';
import type { Pulse } from '../../core/operation/heartbeat.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { getDetectedAt } from './health-look.ts';

/** Whether detection passes end and messages are taken; two looks into indexes of what waits. */
export async function readPulse(db: Db, now: Instant): Promise<Pulse> {
  const due = (outbox: 'delivery' | 'notice') => sql`
    (select min(next_at) from ${sql.table(outbox)} where status = 'waiting' and next_at <= ${now})`;
  const { rows } = await sql<{ a: Instant | null; b: Instant | null }>`
    select ${due('delivery')} as a, ${due('notice')} as b`.execute(db);
  const times = [rows[0]?.a ?? null, rows[0]?.b ?? null].filter((at) => at !== null);
  return {
    detectedAt: await getDetectedAt(db),
    dueSince: times.length === 0 ? null : Math.min(...times),
  };
}
