import { DAY, HOUR, type Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';

/** As far as what is usual looks back: what was silent for longer begins again. */
const REMEMBERED = 28 * DAY;
/** So often it is written down that one still brings something. */
const NOTED_EVERY = HOUR;

/**
 * The ids of inlets, by their names: by what posts come that no feed brings (see `InletTable`). One that is not known, or
 * brought nothing for four weeks, begins now. Only where posts are stored, which one transaction at a time does.
 */
export async function takeInlets(
  db: Db,
  names: readonly string[],
  now: Instant,
): Promise<ReadonlyMap<string, number>> {
  const ids = new Map<string, number>();
  for (const name of new Set(names)) {
    const row = await db.selectFrom('inlet').selectAll().where('name', '=', name).executeTakeFirst();
    if (row !== undefined && Math.abs(now - row.last_at) < NOTED_EVERY) ids.set(name, row.id);
    else ids.set(name, await noteInlet(db, name, row === undefined || now - row.last_at > REMEMBERED, now));
  }
  return ids;
}

async function noteInlet(db: Db, name: string, begins: boolean, now: Instant): Promise<number> {
  const { id } = await db
    .insertInto('inlet')
    .values({ name, since: now, last_at: now })
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet({ last_at: now, ...(begins && { since: now }) }),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Inlets that began within a stretch of time. */
export async function listInletsBegun(
  db: Db,
  { after, until }: { readonly after: Instant; readonly until: Instant },
): Promise<readonly { readonly id: number; readonly since: Instant }[]> {
  return db
    .selectFrom('inlet')
    .select(['id', 'since'])
    .where('since', '>', after)
    .where('since', '<=', until)
    .execute();
}
