import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { MentionPage } from '../../server/core/screens/screens.ts';
import { openDatabase } from '../../server/db/engine/open.ts';
import { anyOf } from '../support/make.ts';
import { startReplayServer } from '../support/replay-server.ts';
import { start, tingchao } from './tingchao.ts';

/** Starts the real server and waits for its address. */
async function serve(env: Record<string, string>) {
  const child = start(['serve'], { TINGCHAO_PORT: '0', ...env });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stderr = '';
  let stdout = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      const found = /listens on (http\S+)/.exec(stderr)?.[1];
      if (found) resolve(found);
    });
    child.on('close', () => reject(new Error(stderr)));
  });
  return { child, url, told: () => ({ stdout, stderr }) };
}

function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'tingchao-test-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const post = (url: string, body: unknown) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

describe('tingchao serve', () => {
  test('others are let in only with a token', async () => {
    const { status, stderr } = await tingchao(['serve'], '', {
      TINGCHAO_HOST: '0.0.0.0',
      TINGCHAO_DATA: folder(),
    });
    expect(status).toBe(1);
    expect(stderr).toContain('TINGCHAO_TOKEN is not set');
  });

  test('told to stop, it finishes what it has in hand: nothing is lost and nothing is left behind', async () => {
    const item = (n: number) => `<item><guid>${n}</guid><title>停暖 ${n}</title></item>`;
    const body = `<rss version="2.0"><channel>${Array.from({ length: 40 }, (_, n) => item(n)).join('')}</channel></rss>`;
    // The page takes its time: the signal falls into the middle of the crawl.
    const page = await startReplayServer({ '/feed.xml': { body, type: 'text/xml', delay: 500 } });
    onTestFinished(() => page.close());
    const data = folder();
    const env = { TINGCHAO_DATA: data, TINGCHAO_ALLOW_PRIVATE: new URL(page.url).host };
    const { child, url, told } = await serve(env);
    await post(`${url}/api/watches`, { name: '热力', rule: anyOf('停暖') });
    const live = await fetch(`${url}/api/live`);
    await post(`${url}/api/feeds`, {
      name: 'f',
      source: 'rss',
      params: { url: `${page.url}/feed.xml` },
      every: 3600,
    });
    while (!page.seen.some((request) => request.path === '/feed.xml'))
      await new Promise((r) => setTimeout(r, 20));
    child.kill('SIGTERM');
    const [status] = await once(child, 'close');
    expect(status).toBe(0);
    // It ended by itself, before its grace was over: nothing was given up.
    expect(told().stderr).not.toMatch(/in time/);
    await live.text().catch(() => '');
    expect(told().stdout).toBe('');
    for (const line of told()
      .stderr.split('\n')
      .filter((each) => each.startsWith('{')))
      JSON.parse(line);
    const db = openDatabase(path.join(data, 'tingchao.db'), { readonly: true });
    onTestFinished(() => db.destroy());
    expect(await db.selectFrom('post').select('id').execute()).toHaveLength(40);
    expect(await db.selectFrom('job').select('kind').where('status', '=', 'running').execute()).toEqual([]);
  });

  test('started by npm, it stops with the shell that npm started it in', async () => {
    const env = { ...process.env, npm_lifecycle_event: 'start', TINGCHAO_PORT: '0', TINGCHAO_DATA: folder() };
    // Two commands: the shell stays, as npm's does.
    const shell = spawn('sh', ['-c', `"${process.execPath}" server/main.ts serve; true`], { env });
    let told = '';
    shell.stderr.setEncoding('utf8').on('data', (text: string) => {
      told += text;
    });
    while (!told.includes('listens on')) await new Promise((r) => setTimeout(r, 20));
    const url = /listens on (http\S+)/.exec(told)?.[1] ?? '';
    expect((await fetch(`${url}/api/health`)).status).toBe(200);
    shell.kill('SIGTERM');
    await once(shell.stderr, 'end');
    expect(told).toContain('"msg":"stopped"');
    await expect(fetch(`${url}/api/health`)).rejects.toThrow();
  });

  test('with a token the server is locked from the first answer on', async () => {
    const token = 'a-long-enough-token-for-tests';
    const { child, url } = await serve({ TINGCHAO_DATA: folder(), TINGCHAO_TOKEN: token });
    expect((await fetch(`${url}/api/mentions`)).status).toBe(401);
    const answer = await fetch(`${url}/api/mentions`, { headers: { authorization: `Bearer ${token}` } });
    expect(((await answer.json()) as MentionPage).rows).toEqual([]);
    child.kill('SIGINT');
    expect((await once(child, 'close'))[0]).toBe(0);
  });
});
