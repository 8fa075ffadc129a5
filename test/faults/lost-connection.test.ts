import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createThreadBus } from '../../server/bus/threads.ts';
import type { Db } from '../../server/db/database.ts';
import { openDatabase } from '../../server/db/engine/open.ts';
import { isUnreachable } from '../../server/db/engine/unreachable.ts';
import { ingest } from '../../server/flows/ingest/ingest.ts';
import { createBossQueue } from '../../server/queue/boss.ts';
import { engine, makeDatabase, makePlace } from '../support/database.ts';
import { ingestDeps } from '../support/ingest.ts';
import { makeAnalysis, makePost } from '../support/make.ts';
import { makeWatch } from '../support/make-watch.ts';
import { until } from '../support/patience.ts';
import { handlersOf } from '../support/queues.ts';
import { QUIET_LOG } from '../support/quiet-log.ts';
import { expectWhole } from '../support/whole.ts';

const reader = { version: 'plain-1', read: () => makeAnalysis() };

/** Cuts all connections to this database but the one that asks. */
const cut = (db: Db) =>
  sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`.execute(db);

describe.runIf(engine() === 'postgres')('a connection that is lost', () => {
  async function open() {
    const place = await makePlace();
    const other = await makeDatabase(place);
    await makeWatch(other);
    const losses: Error[] = [];
    // One connection: whoever comes next would be given the dead one.
    const db = openDatabase(place, { connections: 1, onLoss: (fault) => losses.push(fault) });
    onTestFinished(() => db.destroy());
    return { place, other, db, losses };
  }

  test('inside a transaction costs all of it and nothing else; the next one works', async () => {
    const { other, db } = await open();
    const posts = Array.from({ length: 30 }, () => makePost());
    const deps = ingestDeps(db, { reader });
    const lost = ingest(deps, {
      posts,
      origin: 'test',
      after: async (tx) => {
        expect(await tx.selectFrom('post').select('id').execute()).toHaveLength(30);
        await cut(other);
      },
    });
    await expect(lost).rejects.toSatisfy(isUnreachable);
    expect(await expectWhole(other, new Set())).toBe(0);
    expect(await ingest(deps, { posts, origin: 'test' })).toMatchObject({ stored: 30, known: 0 });
    expect(await expectWhole(other, new Set(posts.map(({ externalId }) => externalId)))).toBe(30);
  });

  test('while it waits for its turn to write gives the turn to the next', async () => {
    const { place, other, db } = await open();
    const third = openDatabase(place, { connections: 1, onLoss: () => {} });
    onTestFinished(() => third.destroy());
    const held = Promise.withResolvers<void>();
    const writing = other.transaction().execute(() => held.promise);
    const posts = [makePost()];
    const waiting = ingest(ingestDeps(db, { reader }), { posts, origin: 'test' });
    const lost = expect(waiting).rejects.toSatisfy(isUnreachable);
    await until(async () => {
      const { rows } = await sql<{ n: number }>`select count(*) as n from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`.execute(third);
      expect(rows[0]?.n).toBe(1);
    });
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(third);
    await lost;
    held.resolve();
    await writing;
    expect(await ingest(ingestDeps(db, { reader }), { posts, origin: 'test' })).toMatchObject({ stored: 1 });
  });

  test('while it idles is not noticed by whoever asks next', async () => {
    const { other, db, losses } = await open();
    await sql`select 1`.execute(db);
    await cut(other);
    await until(() => expect(losses).toHaveLength(1));
    expect((await sql<{ one: number }>`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
  });

  test('takes no job away: the queue goes on with what waits', async () => {
    const { place, other } = await open();
    const queue = await createBossQueue(
      { url: place, bus: createThreadBus(), now: Date.now, log: QUIET_LOG },
      { pollMs: 20 },
    );
    onTestFinished(() => queue.close());
    const done: number[] = [];
    queue.work(handlersOf({ crawl: async ({ payload }) => done.push(payload.feedId) }), { crawl: 1 });
    await queue.add('crawl', { feedId: 1 });
    await until(() => expect(done).toEqual([1]));
    await cut(other);
    await until(() => queue.add('crawl', { feedId: 2 }, { key: 'crawl:2' }));
    await until(() => expect(done).toEqual([1, 2]));
  });
});
