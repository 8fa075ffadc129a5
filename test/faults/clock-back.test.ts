import { sql } from 'kysely';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { createPace } from '../../server/core/import/push.ts';
import { HOUR, MINUTE, SECOND } from '../../server/core/time.ts';
import { claimDue } from '../../server/db/channel/deliveries.ts';
import { dueFeeds } from '../../server/db/feed/feeds.ts';
import { createHostLeases } from '../../server/db/feed/host-leases.ts';
import { holdLeases } from '../../server/db/job/leader-leases.ts';
import { createSchedule } from '../../server/worker/schedule.ts';
import { makeStage, voices } from '../flows/alert/alert-stage.ts';
import { BOILER, BOILER_TOO, makeDesk, PRICE, placesOf } from '../flows/story/story-stage.ts';
import { engine, makeDatabase } from '../support/database.ts';
import { makePost, NOW } from '../support/make.ts';
import { makeFeed } from '../support/make-feed.ts';
import { until } from '../support/patience.ts';
import { handlersOf, queueBenches } from '../support/queues.ts';
import { expectWhole } from '../support/whole.ts';

const makeQueues = queueBenches();

describe('a clock that is set back by an hour', () => {
  test('rings no alert twice, and lets none wait for an hour', async () => {
    const stage = await makeStage({ cooldown: 0 });
    await stage.channel();
    await stage.store(voices(12, '小区停暖了', NOW));
    await stage.look();
    const alerts = () => stage.db.selectFrom('alert').select(['id', 'level']).orderBy('id').execute();
    const changes = () => stage.db.selectFrom('alert_change').select('id').execute();
    const [opened, before] = [await alerts(), (await changes()).length];
    expect(opened.length).toBeGreaterThan(0);

    stage.at -= HOUR;
    const taken = await claimDue(stage.db, stage.at, stage.at + 2 * MINUTE);
    expect(taken).toMatchObject({ attempts: 1 });
    expect(await claimDue(stage.db, stage.at, stage.at + 2 * MINUTE)).toBeNull();
    for (let look = 0; look < 3; look++) {
      await stage.look();
      stage.at += MINUTE;
    }
    expect(await alerts()).toEqual(opened);
    expect(await changes()).toHaveLength(before);

    stage.at = NOW + 10 * MINUTE;
    await stage.store(voices(25, '停暖还中毒', stage.at));
    await stage.look();
    expect((await changes()).length).toBeGreaterThan(before);
    const pairs = await stage.db.selectFrom('delivery').select(['change_id', 'channel_id']).execute();
    expect(new Set(pairs.map((row) => `${row.change_id} ${row.channel_id}`)).size).toBe(pairs.length);
  });

  test('sounds the alarm at the time it shows, too', async () => {
    const stage = await makeStage({ cooldown: 0 });
    await stage.channel();
    await stage.look();
    stage.at -= HOUR;
    await stage.store(voices(12, '小区停暖了', stage.at));
    expect((await stage.look()).changes.length).toBeGreaterThan(0);
  });

  test('counts no post twice, and no story', async () => {
    const desk = await makeDesk();
    const posts = [makePost({ text: BOILER }), makePost({ text: PRICE })];
    await desk.store(posts);
    await desk.group();
    desk.at -= HOUR;
    await desk.store([...posts, makePost({ text: BOILER_TOO, publishedAt: desk.at })]);
    await desk.group();
    desk.restart();
    await desk.group();
    expect(await placesOf(desk.db)).toEqual([1, 2, 1]);
    expect(await expectWhole(desk.db, new Set())).toBe(3);
  });

  test('leaves no job waiting, nor those that would come after it', async () => {
    const bench = await makeQueues();
    const adding = await bench.side();
    await adding.add('deliver', {}, { key: 'deliver' });
    await bench.pass(-HOUR);
    let ran = 0;
    const working = await bench.side();
    working.work(handlersOf({ deliver: async () => (ran += 1) }), {});
    await until(() => expect(ran).toBe(1));
    await until(async () => expect((await bench.jobs())[0]?.status).toBe('done'));
    await adding.add('deliver', {}, { key: 'deliver' });
    await until(() => expect(ran).toBe(2));
  });

  test('leaves no feed unread', async () => {
    const db = await makeDatabase();
    const { id } = await makeFeed(db, {}, NOW - 5 * HOUR);
    await db
      .updateTable('feed')
      .set({ last_run_at: NOW, next_at: NOW + 600 * SECOND })
      .execute();
    expect(await dueFeeds(db, NOW + MINUTE)).toEqual([]);
    expect(await dueFeeds(db, NOW - HOUR)).toMatchObject([{ id }]);
  });

  test('turns nobody away who pushes at their pace', () => {
    let now = NOW;
    const pace = createPace(2, () => now);
    expect([pace(1), pace(1), pace(1)]).toEqual([0, 0, 60]);
    now -= HOUR;
    expect([pace(1), pace(1)]).toEqual([0, 0]);
    expect(pace(1)).toBeGreaterThan(0);
  });
});

describe('the clock of the rounds', () => {
  const Real = Date;

  afterEach(() => {
    globalThis.Date = Real;
  });

  /** From here on the clock on the wall says so much more, or less. */
  const setClock = (by: number) => {
    globalThis.Date = class extends Real {
      constructor(...given: unknown[]) {
        super(...((given.length === 0 ? [Real.now() + by] : given) as [number]));
      }
      static override now = () => Real.now() + by;
    } as DateConstructor;
  };

  const start = () => {
    const said: string[] = [];
    const warn = (_: object, message: string) => said.push(message);
    const schedule = createSchedule({ log: { warn, error: warn }, claim: async () => true });
    onTestFinished(() => schedule.stop());
    const rung = { second: 0, hour: 0 };
    schedule.every(1, 'feeds', async () => {
      rung.second += 1;
    });
    schedule.every(3600, 'hourly', async () => {
      rung.hour += 1;
    });
    return { rung, said };
  };

  test('goes on ringing', async () => {
    const { rung, said } = start();
    await until(() => expect(rung.second).toBeGreaterThan(0));
    setClock(-HOUR);
    const before = rung.second;
    // One that was on its way, and those after it.
    await until(() => expect(rung.second).toBeGreaterThan(before + 2));
    expect(said).toEqual(['the clock of this machine was set back']);
  });

  test('catches up once, and at once, after the machine slept for two months', async () => {
    const { rung, said } = start();
    await until(() => expect(rung.second).toBeGreaterThan(0));
    const [before, cpu, hours] = [rung.second, process.cpuUsage(), rung.hour];
    setClock(1_440 * HOUR);
    await until(() => expect(rung.second).toBeGreaterThan(before + 2));
    const { user, system } = process.cpuUsage(cpu);
    // Walked through one by one, the seconds of a day alone take six.
    expect((user + system) / 1e6).toBeLessThan(2);
    expect(rung.hour).toBe(hours + 1);
    expect(said).toEqual(['the clock of this machine went ahead']);
  });
});

describe.runIf(engine() === 'postgres')("a server's clock that is set back by an hour", () => {
  const LATER = sql<number>`${HOUR}`;

  test('leaves no lead with the dead: they are followed after the usual time', async () => {
    const db = await makeDatabase();
    await holdLeases(db, ['detect'], 'one', 15_000);
    await db
      .updateTable('leader_lease')
      .set((eb) => ({ until_at: eb('until_at', '+', LATER) }))
      .execute();
    expect(await holdLeases(db, ['detect'], 'two', 15_000)).toEqual([]);
    const { until_at: end } = await db
      .selectFrom('leader_lease')
      .select('until_at')
      .executeTakeFirstOrThrow();
    expect(end).toBeLessThan(Date.now() + 20_000);
    expect(await holdLeases(db, ['detect'], 'one', 15_000)).toEqual(['detect']);
  });

  test('keeps no host waiting for longer than its pause', async () => {
    const db = await makeDatabase();
    const [one, two] = [createHostLeases(db, 'one'), createHostLeases(db, 'two')];
    await one.take('a.cn', 0);
    await one.giveBack('a.cn', 50_000);
    await one.take('b.cn', 0);
    const later = (column: 'ended_at' | 'next_at' | 'until_at') =>
      sql`${sql.ref(column)} = ${sql.ref(column)} + ${sql.lit(HOUR)}`;
    await sql`update host_lease set ${later('ended_at')}, ${later('next_at')}, ${later('until_at')}`.execute(
      db,
    );
    const wait = await two.take('a.cn', 1_000);
    expect(wait).toBeGreaterThan(1_000);
    expect(wait).toBeLessThanOrEqual(50_000);
    await two.take('b.cn', 0);
    const held = await db
      .selectFrom('host_lease')
      .select('until_at')
      .where('host', '=', 'b.cn')
      .executeTakeFirstOrThrow();
    expect(held.until_at).toBeLessThan(Date.now() + 3 * MINUTE);
  });
});
