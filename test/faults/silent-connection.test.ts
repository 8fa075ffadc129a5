import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createPostgresBus } from '../../server/bus/postgres.ts';
import { createThreadBus } from '../../server/bus/threads.ts';
import type { Db } from '../../server/db/database.ts';
import { openDatabase } from '../../server/db/engine/open.ts';
import { BoundedClient } from '../../server/db/engine/quick-client.ts';
import { isUnreachable } from '../../server/db/engine/unreachable.ts';
import { getSetting, setSetting } from '../../server/db/installation/settings.ts';
import { createBossQueue } from '../../server/queue/boss.ts';
import { openLeadership } from '../../server/worker/leadership.ts';
import { startHeartbeat } from '../../server/worker/worker-heartbeat.ts';
import { engine, makeDatabase, makePlace } from '../support/database.ts';
import { until } from '../support/patience.ts';
import { handlersOf } from '../support/queues.ts';
import { QUIET_LOG } from '../support/quiet-log.ts';
import { startSilentPeer } from '../support/silent-peer.ts';

/** All times of leads by the same: what is proven is how they stand to each other. */
const PACE = 3;

async function open() {
  const place = await makePlace();
  const other = await makeDatabase(place);
  return { place, other, way: await startSilentPeer(place) };
}

describe.runIf(engine() === 'postgres')('a connection that falls silent without a word', () => {
  async function openBounded() {
    const { other, way } = await open();
    const db = openDatabase(way.url, { connections: 2, answerMs: 2_000, turnMs: 1_500, onLoss: () => {} });
    onTestFinished(() => db.destroy());
    return { other, way, db };
  }

  test('while it is asked fails as one that was lost; the next question takes another', async () => {
    const { way, db } = await openBounded();
    await setSetting(db, 'a', '1');
    way.fallSilent();
    await expect(getSetting(db, 'a')).rejects.toSatisfy(isUnreachable);
    expect(await getSetting(db, 'a')).toBe('1');
  });

  test('in the middle of a transaction costs that one and keeps nobody from writing', async () => {
    const { other, way, db } = await openBounded();
    const lost = db.transaction().execute(async (tx) => {
      await setSetting(tx, 'a', 'lost');
      way.fallSilent();
      await setSetting(tx, 'b', 'lost');
    });
    await expect(lost).rejects.toSatisfy(isUnreachable);
    const write = (at: Db, key: string) => at.transaction().execute((tx) => setSetting(tx, key, 'written'));
    await Promise.all([write(db, 'c'), write(db, 'd'), write(other, 'e')]);
    expect(await getSetting(other, 'a')).toBeNull();
    expect(await getSetting(other, 'c')).toBe('written');
  });

  test('a statement that was given up is ended by the server, and gives back the turn that it held', async () => {
    const { other, db } = await openBounded();
    const given = db.transaction().execute((tx) => sql`select pg_sleep(90)`.execute(tx));
    await expect(given).rejects.toSatisfy(isUnreachable);
    const left = sql`select pid from pg_stat_activity
      where datname = current_database() and query like '%pg_sleep(90)%' and pid <> pg_backend_pid()`;
    await until(async () => expect((await left.execute(other)).rows).toEqual([]));
    await other.transaction().execute((tx) => setSetting(tx, 'after', 'written'));
    expect(await getSetting(other, 'after')).toBe('written');
  });

  test('has as long as it takes for what changes tables', async () => {
    const { other, db } = await openBounded();
    // Longer than an answer may take.
    await sql`create table slow as select pg_sleep(2.5) is null as slept`.execute(db);
    expect((await sql`select * from slow`.execute(other)).rows).toHaveLength(1);
  });

  test('takes no lead from a worker', async () => {
    const { other, way } = await open();
    const leadership = openLeadership({
      place: way.url,
      holder: 'me',
      wanted: ['rounds'],
      log: QUIET_LOG,
      pace: PACE,
    });
    await leadership.start();
    onTestFinished(() => leadership.stop());
    const until_at = async () =>
      (await sql<{ at: number }>`select until_at as at from leader_lease`.execute(other)).rows[0]?.at ?? 0;
    const before = await until_at();
    way.fallSilent();
    await until(async () => {
      expect(leadership.leads('rounds')).toBe(true);
      expect(await until_at()).toBeGreaterThan(before);
    });
  });

  test('before it listens is given up: live events are heard again', async () => {
    const { place, way } = await open();
    const [here, there] = [
      await createPostgresBus({ url: way.url, log: QUIET_LOG, answerMs: 1_000 }),
      await createPostgresBus({ url: place, log: QUIET_LOG }),
    ];
    onTestFinished(() => Promise.all([here.close(), there.close()]).then(() => {}));
    const heard: string[] = [];
    here.subscribe(({ kind }) => heard.push(kind));
    way.fallSilentAt('listen tingchao');
    way.cut();
    await until(() => {
      there.publish({ kind: 'labels', at: 1 });
      expect(heard).toContain('labels');
    });
  });
});

test.runIf(engine() === 'postgres')('a statement that the queue gave up is ended by the server', async () => {
  const place = await makePlace();
  const [db, holder] = [await makeDatabase(place), await makeDatabase(place)];
  const bus = createThreadBus();
  const queue = await createBossQueue(
    { url: place, bus, now: Date.now, log: QUIET_LOG },
    { answerMs: 2_000 },
  );
  onTestFinished(() => queue.close());
  const waiting = sql<{ n: number }>`select count(*) as n from pg_stat_activity
    where datname = current_database() and application_name = 'tingchao jobs' and state = 'active'`;
  const left = async () => (await waiting.execute(db)).rows[0]?.n;
  await holder.transaction().execute(async (tx) => {
    // What the queue asks waits for this.
    await sql`lock table tingchao_jobs.job in access exclusive mode`.execute(tx);
    const asked = expect(queue.stateOf('crawl', 'crawl:1')).rejects.toSatisfy(isUnreachable);
    await until(async () => expect(await left()).toBe(1));
    await asked;
    for (let look = 0; look < 200 && (await left()) !== 0; look++) {
      // Said within the transaction, so that it is not taken for one that hangs.
      await sql`select pg_sleep(0.1)`.execute(tx);
    }
    expect(await left()).toBe(0);
  });
  expect(await queue.stateOf('crawl', 'crawl:1')).toBeNull();
});

test.runIf(engine() === 'postgres')(
  'an answer that came while the thread was held up counts, however late it is read',
  async () => {
    const client = new BoundedClient({ connectionString: await makePlace() });
    await client.connect();
    onTestFinished(() => client.end());
    client.answerMs = 200;
    const answer = client.query('select 1 as one');
    // Sent by the next turn of the loop; then nothing is read until the time is long over.
    await new Promise((resolve) => setImmediate(resolve));
    const until = performance.now() + 1_000;
    while (performance.now() < until);
    expect((await answer).rows).toEqual([{ one: 1 }]);
  },
);

test.runIf(engine() === 'postgres')(
  'leads are renewed while every connection for work is in use',
  async () => {
    const place = await makePlace();
    const other = await makeDatabase(place);
    const db = openDatabase(place, { connections: 2, onLoss: () => {} });
    onTestFinished(() => db.destroy());
    const leadership = openLeadership({
      place,
      holder: 'me',
      wanted: ['rounds'],
      log: QUIET_LOG,
      pace: PACE,
    });
    await leadership.start();
    onTestFinished(() => leadership.stop());
    const leaseEnd = async () =>
      (await sql<{ at: number }>`select until_at as at from leader_lease`.execute(other)).rows[0]?.at ?? 0;
    const before = await leaseEnd();
    const over = Promise.withResolvers<void>();
    const held = [1, 2].map(() =>
      db.connection().execute(async (own) => {
        await sql`select 1`.execute(own);
        await over.promise;
      }),
    );
    let late = false;
    const waits = getSetting(db, 'a').then(() => {
      late = true;
    });
    await until(async () => expect(await leaseEnd()).toBeGreaterThan(before));
    expect(leadership.leads('rounds')).toBe(true);
    // All this time nothing could be had from the pool.
    expect(late).toBe(false);
    over.resolve();
    await Promise.all([...held, waits]);
  },
);

test.runIf(engine() === 'postgres')(
  'a worker whose jobs cannot be had does not say that it is alive',
  async () => {
    const { way } = await open();
    const bus = createThreadBus();
    const times = { pollMs: 20, answerMs: 300 };
    const queue = await createBossQueue({ url: way.url, bus, now: Date.now, log: QUIET_LOG }, times);
    onTestFinished(() => queue.close());
    let words = 0;
    bus.subscribe(({ kind }) => {
      if (kind === 'alive') words += 1;
    });
    const worker = { id: 'a', host: 'here', pid: 1, since: 1, jobs: [] };
    queue.work(handlersOf({}), {});
    onTestFinished(startHeartbeat(bus, worker, queue, () => false, { everyMs: 20, stalledMs: 1_000 }));
    const heard = () => {
      words = 0;
      return until(() => expect(words).toBeGreaterThan(0));
    };
    await heard();
    way.goAway();
    await until(() => expect(queue.stalledMs()).toBeGreaterThan(1_000));
    words = 0;
    await until(() => expect(queue.stalledMs()).toBeGreaterThan(1_300));
    expect(words).toBe(0);
    way.comeBack();
    await heard();
  },
);
