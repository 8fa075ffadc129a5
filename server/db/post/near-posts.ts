import { sql } from 'kysely';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { chunks } from '../engine/chunks.ts';
import { joinInOrder, numbersIn } from '../engine/dialect.ts';

/** What near copies are recognised by. */
export interface NearText {
  readonly id: number;
  readonly title: string | null;
  readonly text: string;
  readonly at: Instant;
}

/** An original as it is compared, with what is kept of its author. */
export type OriginalText = NearText & { readonly author: string | null };

const KEYS = 500;

/** The first post stored since an instant; null when there is none. */
export async function firstPostStoredSince(db: Db, since: Instant): Promise<number | null> {
  const row = await db
    .selectFrom('post')
    .select('id')
    .where('stored_at', '>=', since)
    .orderBy('stored_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Posts after `after` in the order of their ids, those of hot lists among them. */
export async function readNearTexts(
  db: Db,
  after: number,
  limit: number,
): Promise<readonly (NearText & { readonly voice: string })[]> {
  return db
    .selectFrom('post')
    .select(['id', 'title', 'text', 'at', 'voice'])
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** For each of these posts that is still stored its original, which may be itself. */
export async function findOriginalTexts(
  db: Db,
  ids: readonly number[],
): Promise<ReadonlyMap<number, OriginalText>> {
  const found = new Map<number, OriginalText>();
  for (const part of chunks(ids, KEYS)) {
    const rows = await sql<OriginalText & { readonly asked: number }>`
      select k.value as asked, o.id, o.title, o.text, o.at, o.author
      from ${numbersIn(db, part, 'k')}
      ${joinInOrder(db)} post p on p.id = k.value
      ${joinInOrder(db)} post o on o.id = coalesce(p.copy_of, p.id)`.execute(db);
    for (const { asked, ...original } of rows.rows) found.set(asked, original);
  }
  return found;
}
