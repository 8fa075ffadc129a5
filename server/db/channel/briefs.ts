import type { Selectable } from 'kysely';
import type { Person } from '../../core/alert/duty.ts';
import type { Brief } from '../../core/notices/brief.ts';
import { markOf } from '../../core/optimistic-lock.ts';
import type { Instant } from '../../core/time.ts';
import type { Db, Tx } from '../database.ts';
import { parseJson } from '../engine/json.ts';
import type { BriefTable } from '../schema/people.ts';

/** A brief with whose it is and up to when it was sent. */
export interface StoredBrief extends Brief {
  readonly personId: number;
  readonly toldUntil: Instant;
}

function toBrief(row: Selectable<BriefTable>): StoredBrief {
  const { id, minute, weekday } = row;
  return {
    id,
    minute,
    weekday,
    personId: row.person_id,
    toldUntil: row.told_until,
    kind: row.kind,
    watchIds: parseJson<number[]>(row.watches_json),
    quiet: row.quiet as Brief['quiet'],
  };
}

/** Everybody's, in the order in which they were made. */
export async function listBriefs(db: Db): Promise<readonly StoredBrief[]> {
  return (await db.selectFrom('brief').selectAll().orderBy('id').execute()).map(toBrief);
}

/** Of somebody and their briefs as people enter them; that a brief was sent changes nothing. */
export function markOfPerson(person: Person, briefs: readonly StoredBrief[]): string {
  const own = briefs.filter(({ personId }) => personId === person.id);
  return markOf([person, own.map(({ toldUntil: _, ...brief }) => brief)]);
}

/** A brief with the number it has, or none yet. */
export type BriefInput = Omit<Brief, 'id'> & { readonly id: number | null };

/** Puts these in place of the ones somebody has. A new one is sent for the first time at its next turn. */
export async function saveBriefs(
  tx: Tx,
  personId: number,
  briefs: readonly BriefInput[],
  now: Instant,
): Promise<void> {
  const kept = briefs.flatMap(({ id }) => (id === null ? [] : [id]));
  let gone = tx.deleteFrom('brief').where('person_id', '=', personId);
  if (kept.length > 0) gone = gone.where('id', 'not in', kept);
  await gone.execute();
  for (const { id, kind, minute, weekday, watchIds, quiet } of briefs) {
    const row = { kind, minute, weekday, quiet, watches_json: JSON.stringify(watchIds) };
    if (id === null)
      await tx
        .insertInto('brief')
        .values({ ...row, person_id: personId, told_until: now })
        .execute();
    else
      await tx.updateTable('brief').set(row).where('id', '=', id).where('person_id', '=', personId).execute();
  }
}

/** Takes a turn; false when another has sent it already. */
export async function takeTurn(tx: Tx, id: number, at: Instant): Promise<boolean> {
  const done = await tx
    .updateTable('brief')
    .set({ told_until: at })
    .where('id', '=', id)
    .where('told_until', '<', at)
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}
