import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';

/** A host that is left alone. `until` 0: no longer. */
export interface HostRest {
  readonly host: string;
  readonly until: Instant;
  readonly why: string;
}

export async function getRest(db: Db, host: string): Promise<HostRest | null> {
  const row = await db
    .selectFrom('host_rest')
    .select(['host', 'until_at as until', 'why'])
    .where('host', '=', host)
    .executeTakeFirst();
  return row ?? null;
}

/** Keeps until when a host is left alone, or forgets it. */
export async function saveRest(db: Db, { host, until, why }: HostRest): Promise<void> {
  if (until === 0) {
    await db.deleteFrom('host_rest').where('host', '=', host).execute();
    return;
  }
  const row = { until_at: until, why };
  await db
    .insertInto('host_rest')
    .values({ host, ...row })
    .onConflict((conflict) => conflict.column('host').doUpdateSet(row))
    .execute();
}
