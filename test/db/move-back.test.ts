import path from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { createThreadBus } from '../../server/bus/threads.ts';
import type { CommandPauses } from '../../server/cli/shell/command.ts';
import type { Db } from '../../server/db/database.ts';
import { openDatabase } from '../../server/db/engine/open.ts';
import { monthNamed } from '../../server/db/engine/partitions.ts';
import { demandStill, holdStill } from '../../server/db/move/belongings.ts';
import { makeDeferred } from '../../server/db/move/deferred.ts';
import { movedTables } from '../../server/db/move/shape.ts';
import { listTakenOut, takeOutMonth } from '../../server/db/watch/old-months.ts';
import { openStage } from '../../server/db/watch/stage.ts';
import { moveInstallation } from '../../server/flows/upkeep/move-installation.ts';
import { openInstallation } from '../../server/installation.ts';
import { createLog } from '../../server/log.ts';
import { createBossQueue } from '../../server/queue/boss.ts';
import { openTransport } from '../../server/transport.ts';
import { inProcess, jsonLines } from '../cli/tingchao.ts';
import { makeFolder } from '../support/data-folder.ts';
import { engine, makeDatabase, makePlace, tempFolder } from '../support/database.ts';
import { fillTables } from '../support/fill-tables.ts';
import { NOW } from '../support/make.ts';
import { until } from '../support/patience.ts';
import { QUIET_LOG } from '../support/quiet-log.ts';

const move = (from: string, to: string, pauses: CommandPauses = {}) =>
  inProcess(['move', '--from', from, '--to', to], { TINGCHAO_LOG: 'silent' }, '', pauses);
/** For those who stay: the shorter this is, the sooner whoever waits for them to leave gives up. */
const leavingMs = 300;

/** Posts with these texts, their titles the same. */
const posts = (texts: readonly string[]) => async (db: Db) => {
  for (const [i, text] of texts.entries()) {
    await sql`insert into post (id, source, platform, external_id, title, text, at, precision, observed_at, stored_at,
        voice, metrics_json, content_hash)
      values (${i + 1}, 'rss', 'news', ${`post-${i}`}, ${text}, ${text}, ${NOW}, 'second', ${NOW}, ${NOW}, 'ordinary',
        '{}', ${i})`.execute(db);
  }
};

/** What is done to an installation on PostgreSQL that is not being served. */
async function at(url: string, what: (db: Db) => Promise<unknown>): Promise<void> {
  const db = openDatabase(url);
  await what(db).finally(() => db.destroy());
}

describe.runIf(engine() === 'postgres')('an installation moved back to SQLite', () => {
  test('whatever work that was ended has left behind, and is told of its dead jobs', async () => {
    const url = await makePlace();
    await at(url, posts(['暖气不热']));
    // A look at old posts whose worker was killed.
    await at(url, (db) => openStage(db, 1, Date.now()));
    const queue = await createBossQueue({ url, bus: createThreadBus(), now: Date.now, log: QUIET_LOG });
    await queue.close();
    await at(url, (db) =>
      sql`insert into tingchao_jobs.job (name, source_name, data)
        values ('dead', 'crawl', '{"json":"{}"}'), ('dead', 'preview', '{"json":"{}"}')`.execute(db),
    );
    const { status, stderr } = await move(url, tempFolder());
    expect([status, stderr]).toEqual([0, expect.stringContaining('1 dead jobs stay behind')]);
  });

  test('with a month that was half forgotten', async () => {
    const url = await makePlace();
    const folder = await makeFolder(async (db) => {
      const there = await makeDatabase();
      await fillTables(
        db,
        (await movedTables(db, there)).map(({ name }) => name),
      );
    });
    expect(await move(folder, url)).toMatchObject({ status: 0 });
    await at(url, async (db) => {
      expect(await takeOutMonth(db, monthNamed('2023_11'), Number.MAX_SAFE_INTEGER)).toBe(true);
    });
    const back = tempFolder();
    const { status, stdout, stderr } = await move(url, back);
    expect([status, stderr]).toEqual([0, expect.stringContaining('checked row by row')]);
    const analysis = jsonLines(stdout).find(({ table }) => table === 'analysis');
    expect(analysis).toMatchObject({ same: true, to: { rows: 2 } });
    await at(url, async (db) => expect(await listTakenOut(db)).toEqual([]));
  });
});

describe.runIf(engine() === 'postgres')('while a move copies from PostgreSQL', () => {
  test('no server and no other move begins there', async () => {
    const url = await makePlace();
    const home = { dataFolder: tempFolder(), databaseUrl: url };
    const [one, other] = [1, 2].map(() => openDatabase(url, { readonly: true, connections: 1 })) as [Db, Db];
    await one.connection().execute(async (view) => {
      await holdStill(view);
      await expect(openInstallation(home)).rejects.toMatchObject({
        code: 'bad_config',
        message: expect.stringContaining('being copied'),
      });
      // One that had asked before the move began, and joins the others only now.
      const late = openTransport({
        home,
        db: other,
        log: createLog('silent', 'web'),
        now: Date.now,
        port: null,
      });
      await expect(late).rejects.toMatchObject({ code: 'bad_config' });
      await expect(holdStill(other, leavingMs)).rejects.toMatchObject({ code: 'conflict' });
      // One of another database is nobody's business.
      await demandStill(await makeDatabase());
    });
    await Promise.all([one.destroy(), other.destroy()]);
    const { db } = await openInstallation(home);
    await db.destroy();
  });

  test('a writer is seen whatever its connections are called, and none comes back while it lasts', async () => {
    const url = await makePlace();
    const [mover, running] = [openDatabase(url, { mover: true, connections: 1 }), openDatabase(url)];
    const write = (db: Db) => db.insertInto('setting').values({ key: 'late', value: '1' }).execute();
    await running.connection().execute(async (own) => {
      // As a server of another role looks to one that may not see its name.
      await sql`set application_name = 'somebody'`.execute(own);
      expect(await move(url, tempFolder(), { leavingMs })).toMatchObject({
        status: 1,
        stderr: expect.stringContaining('other processes work with'),
      });
      await expect(mover.connection().execute((own) => holdStill(own, leavingMs))).rejects.toMatchObject({
        code: 'conflict',
      });
    });
    await running.destroy();
    // A server whose connections were all closed for want of work.
    const idle = openDatabase(url);
    await mover.connection().execute(async (own) => {
      await holdStill(own);
      await expect(write(idle)).rejects.toMatchObject({
        code: 'bad_config',
        message: expect.stringContaining('being copied'),
      });
      // To look at it changes nothing.
      const reader = openDatabase(url, { readonly: true });
      expect(await reader.selectFrom('setting').select('key').where('key', '=', 'late').execute()).toEqual(
        [],
      );
      await reader.destroy();
    });
    // Killed, it holds nobody: its connection is its hold.
    await mover.destroy();
    await until(async () => void (await write(idle)));
    await idle.destroy();
  });

  test('whoever is just leaving is waited for', async () => {
    const url = await makePlace();
    const leaving = openDatabase(url);
    await sql`select 1`.execute(leaving);
    const moved = move(url, tempFolder());
    const looks = await makeDatabase(await makePlace());
    // The first look has been taken.
    const looked = sql`select 1 from pg_stat_activity where datname = ${new URL(url).pathname.slice(1)}
      and query like '%pg_stat_activity%' and pid <> pg_backend_pid()`;
    await until(async () => expect((await looked.execute(looks)).rows).not.toEqual([]));
    await leaving.destroy();
    expect(await moved).toMatchObject({ status: 0 });
  });

  test('it is refused to one that sees somebody join after its first look', async () => {
    const url = await makePlace();
    const looks = await makeDatabase(await makePlace());
    const brake = new pg.Client({ connectionString: url, application_name: 'brake' });
    await brake.connect();
    // Between its two looks a move brings the database to its version.
    await brake.query('begin; lock table kysely_migration in access exclusive mode');
    const moved = move(url, tempFolder(), { leavingMs });
    const stopped = sql`select 1 from pg_stat_activity where datname = ${new URL(url).pathname.slice(1)}
      and application_name = 'tingchao' and wait_event_type = 'Lock'`;
    await until(async () => expect((await stopped.execute(looks)).rows).toHaveLength(1));
    const joined = openDatabase(url);
    await sql`select 1`.execute(joined);
    await brake.query('commit');
    await brake.end();
    expect(await moved).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('other processes work with'),
    });
    await joined.destroy();
  });

  test('it is refused while somebody works there', async () => {
    const url = await makePlace();
    await at(url, async (db) => {
      await sql`select 1`.execute(db);
      expect(await move(url, tempFolder(), { leavingMs })).toMatchObject({
        status: 1,
        stderr: expect.stringContaining('other processes work with'),
      });
    });
  });
});

describe.runIf(engine() === 'postgres')('an installation moved to PostgreSQL', () => {
  test('is the same though texts held what cannot be stored there', async () => {
    const url = await makePlace();
    const folder = await makeFolder(posts(['暖气\0不热 abc\0def', '半\ud83d个 供\ud83d暖', '好好的']));
    const { status, stdout, stderr } = await move(folder, url);
    expect(jsonLines(stdout).filter(({ same }) => !same)).toEqual([]);
    expect([status, stderr]).toEqual([0, expect.stringContaining('post: 2 values held NUL')]);
  });

  test('is not patched where its keys are being built and the source has gone on', async () => {
    const there = await makeDatabase(await makePlace());
    const folder = await makeFolder(posts(['暖气不热', '暖气不热']));
    const source = openDatabase(path.join(folder, 'tingchao.db'));
    const { signal } = new AbortController();
    const go = (onProgress: (progress: { readonly stage: string }) => void) =>
      moveInstallation({ from: source, to: there, signal, onProgress }, 'sqlite');
    const killed = go(({ stage }) => {
      if (stage === 'build') throw new Error('killed');
    });
    await expect(killed).rejects.toThrow('killed');
    // So far it had come.
    await makeDeferred(there, () => {});
    await source.updateTable('post').set({ text: '后来改的' }).where('id', '=', 2).execute();
    await expect(go(() => {})).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('give an empty database'),
    });
    await source.destroy();
  });
});
