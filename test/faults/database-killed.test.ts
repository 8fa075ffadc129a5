import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../server/db/engine/open.ts';
import { migrateToLatest } from '../../server/db/migrate.ts';
import { apiOf, run, until } from '../story/processes.ts';
import { engine, makeDatabase, tempFolder } from '../support/database.ts';
import { startIngest } from '../support/ingesting.ts';
import { anyOf } from '../support/make.ts';
import { makeWatch } from '../support/make-watch.ts';
import { askServer, startPostgres, urlOf } from '../support/postgres.ts';
import { expectWhole } from '../support/whole.ts';

/** As a customer's: what is committed is on the disk. */
const FLAGS = ['fsync=on', 'synchronous_commit=on', 'max_connections=60'];

describe.runIf(engine() === 'postgres')('a PostgreSQL server that is killed and started again', () => {
  let own: Awaited<ReturnType<typeof startPostgres>>;

  beforeAll(async () => {
    own = await startPostgres({ flags: FLAGS });
  });

  afterAll(() => own.stop());

  const makeOwn = async (name: string) => {
    await askServer(own.url, `create database ${name}`);
    return urlOf(own.url, name);
  };

  function kill(signal: NodeJS.Signals): void {
    const [pid] = readFileSync(path.join(own.folder, 'postmaster.pid'), 'utf8').split('\n');
    process.kill(Number(pid), signal);
  }

  /** Until what the dead one left behind is gone, the next one does not start. */
  async function startAgain(): Promise<void> {
    const end = performance.now() + 120_000;
    for (;;) {
      await sleep(200);
      try {
        return await own.server.start();
      } catch (fault) {
        if (performance.now() > end) throw fault;
      }
    }
  }

  test('in the middle of ingest: nothing acknowledged is lost, nothing is counted twice', {
    timeout: 300_000,
  }, async () => {
    const place = await makeOwn('ingesting');
    const setUp = openDatabase(place);
    await migrateToLatest(setUp);
    await makeWatch(setUp);
    await setUp.destroy();
    const ingesting = startIngest(place, 'a', '100000', '', 'again');
    const { acknowledged } = ingesting;
    await ingesting.first;
    // At once, and as `pg_ctl stop -m immediate` does it.
    for (const signal of ['SIGKILL', 'SIGQUIT'] as const) {
      await sleep(Math.random() * 300);
      kill(signal);
      await startAgain();
      const before = acknowledged.size;
      await until(
        'more to be stored',
        () => acknowledged.size,
        (size) => size > before + 50,
        120_000,
      );
    }
    ingesting.child.kill('SIGKILL');
    await ingesting.ended;
    expect(await expectWhole(await makeDatabase(place), acknowledged)).toBeGreaterThanOrEqual(
      acknowledged.size,
    );
  });

  test('under a running installation: its pages say so, and all goes on by itself', {
    timeout: 300_000,
  }, async () => {
    const place = await makeOwn('serving');
    const env = { DATABASE_URL: place, TINGCHAO_DATA: tempFolder(), TINGCHAO_ANALYSIS_THREADS: '1' };
    const serving = run(['serve'], env);
    const said = await until('the pages', serving.said, (text) => /listens on \S+/.test(text), 120_000);
    const url = /listens on (\S+)/.exec(said)?.[1] ?? '';
    const api = apiOf(url);
    const statusOf = async (at: string) => {
      const answer = await fetch(`${url}/api/${at}`);
      const body = (await answer.json()) as { error?: { code: string }; code?: string };
      return [answer.status, body.error?.code ?? body.code ?? null];
    };
    const rule = anyOf('暖气');
    await api('POST', 'watches', { name: '供热', rule, people: [], sources: [], active: true });
    const { token } = await api<{ token: string }>('POST', 'ingest-tokens', { name: '供应商' });
    const push = async (id: string) => {
      const answer = await fetch(`${url}/api/ingest`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ posts: [{ platform: '论坛', externalId: id, text: `暖气不热 ${id}` }] }),
      });
      await answer.text();
      return answer.status;
    };
    await until(
      'the first work',
      () => push('a'),
      (status) => status === 200,
      120_000,
    );

    kill('SIGQUIT');
    await until(
      'the pages to say so',
      () => statusOf('overview'),
      ([status]) => status !== 200,
      120_000,
    );
    expect(await statusOf('overview')).toEqual([503, 'no_database']);
    expect(await push('b')).toBe(503);
    expect((await statusOf('health'))[0]).toBe(200);
    await until(
      'readiness to say so',
      () => statusOf('ready/pages'),
      ([status]) => status === 503,
      120_000,
    );
    await startAgain();
    await until(
      'the pages',
      () => statusOf('overview'),
      ([status]) => status === 200,
      120_000,
    );
    await until(
      'the work',
      () => push('b'),
      (status) => status === 200,
      120_000,
    );
    const { rows } = await api<{ rows: readonly unknown[] }>('GET', 'mentions');
    expect(rows).toHaveLength(2);
    serving.child.kill('SIGTERM');
    expect(await serving.ended, serving.said()).toBe(0);
    expect(serving.said()).not.toContain(new URL(place).password);
  });
});
