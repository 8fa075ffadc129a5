import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Db } from '../../server/db/database.ts';
import { openDatabase } from '../../server/db/engine/open.ts';
import { movedTables } from '../../server/db/move/shape.ts';
import { hasMove, progressOf } from '../../server/db/move/state.ts';
import { findFitting } from '../../server/db/post/search.ts';
import { moveInstallation } from '../../server/flows/upkeep/move-installation.ts';
import { openInbox } from '../../server/inbox.ts';
import { openInstallation, serveAlone } from '../../server/installation.ts';
import { loadHashKey } from '../../server/secret.ts';
import { inProcess, jsonLines, start } from '../cli/tingchao.ts';
import { makeFolder } from '../support/data-folder.ts';
import { engine, makeDatabase, makePlace, tempFolder } from '../support/database.ts';
import { fillTables } from '../support/fill-tables.ts';
import { NOW } from '../support/make.ts';
import { makeWatch } from '../support/make-watch.ts';
import { until } from '../support/patience.ts';

/** Tables of what processes say to each other, of jobs, and of what is made from posts. */
const NOT_COPIED = ['host_lease', 'job', 'leader_lease', 'post_key', 'ring'];

const move = (from: string, to: string, env: Record<string, string> = {}) =>
  inProcess(['move', '--from', from, '--to', to], { TINGCHAO_LOG: 'silent', ...env });

const manyPosts = (count: number) => (db: Db) =>
  sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})
    insert into post (id, source, platform, external_id, text, at, precision, observed_at, stored_at, voice,
      metrics_json, content_hash)
    select i, 'rss', 'news', 'post-' || i, i || '号楼的暖气一整天都不热', ${NOW} - i, 'second', ${NOW}, ${NOW}, 'ordinary', '{}', i
    from n`.execute(db);

async function indexesAndKeys(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ what: string }>`
    select indexdef as what from pg_indexes where schemaname = 'public'
    union all
    select conrelid::regclass || ' ' || pg_get_constraintdef(oid) from pg_constraint
    where connamespace = 'public'::regnamespace order by 1`.execute(db);
  return rows.map(({ what }) => what);
}

describe.runIf(engine() === 'postgres')('an installation moved to PostgreSQL', () => {
  test('brings every row of every table, and comes back the same', { timeout: 300_000 }, async () => {
    const url = await makePlace();
    const there = await makeDatabase(url);
    let names: readonly string[] = [];
    const folder = await makeFolder(async (db) => {
      names = (await movedTables(db, there)).map(({ name }) => name);
      await fillTables(db, names);
      // A number that was given once is not given again.
      await sql`insert into watch select 90, 'gone', rule_json, people_json, sources_json, 1, 1, 1, '[]', '[]' from watch where id = 1`.execute(
        db,
      );
      await sql`delete from watch where id = 90`.execute(db);
    });
    const schema = readFileSync(
      path.resolve(import.meta.dirname, '../../server/db/schema/schema.ts'),
      'utf8',
    );
    const known = [...(/interface Database \{([^}]*)\}/.exec(schema)?.[1] ?? '').matchAll(/(\w+):/g)].map(
      ([, name]) => name,
    );
    expect(known.filter((name) => !NOT_COPIED.includes(name ?? '')).sort()).toEqual(names);

    const moved = await move(folder, url);
    expect(moved).toMatchObject({ status: 0, stderr: expect.stringContaining('checked row by row') });
    const lines = jsonLines(moved.stdout);
    expect(lines.map(({ table }) => table).sort()).toEqual([...names, 'post_key', 'post_search'].sort());
    for (const line of lines) expect(line).toMatchObject({ same: true, from: { rows: 3 }, to: { rows: 3 } });
    expect(await hasMove(there)).toBe(false);
    expect((await makeWatch(there)).id).toBe(91);
    expect(await findFitting(there, '"暖气"', 9)).toEqual([1]);
    const months = await sql<{
      part: string;
    }>`select distinct tableoid::regclass::text as part from post order by 1`.execute(there);
    expect(months.rows.map(({ part }) => part)).toEqual(['post_2023_11', 'post_2025_07', 'post_2026_07']);
    expect((await loadHashKey({ dataFolder: tempFolder(), secret: null }, there)).toString('hex')).toBe(
      'ab'.repeat(32),
    );

    await there.deleteFrom('watch').where('id', '=', 91).execute();
    await there.destroy();
    const back = tempFolder();
    expect(await move(url, back)).toMatchObject({ status: 0 });
    const here = await makeDatabase(path.join(back, 'tingchao.db'));
    expect(await findFitting(here, '"暖气"', 9)).toEqual([1]);
    expect((await makeWatch(here)).id).toBe(92);
    expect(readFileSync(path.join(back, 'author-key'), 'utf8').trim()).toBe('ab'.repeat(32));
  });

  test('has the indexes and keys of one that began there; files of the inbox and jobs come along', async () => {
    const [url, untouched] = [await makePlace(), await makeDatabase()];
    const folder = await makeFolder(async (db) => {
      const file = { name: '暖气.csv', bytes: 9, via: 'page', state: 'ready', created_at: NOW };
      await db
        .insertInto('import_file')
        .values({ id: 7, ...file })
        .execute();
      const job = { payload_json: '{"feedId":3,"半":"\\ud800"}', run_at: NOW, created_at: NOW };
      await db
        .insertInto('job')
        .values([
          { kind: 'crawl', unique_key: 'crawl:3', status: 'running', lease_until: NOW, ...job },
          { kind: 'rematch', status: 'waiting', ...job },
          { kind: 'rematch', status: 'done', ...job },
          { kind: 'preview', status: 'running', ...job },
          { kind: 'deliver', status: 'dead', ...job },
        ])
        .execute();
    });
    mkdirSync(path.join(folder, 'inbox'));
    writeFileSync(path.join(folder, 'inbox/7'), '文本\n暖气不热\n');
    const { status, stderr } = await move(folder, url);
    expect(status).toBe(0);
    expect(stderr).toContain('2 jobs wait');
    expect(stderr).toContain('1 dead jobs stay behind');
    const db = await makeDatabase(url);
    expect(await indexesAndKeys(db)).toEqual(await indexesAndKeys(untouched));
    const jobs = await sql<{ name: string; state: string }>`
      select name, state from tingchao_jobs.job order by name`.execute(db);
    expect(jobs.rows).toEqual([
      { name: 'crawl', state: 'created' },
      { name: 'rematch', state: 'created' },
    ]);
    const reading = openInbox({ dataFolder: tempFolder() }, db).read(7, '暖气.csv');
    expect(await Array.fromAsync(reading.rows)).toHaveLength(1);
  });
});

/** No copy gets past this post until it is let go. `clear`: once whoever copied is gone, nothing of it is left. */
async function holdPost(db: Db, id: number) {
  await sql`create function hold() returns trigger language plpgsql as
    $$ begin if new.id = ${sql.lit(id)} then perform pg_advisory_xact_lock(1); end if; return new; end $$`.execute(
    db,
  );
  await sql`create trigger hold before insert on post for each row execute function hold()`.execute(db);
  const over = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  const holding = db.connection().execute(async (own) => {
    await sql`select pg_advisory_lock(1)`.execute(own);
    held.resolve();
    await over.promise;
    await sql`select pg_advisory_unlock(1)`.execute(own);
  });
  await held.promise;
  async function letGo(): Promise<void> {
    over.resolve();
    await holding;
  }
  async function clear(): Promise<void> {
    await letGo();
    // Not any lock: connections that rest have one of those who write.
    const copying = sql`select pid from pg_locks where locktype = 'advisory' and pid <> pg_backend_pid()
      and (classid, objid) = (0, 1) and database = (select oid from pg_database where datname = current_database())`;
    await until(async () => expect((await copying.execute(db)).rows).toEqual([]));
    await sql`drop trigger hold on post`.execute(db);
    await sql`drop function hold`.execute(db);
  }
  return { letGo, clear };
}

describe.runIf(engine() === 'postgres')('a move that was killed', () => {
  test('goes on where it was, and nobody serves what is half there', { timeout: 300_000 }, async () => {
    const url = await makePlace();
    const folder = await makeFolder(manyPosts(4_000));
    const there = openDatabase(url);
    const { clear } = await holdPost(there, 3_000);
    const child = start(['move', '--from', folder, '--to', url]);
    while (!(await hasMove(there)) || (await progressOf(there, 'post')).rows === 0) await sleep(5);
    child.kill('SIGKILL');
    await clear();
    const before = (await progressOf(there, 'post')).rows;
    await expect(openInstallation({ dataFolder: folder, databaseUrl: url })).rejects.toThrow(
      /half-made copy/,
    );

    const other = await makeFolder(async () => {});
    expect(await move(other, url)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('half-made copy of'),
    });

    const { status, stdout } = await move(folder, url);
    expect([status, before]).toEqual([0, expect.toSatisfy((rows: number) => rows >= 100 && rows < 3_000)]);
    expect(jsonLines(stdout).find(({ table }) => table === 'post')).toMatchObject({
      same: true,
      to: { rows: 4_000 },
    });
    await there.destroy();
  });

  test('a row that is not the same is found, and its table copied anew', async () => {
    const url = await makePlace();
    const there = await makeDatabase(url);
    await sql`create function damage() returns trigger language plpgsql as
      $$ begin if new.id = 42 then new.text := '改了'; end if; return new; end $$`.execute(there);
    await sql`create trigger damage before insert on post for each row execute function damage()`.execute(
      there,
    );
    const folder = await makeFolder(manyPosts(60));
    const { status, stdout, stderr } = await move(folder, url);
    expect(status).toBe(1);
    expect(stderr).toContain('post differs: 60 rows in the source, 60 in the target, first at key 42');
    expect(jsonLines(stdout).filter(({ same }) => !same)).toMatchObject([
      { table: 'post', firstDifference: '42' },
    ]);

    await sql`drop trigger damage on post`.execute(there);
    expect(await move(folder, url)).toMatchObject({ status: 0 });
    expect(await findFitting(there, '"改了"', 9)).toEqual([]);
  });
});

describe.runIf(engine() === 'postgres')('a move that ended after its comparison', () => {
  test('compares again, and takes no source for moved that went on since', async () => {
    const there = await makeDatabase(await makePlace());
    const folder = await makeFolder(manyPosts(20));
    const source = openDatabase(path.join(folder, 'tingchao.db'));
    onTestFinished(() => source.destroy());
    const { signal } = new AbortController();
    const go = () => moveInstallation({ from: source, to: there, signal, onProgress() {} }, 'sqlite');
    for (const _ of ['first', 'again']) {
      const { tables } = await go();
      expect(tables.find(({ table }) => table === 'post')).toMatchObject({ same: true, to: { rows: 20 } });
    }
    await source.updateTable('post').set({ text: '后来改的' }).where('id', '=', 7).execute();
    await expect(go()).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('has changed since it was copied (post'),
    });
  });
});

describe.runIf(engine() === 'postgres')('while a move copies from SQLite', () => {
  test('no server starts, and nobody writes beside it', { timeout: 300_000 }, async () => {
    const url = await makePlace();
    const folder = await makeFolder(manyPosts(400));
    const home = { dataFolder: folder, databaseUrl: null };
    const running = openDatabase(path.join(folder, 'tingchao.db'), { turnMs: 500 });
    onTestFinished(() => running.destroy());
    const there = openDatabase(url);
    const { letGo } = await holdPost(there, 300);
    const child = start(['move', '--from', folder, '--to', url]);
    const ended = new Promise((resolve) => child.once('close', resolve));
    while (!(await hasMove(there)) || (await progressOf(there, 'post')).rows === 0) await sleep(5);
    expect(() => serveAlone(home)).toThrow(/another server works in/);
    await expect(openInstallation(home)).rejects.toThrow(/being copied by `tingchao move`/);
    // One that was there before, an import say.
    const late = sql`insert into setting (key, value) values ('late', '1')`.execute(running);
    await expect(late).rejects.toThrow(/locked|busy/);
    await letGo();
    expect(await ended).toBe(0);
    await there.destroy();
    const { db } = await openInstallation(home);
    await db.destroy();
  });
});

describe.runIf(engine() === 'postgres')('a move is refused', () => {
  test('into a database with rows, of one that is served or is not there, without the key', async () => {
    const url = await makePlace();
    const refused = (words: string) => ({ status: 1, stdout: '', stderr: expect.stringContaining(words) });
    const folder = await makeFolder(async (db) => {
      await manyPosts(1)(db);
      await db.updateTable('post').set({ author: 'h:1' }).execute();
    });
    expect(await move(tempFolder(), url)).toEqual(refused('there is no database at'));
    expect(await move(folder, tempFolder())).toEqual(refused('one of --from and --to is SQLite'));
    expect(await move('sqlite', 'postgres', { TINGCHAO_DATA: folder })).toEqual(refused('set DATABASE_URL'));
    const letGo = serveAlone({ dataFolder: folder, databaseUrl: null });
    expect(await move('sqlite', 'postgres', { TINGCHAO_DATA: folder, DATABASE_URL: url })).toEqual(
      refused('another server works in'),
    );
    letGo();

    const keyless = await makeFolder(async () => {});
    writeFileSync(path.join(keyless, 'tingchao.db'), readFileSync(path.join(folder, 'tingchao.db')));
    rmSync(path.join(keyless, 'author-key'));
    expect(await move(keyless, url)).toEqual(refused('TINGCHAO_SECRET'));

    await makeWatch(await makeDatabase(url));
    expect(await move(folder, url)).toEqual(refused('holds rows already (watch)'));
  });
});
