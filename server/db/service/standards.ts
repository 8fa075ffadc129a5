import type { Selectable } from 'kysely';
import { notFound } from '../../core/errors.ts';
import { markOf } from '../../core/optimistic-lock.ts';
import type { PublicPromise, Standard, StandardTerms, StandardVersion } from '../../core/service/standard.ts';
import type { Db } from '../database.ts';
import type { StandardTable, StandardVersionTable } from '../schema/schema.ts';

/** More than these nobody keeps, and each is measured again. */
const MAX_STANDARDS_LISTED = 100;

export type VersionRow = Selectable<StandardVersionTable>;
type Row = Selectable<StandardTable> & VersionRow;
function promiseOf(row: VersionRow): PublicPromise | null {
  const { promise: text, promise_value: value, promise_url: url, promise_from: from, promise_to: to } = row;
  return text === null || value === null || from === null ? null : { text, value, url, from, to };
}

function termsOf(row: VersionRow): StandardTerms {
  const { name, floor, target, ideal, owner, review_at: reviewAt } = row;
  return { name, floor, target, ideal, owner, reviewAt, promise: promiseOf(row) };
}

function toStandard(row: Row): Standard {
  return {
    ...termsOf(row),
    id: row.id,
    watchId: row.watch_id,
    touchpoint: row.touchpoint,
    unit: row.unit,
    better: row.better,
    version: row.version,
    changedAt: row.changed_at,
    changedBy: row.changed_by,
    createdAt: row.created_at,
    createdBy: row.created_by,
  };
}

/** What an amender has seen of a standard. */
export const markOfStandard = ({ id, version }: Pick<Standard, 'id' | 'version'>): string =>
  markOf([id, version]);

const newest = (db: Db) =>
  db
    .selectFrom('standard as s')
    .innerJoin('standard_version as v', (on) =>
      on.onRef('v.standard_id', '=', 's.id').onRef('v.version', '=', 's.version'),
    )
    .selectAll('v')
    .selectAll('s');

/** Those in force of these watches, in the order in which they were written down. */
export async function listStandards(db: Db, watchIds: readonly number[]): Promise<readonly Standard[]> {
  if (watchIds.length === 0) return [];
  const rows = await newest(db)
    .where('s.watch_id', 'in', watchIds)
    .where('s.retired_at', 'is', null)
    .orderBy('s.id')
    .limit(MAX_STANDARDS_LISTED)
    .execute();
  return rows.map(toStandard);
}

/** One with who retired it, if anybody did. @throws AppError('not_found') */
export async function requireStandard(db: Db, id: number) {
  const row = await newest(db).where('s.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('standard', id);
  return { standard: toStandard(row), retiredAt: row.retired_at, retiredBy: row.retired_by };
}

/** All terms that these standards ever had, oldest first. */
export async function listVersions(
  db: Db,
  ids: readonly number[],
): Promise<ReadonlyMap<number, readonly StandardVersion[]>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('standard_version')
    .selectAll()
    .where('standard_id', 'in', ids)
    .orderBy('standard_id')
    .orderBy('version')
    .execute();
  const byId = Map.groupBy(rows, ({ standard_id }) => standard_id);
  return new Map(
    [...byId].map(([id, those]) => [
      id,
      those.map((row) => ({ ...termsOf(row), version: row.version, at: row.changed_at, by: row.changed_by })),
    ]),
  );
}
