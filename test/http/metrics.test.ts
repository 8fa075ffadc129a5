import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { makeAccount } from './accounts.ts';
import { serveSeeded } from './seeded.ts';
import { faultOf, serveHttp } from './serve.ts';

const TOKEN = 'a-long-enough-token-for-tests';
const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
const deployed = (file: string) =>
  parse(readFileSync(new URL(`../../server/deploy/${file}`, import.meta.url), 'utf8'));

/** By the grammar of the format: every line is a comment or a figure, and no figure stands without its family. */
function familiesIn(text: string): ReadonlyMap<string, readonly number[]> {
  const families = new Map<string, number[]>();
  const label = String.raw`[a-z_0-9]+="(?:[^"\\\n]|\\[\\n"])*"`;
  const figure = new RegExp(String.raw`^([a-z][a-z0-9_]*)(?:\{${label}(?:,${label})*\})? (\S+)$`);
  expect(text.endsWith('\n')).toBe(true);
  for (const line of text.slice(0, -1).split('\n')) {
    const [, kind, name = ''] = /^# (HELP|TYPE) (\S+) .+$/.exec(line) ?? [];
    if (kind === 'HELP') {
      expect(families.has(name), name).toBe(false);
      families.set(name, []);
    }
    if (kind !== undefined) continue;
    const [, of = '', value = ''] = figure.exec(line) ?? [];
    expect(families.has(of), line).toBe(true);
    expect(Number.isFinite(Number(value)), line).toBe(true);
    families.get(of)?.push(Number(value));
  }
  return families;
}

describe('figures for Prometheus', () => {
  test('an address with a slash too many leads to them', async () => {
    const { readToken, readAs } = await serveSeeded();
    const answer = await readAs(await readToken(), '/metrics/');
    expect([answer.status, answer.headers.location]).toEqual([308, '/metrics']);
  });

  test('are told at both addresses to whoever has a read token, in the format they are said to have', async () => {
    const { get, readToken, readAs } = await serveSeeded();
    const token = await readToken();
    for (const at of ['/metrics', '/api/metrics']) {
      const answer = await readAs(token, at);
      expect([at, answer.status]).toEqual([at, 200]);
      expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
      expect(answer.headers['cache-control']).toBe('no-store');
      const families = familiesIn(answer.body);
      expect(families.get('tingchao_posts_stored_total')?.[0]).toBeGreaterThan(30);
      expect(families.get('tingchao_process_resident_memory_bytes')?.[0]).toBeGreaterThan(1e7);
      expect(families.get('tingchao_event_loop_lag_seconds')).toHaveLength(3);
      expect(families.get('tingchao_alerts_open')?.reduce((sum, each) => sum + each, 0)).toBe(1);
      const started = families.get('tingchao_process_start_time_seconds')?.[0] ?? 0;
      expect(Math.abs(Date.now() / 1000 - process.uptime() - started)).toBeLessThan(60);
    }
    const document = await get('/api/openapi.json');
    expect(document.paths['/api/metrics'].get).toMatchObject({
      'x-limited-tokens': 'refused',
      security: [{ readToken: [] }],
    });
  });

  test('are told to nobody without a key, nor to a token that is limited to some watches', async () => {
    const { ask, readToken, readAs, watch } = await serveSeeded();
    const limited = await readAs(await readToken([watch]), '/metrics');
    expect([limited.status, faultOf(limited).code]).toEqual([403, 'forbidden_token']);
    const locked = await serveHttp({ token: TOKEN });
    for (const at of ['/metrics', '/api/metrics']) {
      for (const options of [{}, bearer('tcr_nonsense'), bearer('tci_nonsense'), bearer('x')]) {
        const refused = await locked.ask('GET', at, options);
        expect([at, refused.status, faultOf(refused).code]).toEqual([at, 401, 'unauthorised']);
        expect(refused.body).not.toContain('tingchao_jobs');
      }
      expect((await locked.ask('GET', at, bearer(TOKEN))).status).toBe(200);
    }
    // Nor where people have accounts, from this machine too; nor under a name that this server does not go by.
    const served = await serveHttp();
    expect((await served.ask('GET', '/metrics')).status).toBe(200);
    const foreign = await served.ask('GET', '/metrics', { headers: { host: 'rebound.example' } });
    expect([foreign.status, faultOf(foreign).code]).toEqual([403, 'forbidden_origin']);
    await makeAccount(served, 'Wang Min', 'admin');
    expect((await served.ask('GET', '/metrics')).status).toBe(401);
    expect((await ask('POST', '/metrics', { body: {} })).status).toBe(404);
  });

  test('the rules that are shipped ask for figures that there are', async () => {
    const { body } = await (await serveHttp()).ask('GET', '/metrics');
    const families = familiesIn(body);
    const { groups } = deployed('prometheus-alerts.yaml') as {
      groups: { rules: { alert: string; expr: string; annotations: { summary: string } }[] }[];
    };
    const rules = groups.flatMap((group) => group.rules);
    expect(rules.length).toBeGreaterThanOrEqual(5);
    for (const { alert, expr, annotations } of rules) {
      const names = expr.match(/\btingchao_\w+/g) ?? [];
      for (const name of names) expect(families.has(name), `${alert}: ${name}`).toBe(true);
      expect(annotations.summary).not.toBe('');
    }
    const kinds = rules.flatMap(({ expr }) => [...expr.matchAll(/troubles_open\{kind="([^"]+)"/g)]);
    for (const [, kind] of kinds) expect(body).toContain(`tingchao_troubles_open{kind="${kind}"}`);
    const { scrape_configs: jobs, rule_files: files } = deployed('prometheus.yaml');
    expect(jobs[0]).toMatchObject({ job_name: 'tingchao', authorization: { type: 'Bearer' } });
    expect(files).toEqual(['prometheus-alerts.yaml']);
  });
});
