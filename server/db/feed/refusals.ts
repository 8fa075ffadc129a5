import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { chunks } from '../engine/chunks.ts';

/** A post or import row that was not stored, and why. */
export interface RefusalRow {
  readonly id: number;
  readonly at: Instant;
  /** The feed or file it came from. */
  readonly origin: string;
  /** Place on the page, or row number in the file. */
  readonly position: number;
  readonly reason: string;
  readonly excerpt: string;
}

/** Remembers refusals; the same one met again only becomes recent again. */
export async function addRefusals(db: Db, rows: readonly Omit<RefusalRow, 'id'>[]): Promise<void> {
  const each = new Map(
    rows.map((row) => [JSON.stringify([row.origin, row.position, row.reason, row.excerpt]), row]),
  );
  for (const part of chunks([...each.values()], 500)) {
    await db
      .insertInto('refusal')
      .values(part)
      .onConflict((conflict) =>
        conflict
          .columns(['origin', 'position', 'reason', 'excerpt'])
          .doUpdateSet((update) => ({ at: update.ref('excluded.at') })),
      )
      .execute();
  }
}

/** Newest first. @param origin only those of this feed or file */
export async function listRefusals(db: Db, limit: number, origin?: string): Promise<readonly RefusalRow[]> {
  let query = db.selectFrom('refusal').selectAll();
  if (origin !== undefined) query = query.where('origin', '=', origin);
  return query.orderBy('at', 'desc').orderBy('id', 'desc').limit(limit).execute();
}
