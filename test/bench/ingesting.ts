import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { addressForms } from '../../crawlers/urls.ts';
import { searchTokens } from '../../server/core/reading/bigram.ts';
import type { ReadingPool } from '../../server/core/reading/reading-pool.ts';
import { chunks } from '../../server/db/engine/chunks.ts';
import { openDatabase } from '../../server/db/engine/open.ts';
import { COUNTED_IN } from '../../server/db/mention/count-queries.ts';
import { migrateToLatest } from '../../server/db/migrate.ts';
import { createWatch } from '../../server/db/watch/watches.ts';
import { type IngestDeps, ingest } from '../../server/flows/ingest/ingest.ts';
import { createNearCopies } from '../../server/flows/ingest/near-copies.ts';
import { createStoring } from '../../server/flows/ingest/storing.ts';
import { createWatchMatcher } from '../../server/flows/ingest/watch-matcher.ts';
import { makePosts, WATCHES } from './posts.ts';

const BATCH = 500;
const TABLES = ['post', 'analysis', 'mention', 'fact', ...COUNTED_IN] as const;

export interface IngestFigures {
  readonly posts: number;
  readonly mentions: number;
  readonly ingestPerSecond: number;
  readonly rawPerSecond: number;
  readonly bytesPerPost: number;
}

/** Opens a new database with the five watches of the benchmark. */
export async function openBenchDatabase(file: string, reading: ReadingPool): Promise<IngestDeps> {
  const db = openDatabase(file);
  await migrateToLatest(db);
  for (const watch of WATCHES) await createWatch(db, watch, Date.now());
  return {
    db,
    reading,
    matcher: createWatchMatcher(db),
    storing: createStoring(db, createNearCopies(Date.now)),
    hashKey: Buffer.from('a key for the benchmark'),
    canonicalise: addressForms,
    now: Date.now,
  };
}

/** Posts stored a second, all of ingest, beside plain inserts of the very rows that it made. */
export async function benchIngest(
  folder: string,
  texts: readonly string[],
  reading: ReadingPool,
): Promise<IngestFigures> {
  const file = join(folder, 'ingest.db');
  const deps = await openBenchDatabase(file, reading);
  const posts = makePosts(texts, 'ingest', Date.now());
  const warmUp = makePosts(texts.slice(0, BATCH), 'warm', Date.now());
  await ingest(deps, {
    posts: warmUp.map((post) => ({ ...post, text: `${post.text}${post.text}` })),
    origin: 'warm',
  });
  const start = performance.now();
  for (const batch of chunks(posts, BATCH)) await ingest(deps, { posts: batch, origin: 'bench' });
  const seconds = (performance.now() - start) / 1_000;
  await deps.db.destroy();
  const raw = new Sqlite(file, { readonly: true });
  const mentions = Number(raw.prepare('select count(*) from mention').pluck().get());
  const bytes = Number(
    raw.prepare('select page_count * page_size from pragma_page_count, pragma_page_size').pluck().get(),
  );
  const rawSeconds = await insertAgain(raw, join(folder, 'raw.db'));
  const stored = Number(raw.prepare('select count(*) from post').pluck().get());
  raw.close();
  return {
    posts: posts.length,
    mentions,
    ingestPerSecond: Math.round(posts.length / seconds),
    rawPerSecond: Math.round(stored / rawSeconds),
    bytesPerPost: Math.round(bytes / stored),
  };
}

interface Insert {
  readonly statement: Sqlite.Statement<unknown[]>;
  readonly rows: readonly (readonly unknown[])[];
}

/** The same rows into the same tables, prepared statements in a loop, a transaction for every 500 posts. */
async function insertAgain(from: Sqlite.Database, file: string): Promise<number> {
  const db = openDatabase(file);
  await migrateToLatest(db);
  await db.destroy();
  const raw = new Sqlite(file);
  for (const pragma of [
    'journal_mode = wal',
    'foreign_keys = off',
    'synchronous = normal',
    'cache_size = -64000',
    'wal_autocheckpoint = 32000',
  ]) {
    raw.pragma(pragma);
  }
  const inserts: Insert[] = TABLES.map((table) => {
    const rows = from
      .prepare(
        `select * from ${table} order by rowid`.replace(
          / order by rowid/,
          table === 'post' ? ' order by id' : '',
        ),
      )
      .raw()
      .all() as unknown[][];
    const places = Array(rows[0]?.length ?? 0)
      .fill('?')
      .join(', ');
    return { statement: raw.prepare(`insert into ${table} values (${places})`), rows };
  });
  const texts = from.prepare('select id, title, text from post').all() as {
    id: number;
    title: string | null;
    text: string;
  }[];
  inserts.push({
    statement: raw.prepare('insert into post_search(rowid, body) values (?, ?)'),
    rows: texts.map(({ id, title, text }) => [id, searchTokens(title === null ? text : `${title}\n${text}`)]),
  });
  const rounds = Math.ceil(texts.length / BATCH);
  const start = performance.now();
  for (let round = 0; round < rounds; round++) {
    raw.transaction(() => {
      for (const { statement, rows } of inserts) {
        const share = Math.ceil(rows.length / rounds);
        for (const row of rows.slice(round * share, (round + 1) * share)) statement.run(...row);
      }
    })();
  }
  const seconds = (performance.now() - start) / 1_000;
  raw.close();
  return seconds;
}
