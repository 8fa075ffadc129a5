import { expect, test } from 'vitest';
import type { MentionPage } from '../../server/core/screens/screens.ts';
import { openDatabase } from '../../server/db/engine/open.ts';
import { engine, makePlace, tempFolder } from '../support/database.ts';
import { anyOf } from '../support/make.ts';
import { startReceiver } from '../support/receiver.ts';
import { apiOf, type Running, run, until } from './processes.ts';

const LEADS = /took on what only one does/;

interface Health {
  readonly workers: readonly { readonly pid: number; readonly jobs: readonly string[] }[];
}

async function push(url: string, token: string, texts: readonly string[]): Promise<number> {
  const posts = texts.map((text, n) => ({ platform: '论坛', externalId: `${text}-${n}`, text }));
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const answer = await fetch(`${url}/api/ingest`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ posts }),
  });
  await answer.text();
  return answer.status;
}

test.runIf(engine() === 'postgres')(
  'pages and workers are processes of their own, and one that is killed is followed by another',
  async () => {
    const place = await makePlace();
    const env = { DATABASE_URL: place, TINGCHAO_DATA: tempFolder(), TINGCHAO_ANALYSIS_THREADS: '1' };
    const inbox = await startReceiver();
    const web = run(['serve', '--no-worker'], env);
    const work = () =>
      run(['worker'], { ...env, TINGCHAO_URL: 'https://tingchao.example', TINGCHAO_LOG: 'info' });
    const workers: readonly Running[] = [work(), work()];
    const said = await until('the pages', web.said, (text) => /listens on \S+/.test(text), 120_000);
    const url = /listens on (\S+)/.exec(said)?.[1] ?? '';
    const api = apiOf(url);
    const living = async () => (await api<Health>('GET', 'health')).workers.map(({ pid }) => pid).toSorted();
    const pids = workers.map(({ child }) => child.pid).toSorted();
    await until('both workers', living, (seen) => seen.join() === pids.join(), 120_000);

    const rule = anyOf('供热', '暖气');
    await api('POST', 'watches', { name: '城北供热', rule, people: [], sources: [], active: true });
    const settings = { url: inbox.url, secret: 'a-secret-for-signing-webhooks' };
    await api('POST', 'channels', { kind: 'webhook', name: '值班', settings, minLevel: 'IV', active: true });
    const { token } = await api<{ token: string }>('POST', 'ingest-tokens', { name: '供应商' });
    expect(await push(url, token, ['暖气很热', '供热大厅今天人不多'])).toBe(200);

    const first = workers.find((each) => LEADS.test(each.said()));
    const other = workers.find((each) => each !== first);
    first?.child.kill('SIGKILL');
    await first?.ended;
    expect(await push(url, token, ['城北供热锅炉房爆炸，浓烟滚滚，有人被困，电话打不通'])).toBe(200);

    await until(
      'the webhook',
      () => inbox.received,
      (seen) => seen.length > 0,
      120_000,
    );
    expect(inbox.received[0]?.body).toContain('https://tingchao.example/alerts/');
    const { rows } = await api<MentionPage>('GET', 'mentions');
    expect(rows).toHaveLength(3);
    await until('the dead one to be missed', living, (seen) => seen.length === 1, 120_000);
    expect(inbox.received).toHaveLength(1);

    for (const each of [web, other]) {
      each?.child.kill('SIGTERM');
      expect(await each?.ended, each?.said()).toBe(0);
    }
    for (const each of [web, ...workers]) expect(each.said()).not.toContain(new URL(place).password || place);
    const db = openDatabase(place, { readonly: true });
    const leases = await db.selectFrom('leader_lease').selectAll().execute();
    await db.destroy();
    expect(leases).toEqual([]);
  },
  400_000,
);
