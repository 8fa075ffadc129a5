import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';

const BATCH = 500;

interface Decision {
  readonly url: string;
  readonly verdict: 'allowed' | 'disallowed' | 'not-now';
  readonly at: Instant;
  readonly robots: { readonly status: number; readonly body: string | null };
}

/** What a robots.txt said about an address, and the whole text that said it. */
export interface ArchivedDecision {
  readonly url: string;
  readonly verdict: string;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  readonly times: number;
  readonly status: number;
  /** null: there were no rules. */
  readonly robots: string | null;
}

/** Keeps a decision with the text it rests on; each text is kept once, each decision counted. */
export async function archiveDecision(db: Db, { url, verdict, at, robots }: Decision): Promise<void> {
  const { status, body } = robots;
  const hash = createHash('sha256')
    .update(`${status}\n${body ?? ''}`)
    .digest('hex');
  const text = await db
    .insertInto('robots_text')
    .values({ origin: new URL(url).origin, hash, status, body, first_at: at, last_at: at })
    .onConflict((conflict) => conflict.columns(['origin', 'hash']).doUpdateSet({ last_at: at }))
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('robots_decision')
    .values({ url, text_id: text.id, verdict, first_at: at, last_at: at })
    .onConflict((conflict) =>
      conflict
        .columns(['url', 'text_id', 'verdict'])
        .doUpdateSet({ last_at: at, times: sql`robots_decision.times + 1` }),
    )
    .execute();
}

/** The latest decisions, newest first. `start`: only about addresses that begin with it. */
export async function listDecisions(
  db: Db,
  { start, limit }: { readonly start?: string; readonly limit: number },
): Promise<readonly ArchivedDecision[]> {
  return db
    .selectFrom('robots_decision as decision')
    .innerJoin('robots_text as text', 'text.id', 'decision.text_id')
    .select([
      'decision.url',
      'decision.verdict',
      'decision.first_at as firstAt',
      'decision.last_at as lastAt',
      'decision.times',
      'text.status',
      'text.body as robots',
    ])
    .$if(start !== undefined, (query) =>
      query.where(sql<boolean>`substr(decision.url, 1, ${start?.length ?? 0}) = ${start}`),
    )
    .orderBy('decision.last_at', 'desc')
    .orderBy('decision.url')
    .limit(limit)
    .execute();
}

/** Forgets a batch of decisions last made before a time, and the texts that then decide nothing. */
export async function pruneDecisions(db: Db, before: Instant): Promise<number> {
  const gone = await sql`
    delete from robots_decision where (url, text_id, verdict) in (
      select url, text_id, verdict from robots_decision where last_at < ${before} limit ${BATCH})`.execute(
    db,
  );
  await sql`
    delete from robots_text where last_at < ${before}
    and not exists (select 1 from robots_decision where text_id = robots_text.id)`.execute(db);
  return Number(gone.numAffectedRows ?? 0n);
}
