import { AppError } from '../../core/errors.ts';
import { demandSeen, demandWritten } from '../../core/optimistic-lock.ts';
import {
  checkStandard,
  type Standard,
  type StandardInput,
  type StandardTerms,
} from '../../core/service/standard.ts';
import type { Instant } from '../../core/time.ts';
import type { Db, Tx } from '../database.ts';
import { requireWatch } from '../watch/watches.ts';
import { markOfStandard, requireStandard, type VersionRow } from './standards.ts';

interface Who {
  readonly by: string;
  readonly now: Instant;
}

function versionRow(id: number, version: number, terms: StandardTerms, who: Who): VersionRow {
  const { name, floor, target, ideal, owner, reviewAt, promise } = terms;
  return {
    standard_id: id,
    version,
    name,
    floor,
    target,
    ideal,
    owner,
    review_at: reviewAt,
    promise: promise?.text ?? null,
    promise_value: promise?.value ?? null,
    promise_url: promise?.url ?? null,
    promise_from: promise?.from ?? null,
    promise_to: promise?.to ?? null,
    changed_at: who.now,
    changed_by: who.by,
  };
}

/** @throws AppError('not_found') for a watch that does not exist; what `checkStandard` throws */
export async function createStandard(db: Db, input: StandardInput, who: Who): Promise<Standard> {
  const { watchId, touchpoint, unit, better, ...terms } = checkStandard(input);
  return db.transaction().execute(async (tx) => {
    await requireWatch(tx, watchId);
    const { id } = await tx
      .insertInto('standard')
      .values({
        watch_id: watchId,
        touchpoint,
        unit,
        better,
        version: 1,
        created_at: who.now,
        created_by: who.by,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await tx
      .insertInto('standard_version')
      .values(versionRow(id, 1, terms, who))
      .execute();
    return (await requireStandard(tx, id)).standard;
  });
}

/** The one to be changed, still as its writer saw it. @throws AppError('not_found' | 'overtaken') */
async function demandStandard(tx: Tx, id: number, seen: string | undefined): Promise<Standard> {
  const { standard, retiredAt } = await requireStandard(tx, id);
  if (retiredAt !== null) throw new AppError('not_found', `standard ${id} is retired`);
  demandSeen(markOfStandard(standard), seen);
  return standard;
}

const markNow = (tx: Tx, id: number) => async () => markOfStandard((await requireStandard(tx, id)).standard);

/**
 * New terms from now on; those before are kept. @throws AppError('not_found' | 'overtaken'), what `checkStandard`
 * throws
 */
export async function amendStandard(
  db: Db,
  id: number,
  terms: StandardTerms,
  who: Who & { readonly seen?: string | undefined },
): Promise<Standard> {
  return db.transaction().execute(async (tx) => {
    const standard = await demandStandard(tx, id, who.seen);
    const { touchpoint, unit, better } = standard;
    const checked = checkStandard({ ...terms, touchpoint, unit, better });
    const version = standard.version + 1;
    const moved = await tx
      .updateTable('standard')
      .set({ version })
      .where('id', '=', id)
      .where('version', '=', standard.version)
      .where('retired_at', 'is', null)
      .executeTakeFirst();
    await demandWritten(moved.numUpdatedRows, markNow(tx, id));
    await tx
      .insertInto('standard_version')
      .values(versionRow(id, version, checked, who))
      .execute();
    return (await requireStandard(tx, id)).standard;
  });
}

/** Takes it out of force; it stays with all its terms. @throws AppError('not_found' | 'overtaken') */
export async function retireStandard(
  db: Db,
  id: number,
  who: Who & { readonly seen?: string | undefined },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const standard = await demandStandard(tx, id, who.seen);
    const retired = await tx
      .updateTable('standard')
      .set({ retired_at: who.now, retired_by: who.by })
      .where('id', '=', id)
      .where('version', '=', standard.version)
      .where('retired_at', 'is', null)
      .executeTakeFirst();
    await demandWritten(retired.numUpdatedRows, markNow(tx, id));
  });
}
