import { sql } from 'kysely';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { engineOf } from '../engine/engine.ts';
import { getSetting, setSetting } from '../installation/settings.ts';

/**
 * On PostgreSQL any number of processes may have the same clocks: the first that asks for a turn of one gets it.
 * A turn is a slot of so many seconds around a time that the server's clock says, whatever theirs say; should it
 * be set back, the next slot is another one all the same. On SQLite one process works: null.
 */
export function claimOfRings(db: Db): ((name: string, seconds: number) => Promise<boolean>) | null {
  if (engineOf(db) === 'sqlite') return null;
  return async (name, seconds) => {
    const slot = sql<number>`cast(round(extract(epoch from clock_timestamp()) / ${sql.lit(seconds)}) as bigint)`;
    const claimed = await db
      .insertInto('ring')
      .values({ name, slot })
      .onConflict((conflict) =>
        conflict
          .column('name')
          .doUpdateSet((eb) => ({ slot: eb.ref('excluded.slot') }))
          .whereRef('ring.slot', '<>', 'excluded.slot'),
      )
      .executeTakeFirst();
    return claimed.numInsertedOrUpdatedRows === 1n;
  };
}

/** When rings that must not be missed last rang, or were first looked for; it outlives every process. */
export interface RingMemory {
  last(name: string): Promise<Instant | null>;
  keep(name: string, at: Instant): Promise<void>;
}

export function createRingMemory(db: Db): RingMemory {
  const keyOf = (name: string) => `rung:${name}`;
  return {
    async last(name) {
      const value = await getSetting(db, keyOf(name));
      return value === null ? null : Number(value);
    },
    keep: (name, at) => setSetting(db, keyOf(name), String(at)),
  };
}
