import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createMemoryFetchStore } from '../../crawlers/polite/fetch-store.ts';
import { createPoliteFetcher } from '../../crawlers/polite/fetcher.ts';
import type { Db } from '../../server/db/database.ts';
import { openDatabase } from '../../server/db/engine/open.ts';
import { createHostLeases } from '../../server/db/feed/host-leases.ts';
import { holdLeases, releaseLeases } from '../../server/db/job/leader-leases.ts';
import { openExisting, openInstallation, placeName } from '../../server/installation.ts';
import { loadHashKey } from '../../server/secret.ts';
import { engine, makeDatabase, makePlace, tempFolder } from '../support/database.ts';

const SPACING = 120;

/** A public site that notes when requests came and went, and whether two were there at once. */
async function startSite() {
  const ends: number[] = [];
  const gaps: number[] = [];
  let inside = 0;
  let overlaps = 0;
  const server = createServer(async (_, response) => {
    inside += 1;
    if (inside > 1) overlaps += 1;
    const last = ends.at(-1);
    if (last !== undefined) gaps.push(performance.now() - last);
    await sleep(20);
    inside -= 1;
    ends.push(performance.now());
    response.setHeader('content-type', 'text/plain').end('User-agent: *\nAllow: /');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, gaps, ends, overlaps: () => overlaps };
}

/** As another process: a connection and a fetcher of its own. */
function fetcherOf(place: string, holder: string) {
  const db = openDatabase(place);
  const fetcher = createPoliteFetcher({
    store: createMemoryFetchStore(),
    contact: 'https://example.org/bot',
    now: Date.now,
    localHosts: { '127.0.0.1': { minInterval: SPACING } },
    leases: createHostLeases(db, holder),
  });
  onTestFinished(async () => {
    await fetcher.close();
    await db.destroy();
  });
  return fetcher;
}

const passed = (db: Db, table: 'host_lease' | 'leader_lease') =>
  db.updateTable(table).set({ until_at: 0 }).execute();

describe.runIf(engine() === 'postgres')('processes that share a PostgreSQL database', () => {
  test('ask a host one at a time, with the pause between any two of them', async () => {
    const place = await makePlace();
    const site = await startSite();
    const fetchers = ['one', 'two'].map((holder) => fetcherOf(place, holder));
    const pages = fetchers.flatMap((fetcher, which) =>
      [1, 2, 3, 4].map((page) => fetcher.get(`${site.url}/${which}/${page}`)),
    );
    const kinds = (await Promise.all(pages)).map(({ kind }) => kind);
    expect(kinds).toEqual(pages.map(() => 'page'));
    // Each asked for robots.txt too.
    expect(site.ends).toHaveLength(10);
    expect(site.overlaps()).toBe(0);
    expect(Math.min(...site.gaps)).toBeGreaterThanOrEqual(SPACING);
  });

  test('wait for the longest pause that any of them knows of, and for no dead one for ever', async () => {
    const db = await makeDatabase();
    const [one, two] = [createHostLeases(db, 'one'), createHostLeases(db, 'two')];
    expect(await one.take('a.cn', 0)).toBe(0);
    expect(await two.take('a.cn', 0)).toBeGreaterThan(0);
    await two.giveBack('a.cn', 0);
    expect(await two.take('a.cn', 0)).toBeGreaterThan(0);
    await one.giveBack('a.cn', 50_000);
    expect(await two.take('a.cn', 0)).toBeGreaterThan(40_000);
    expect(await two.take('a.cn', 90_000)).toBeGreaterThan(80_000);
    expect(await two.take('b.cn', 90_000)).toBe(0);
    expect(await one.take('b.cn', 0)).toBeGreaterThan(0);
    await passed(db, 'host_lease');
    expect(await one.take('b.cn', 0)).toBe(0);
  });

  test('leave to one of them what only one may do, until it is gone', async () => {
    const db = await makeDatabase();
    expect(await holdLeases(db, ['detect', 'rounds'], 'one', 60_000)).toEqual(['detect', 'rounds']);
    expect(await holdLeases(db, ['detect', 'group-stories'], 'two', 60_000)).toEqual(['group-stories']);
    expect(await holdLeases(db, ['detect'], 'one', 60_000)).toEqual(['detect']);
    await releaseLeases(db, 'one');
    expect(await holdLeases(db, ['rounds'], 'two', 60_000)).toEqual(['rounds']);
    await passed(db, 'leader_lease');
    expect(await holdLeases(db, ['rounds'], 'one', 60_000)).toEqual(['rounds']);
  });

  test('make author pseudonyms with one key, or do not start', async () => {
    const db = await makeDatabase();
    const keyOf = (secret: string | null, of = db) => loadHashKey({ dataFolder: tempFolder(), secret }, of);
    const keys = await Promise.all([keyOf(null), keyOf(null)]);
    expect(keys[0]).toEqual(keys[1]);
    expect(await keyOf(null)).toEqual(keys[0]);
    await expect(keyOf('x'.repeat(32))).rejects.toThrow(/TINGCHAO_SECRET: is another one/);
    const secret = await makeDatabase();
    const key = await keyOf('x'.repeat(32), secret);
    expect(await keyOf('x'.repeat(32), secret)).toEqual(key);
    await expect(keyOf('y'.repeat(32), secret)).rejects.toThrow(/TINGCHAO_SECRET: is another one/);
    await expect(keyOf(null, secret)).rejects.toThrow(/TINGCHAO_SECRET: is not set/);
    expect(JSON.stringify(await secret.selectFrom('setting').selectAll().execute())).not.toContain(
      key.toString('hex'),
    );
  });

  test('may migrate it at once: one does, the others wait', async () => {
    const place = await makePlace({ empty: true });
    const migrate = () =>
      new Promise<string>((resolve) => {
        const { PATH = '', HOME = '' } = process.env;
        const env = { PATH, HOME, DATABASE_URL: place, TINGCHAO_LOG: 'warn' };
        const child = spawn(process.execPath, ['server/main.ts', 'migrate'], { env });
        let said = '';
        child.stderr.setEncoding('utf8').on('data', (text: string) => {
          said += text;
        });
        child.on('close', (status) => resolve(`${status} ${said}`));
      });
    const both = (await Promise.all([migrate(), migrate()])).toSorted();
    expect(both.filter((each) => each.startsWith('0 ') && each.includes('applied 0001-first'))).toHaveLength(
      1,
    );
    expect(both.filter((each) => each.startsWith('0 ') && each.includes('up to date'))).toHaveLength(1);
    expect(both.join()).not.toContain(new URL(place).password || place);
  });
});

describe.runIf(engine() === 'postgres')('a server that', () => {
  const open = (databaseUrl: string) => openInstallation({ dataFolder: '/nowhere', databaseUrl });
  const fault = async (url: string) =>
    open(url).then(
      () => null,
      (thrown: { code: string; message: string }) => thrown,
    );

  test('cannot be reached, or turns us away, is told of without a password', async () => {
    const away = await fault('postgres://me:pass-word@127.0.0.1:1/tingchao');
    expect([away?.code, away?.message]).toEqual(['no_database', expect.stringContaining('ECONNREFUSED')]);
    const url = new URL(await makePlace());
    url.pathname = '/there_is_no_such_database';
    const refused = await fault(url.href);
    expect([refused?.code, refused?.message]).toEqual(['bad_config', expect.stringMatching(/^DATABASE_URL/)]);
    expect(away?.message).not.toContain('pass-word');
    expect(refused?.message).not.toContain(url.password || 'postgres://');
    expect(placeName({ dataFolder: '/', databaseUrl: url.href })).toBe(
      `postgres://${url.host}${url.pathname}`,
    );
  });

  test('has an empty database holds no installation, and is left empty', async () => {
    const place = await makePlace({ empty: true });
    const existing = openExisting({ dataFolder: '/nowhere', databaseUrl: place });
    await expect(existing).rejects.toThrow(/there is no installation at postgres:.*; set DATABASE_URL/);
    const db = openDatabase(place);
    onTestFinished(() => db.destroy());
    expect(await db.introspection.getTables()).toEqual([]);
  });

  test('is too old is refused', async () => {
    const place = await makePlace();
    const db = openDatabase(place);
    const { CompiledQuery } = await import('kysely');
    // As an older one would answer.
    for (const statement of [
      'create schema old',
      `create function old.current_setting(text) returns text language sql as $$ select '140011' $$`,
      `alter database ${new URL(place).pathname.slice(1)} set search_path = old, pg_catalog, public`,
    ]) {
      await db.executeQuery(CompiledQuery.raw(statement));
    }
    await db.destroy();
    expect(await fault(place)).toMatchObject({
      code: 'bad_config',
      message: expect.stringContaining('too old'),
    });
  });
});
