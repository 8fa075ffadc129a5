import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import type { Hono } from 'hono';
import { beforeEach, describe, expect, test } from 'vitest';
import { matchRoute } from '../../server/core/access/route-match.ts';
import { ROUTE_RULES } from '../../server/core/access/route-rule.ts';
import { readAuditPage } from '../../server/db/access/audit.ts';
import { createHttp } from '../../server/http/app.ts';
import type { HttpDeps } from '../../server/http/deps.ts';
import { anyOf, NOW } from '../support/make.ts';
import { makeWatch } from '../support/make-watch.ts';
import { cookiesOf, enter, makeAccount, PASSWORD, type Person, person } from './accounts.ts';
import { faultOf, type Served, serveHttp } from './serve.ts';

const TOKEN = 'a-long-enough-token-for-tests';
const BEARER = { headers: { authorization: `Bearer ${TOKEN}` } };
const WATCH = { name: '另一份方案', rule: anyOf('暖气') };
const NOTE = { watchId: null, kind: 'note', at: NOW, text: '停暖', by: '别人' };

/** Every route of the API, by method and pattern, as the server really has them. */
function routesOf(): readonly string[] {
  const deps = {
    access: { token: null, hosts: null, secure: false, proxies: [] },
    sources: new Map(),
    notifiers: new Map(),
    bus: { subscribe: () => () => {} },
  };
  const app: Hono = createHttp(deps as unknown as HttpDeps);
  const all = app.routes.filter(({ path, method }) => path.startsWith('/api/') && method !== 'ALL');
  return [...new Set(all.map(({ method, path }) => `${method} ${path.slice('/api'.length)}`))];
}

describe('which role a route takes', () => {
  test('is said of every route there is, and of no other', () => {
    const routes = routesOf();
    expect(routes.length).toBeGreaterThan(100);
    expect(routes.filter((route) => !ROUTE_RULES.has(route))).toEqual([]);
    expect([...ROUTE_RULES.keys()].filter((route) => !routes.includes(route))).toEqual([]);
  });

  test('is that of the pattern, whatever stands in the place of its names', () => {
    for (const route of routesOf()) {
      const [method = '', pattern = ''] = route.split(' ');
      const asked = pattern.replace(/:\w+/g, '17');
      expect(matchRoute(method, asked)?.rule, route).toBe(ROUTE_RULES.get(route));
    }
  });
});

describe('with accounts', () => {
  let served: Served;
  let [admin, member, viewer]: Person[] = [];

  beforeEach(async () => {
    served = await serveHttp();
    admin = await person(served, '王敏', 'admin');
    member = await person(served, '李雷', 'member');
    viewer = await person(served, '韩梅梅', 'viewer');
  });
  const everybody = (method: string, at: string, body?: unknown) =>
    Promise.all([viewer, member, admin].map((one) => one?.does(method, at, body)));

  test('nobody gets in without one, also from this machine', async () => {
    expect((await served.ask('GET', '/api/overview')).status).toBe(401);
    expect((await served.ask('GET', '/api/health')).status).toBe(200);
    expect(await served.get('/api/login')).toMatchObject({
      needsToken: false,
      loggedIn: false,
      accounts: true,
      role: null,
      name: null,
    });
    expect(await viewer?.get('/api/login')).toMatchObject({
      loggedIn: true,
      role: 'viewer',
      name: '韩梅梅',
      own: true,
      mustChange: false,
    });
  });

  test('each role may do what it may', async () => {
    const no = 'forbidden_role';
    await makeWatch(served.db);
    expect(await everybody('GET', '/api/watches')).toEqual([200, 200, 200]);
    expect(await everybody('GET', '/api/mentions.csv')).toEqual([no, 200, 200]);
    expect(await everybody('POST', '/api/annotations', NOTE)).toEqual([no, 201, 201]);
    expect(await everybody('POST', '/api/watches', WATCH)).toEqual([no, no, 201]);
    expect(await everybody('GET', '/api/accounts')).toEqual([no, no, 200]);
    expect(await everybody('GET', '/api/audit')).toEqual([no, no, 200]);
    expect(await everybody('GET', '/api/audit.csv')).toEqual([no, no, 200]);
    expect(await everybody('GET', '/api/erasures')).toEqual([no, no, 200]);
    const erase = { by: '王敏', scope: 'post' };
    expect(await everybody('POST', '/api/mentions/99/erase', erase)).toEqual([no, no, 'not_found']);
    expect(await everybody('GET', '/api/nothing')).toEqual([no, no, 'not_found']);
    expect(await everybody('POST', '/api/watches/1/replay/suggest', {})).not.toContain(no);
    expect(await everybody('DELETE', '/api/watches/99')).toEqual([no, no, 'not_found']);
  });

  test('every change is refused to a viewer before anything of it is looked at', async () => {
    const answers = new Map<string, unknown>();
    for (const [route, { need }] of ROUTE_RULES) {
      if (need !== 'member' && need !== 'admin') continue;
      const [method = '', pattern = ''] = route.split(' ');
      const body = method === 'GET' || method === 'DELETE' ? undefined : {};
      answers.set(route, await viewer?.does(method, `/api${pattern.replace(/:\w+/g, '1')}`, body));
    }
    expect([...answers].filter(([, answer]) => answer !== 'forbidden_role')).toEqual([]);
    expect(answers.size).toBeGreaterThan(60);
  });

  test('who has an account signs with its name, whatever the request says', async () => {
    await makeWatch(served.db);
    await member?.ask('POST', '/api/annotations', NOTE);
    const silence = { matcher: { watchIds: [1] }, reason: '检修', until: Date.now() + 3_600_000, by: '别人' };
    await member?.ask('POST', '/api/silences', silence);
    const [made] = await served.db.selectFrom('annotation').select('created_by').execute();
    const [quiet] = await served.db.selectFrom('silence').select('author').execute();
    expect([made?.created_by, quiet?.author]).toEqual(['李雷', '李雷']);
  });

  test('a new role is in force at once; a disabled account is out', async () => {
    const role = (wanted: string) => admin?.ask('PUT', `/api/accounts/${member?.id}/role`, { role: wanted });
    await role('viewer');
    expect(await member?.does('POST', '/api/annotations', NOTE)).toBe('forbidden_role');
    await role('admin');
    expect(await member?.does('GET', '/api/accounts')).toBe(200);
    await admin?.ask('POST', `/api/accounts/${member?.id}/active`, { active: false });
    expect(await member?.does('GET', '/api/watches')).toBe('unauthorised');
    expect((await enter(served, '李雷')).status).toBe(401);
    await admin?.ask('POST', `/api/accounts/${member?.id}/active`, { active: true });
    expect(await member?.does('GET', '/api/watches')).toBe('unauthorised');
    expect((await enter(served, '李雷')).status).toBe(200);
  });

  test('the last administrator cannot shut out everybody', async () => {
    const own = `/api/accounts/${admin?.id}`;
    const codes = [
      await admin?.does('DELETE', own),
      await admin?.does('POST', `${own}/active`, { active: false }),
      await admin?.does('PUT', `${own}/role`, { role: 'member' }),
    ];
    expect(codes).toEqual(['last_admin', 'last_admin', 'last_admin']);
  });

  test('a first password is shown once, and good for choosing another', async () => {
    const draft = { name: '新人', role: 'member', password: 'given by somebody' };
    const made = (await admin?.ask('POST', '/api/accounts', draft))?.json();
    expect(made.password).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/);
    expect((await enter(served, '新人', draft.password)).status).toBe(401);
    const headers = cookiesOf(await enter(served, ' 新人 ', made.password));
    const ask = (method: string, at: string, body?: unknown) =>
      served.ask(method, at, body === undefined ? { headers } : { headers, body });
    expect(faultOf(await ask('GET', '/api/watches')).code).toBe('password_due');
    const choose = (next: string) => ask('POST', '/api/account/password', { current: made.password, next });
    expect(faultOf(await choose('新人')).details).toMatchObject({ password: 'short' });
    expect(faultOf(await choose(made.password)).details).toMatchObject({ password: 'same' });
    expect((await choose('harbour without end')).status).toBe(200);
    expect((await ask('GET', '/api/watches')).status).toBe(200);
    expect(await admin?.does('POST', '/api/accounts', { name: '新人', role: 'viewer' })).toBe('name_taken');
  });

  test("a new password of one's own ends the other sessions; a wrong one so far changes nothing", async () => {
    const other = cookiesOf(await enter(served, '李雷'));
    const change = (current: string) => ({ current, next: 'another harbour' });
    expect(await member?.does('POST', '/api/account/password', change('wrong'))).toBe('bad_request');
    expect(await member?.does('POST', '/api/account/password', change(PASSWORD))).toBe(200);
    expect(await member?.does('GET', '/api/watches')).toBe(200);
    expect((await served.ask('GET', '/api/watches', { headers: other })).status).toBe(401);
    expect((await enter(served, '李雷')).status).toBe(401);
  });

  test('what was done is written down, without anything secret', async () => {
    const made = JSON.parse(
      (await admin?.ask('POST', '/api/accounts', { name: '新人', role: 'viewer' }))?.body ?? '',
    );
    const settings = { url: 'https://example.com/a-secret-hook' };
    await admin?.ask('POST', '/api/channels', { kind: 'webhook', name: '群', settings, minLevel: 'IV' });
    await admin?.ask('POST', '/api/ingest-tokens', { name: '程序' });
    await admin?.ask('DELETE', '/api/watches/99');
    await admin?.ask('POST', '/api/feeds/opml?dry=1', {});
    await viewer?.ask('POST', '/api/watches', WATCH);
    await enter(served, '李雷', 'a wrong password');
    await enter(served, 'a password typed as a name', 'x');
    await admin?.ask('POST', '/api/logout');
    const { rows } = await readAuditPage(served.db, {});
    expect(
      rows
        .toReversed()
        .map(({ who, role, action, objectId, detail }) => [who, role, action, objectId, detail]),
    ).toEqual([
      ['王敏', 'admin', 'session.open', null, ''],
      ['李雷', 'member', 'session.open', null, ''],
      ['韩梅梅', 'viewer', 'session.open', null, ''],
      ['王敏', 'admin', 'account.add', String(made.id), 'name=新人\nrole=viewer'],
      ['王敏', 'admin', 'channel.add', '1', 'name=群'],
      ['王敏', 'admin', 'token.add', '1', 'name=程序'],
      ['李雷', null, 'session.refused', null, ''],
      ['', null, 'session.refused', null, ''],
      ['王敏', 'admin', 'session.end', null, ''],
    ]);
    const stored = JSON.stringify(await served.db.selectFrom('audit').selectAll().execute());
    for (const secret of [made.password, PASSWORD, 'secret-hook', 'typed as a name'])
      expect(stored).not.toContain(secret);
  });

  test('the log is read page by page and proven', async () => {
    const page = (query: string) => admin?.get(`/api/audit${query}`);
    const found = await page('?who=李雷&action=session.open'.replace('李雷', encodeURIComponent('李雷')));
    expect(found).toMatchObject({ rows: [{ who: '李雷' }], next: null });
    expect(await page('/verify')).toEqual({ rows: 3, brokenAt: null });
    await served.db.updateTable('audit').set({ who: '别人' }).where('who', '=', '李雷').execute();
    expect((await page('/verify')).brokenAt).not.toBeNull();
    const [head, ...lines] = ((await admin?.ask('GET', '/api/audit.csv'))?.body ?? '').trim().split('\r\n');
    const stored = await served.db.selectFrom('audit').select(['seal', 'action']).orderBy('id').execute();
    expect(head).toBe('编号,时间,谁,角色,操作,对象,详情,校验值');
    expect(lines.map((line) => line.split(',').at(-1))).toEqual(stored.slice(0, -1).map(({ seal }) => seal));
    expect(stored.at(-1)?.action).toBe('audit.export');
    expect(await admin?.does('GET', '/api/audit?cursor=x')).toBe('bad_request');
  });

  test('live events end soon after the session', { timeout: 15_000 }, async () => {
    const listen = async (headers: Record<string, string>) => {
      const sent = request(`${served.url}/api/live`, { headers });
      sent.end();
      const [answer] = (await once(sent, 'response')) as [IncomingMessage];
      answer.resume();
      return answer;
    };
    const lines = [
      await listen(member?.headers ?? {}),
      await listen(viewer?.headers ?? {}),
      await listen(admin?.headers ?? {}),
    ];
    const ended = lines.slice(0, 2).map((line) => once(line, 'end'));
    let third = false;
    lines[2]?.once('end', () => {
      third = true;
    });
    await member?.ask('POST', '/api/logout');
    await admin?.ask('POST', `/api/accounts/${viewer?.id}/active`, { active: false });
    await Promise.all(ended);
    expect(third).toBe(false);
  });
});

describe('whoever guesses passwords', () => {
  /** As a proxy on this machine would pass it on. */
  const guess = async (served: Served, from: string, password: string, cookie = '', name = '王敏') => {
    const { port } = new URL(served.url);
    const sent = request({ host: '127.0.0.1', port, path: '/api/login', method: 'POST' });
    sent.setHeader('x-forwarded-for', from);
    sent.setHeader('content-type', 'application/json');
    if (cookie) sent.setHeader('cookie', cookie);
    sent.end(JSON.stringify({ name, password }));
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    answer.resume();
    return answer.statusCode;
  };
  const fail = (served: Served, address: string, times: number) =>
    Promise.all(Array.from({ length: times }, (_, n) => guess(served, address, `wrong ${n}`)));

  test('waits after ten, and keeps out nobody who was not wrong', async () => {
    const served = await serveHttp({ proxies: ['127.0.0.1'] });
    await makeAccount(served, '王敏', 'admin');
    const cookie = cookiesOf(await enter(served, '王敏')).cookie;
    // Many at once are as many.
    expect((await fail(served, '203.0.113.2', 14)).filter((status) => status === 503)).toHaveLength(4);
    expect(await guess(served, '203.0.113.2', PASSWORD)).toBe(503);
    expect(await guess(served, '203.0.113.3', PASSWORD)).toBe(200);
    // Also from the same address, behind a proxy: where somebody used the name before.
    expect(await guess(served, '203.0.113.2', PASSWORD, cookie)).toBe(200);
    expect(await guess(served, '203.0.113.2', PASSWORD, cookie.replaceAll('=', '=x'))).toBe(503);
  });

  test('of one name from many places waits where they were wrong', async () => {
    const served = await serveHttp({ proxies: ['127.0.0.1'] });
    await makeAccount(served, '王敏', 'admin');
    for (let n = 2; n < 12; n++) await guess(served, `203.0.113.${n}`, 'wrong');
    expect(await guess(served, '203.0.113.2', PASSWORD)).toBe(503);
    expect(await guess(served, '203.0.113.99', PASSWORD)).toBe(200);
  });

  test('learns no names', async () => {
    const served = await serveHttp();
    await makeAccount(served, '王敏', 'admin');
    const [known, unknown] = [await enter(served, '王敏', 'wrong'), await enter(served, '没有', 'wrong')];
    expect([known.status, known.json()]).toEqual([unknown.status, unknown.json()]);
  });
});

describe('from one way in to the other', () => {
  test("the first account is an administrator's, made on the page, which goes on with it", async () => {
    const served = await serveHttp();
    const add = (body: object) => served.ask('POST', '/api/accounts', { body: { name: '王敏', ...body } });
    expect(faultOf(await add({ role: 'member', password: PASSWORD })).details).toMatchObject({
      field: 'role',
    });
    expect(faultOf(await add({ role: 'admin', password: '1234567890' })).details).toMatchObject({
      password: 'common',
    });
    const made = await add({ role: 'admin', password: PASSWORD });
    expect([made.status, made.json().password]).toEqual([201, null]);
    expect((await readAuditPage(served.db, {})).rows).toMatchObject([{ who: '王敏', action: 'account.add' }]);
    expect((await served.ask('GET', '/api/watches')).status).toBe(401);
    expect((await served.ask('GET', '/api/watches', { headers: cookiesOf(made) })).status).toBe(200);
  });

  test('without accounts the log has the name that was said', async () => {
    const served = await serveHttp();
    await makeWatch(served.db);
    await served.ask('POST', '/api/annotations', { body: NOTE });
    const { rows } = await readAuditPage(served.db, {});
    expect(rows).toMatchObject([{ who: '别人', role: null, action: 'annotation.add', objectId: '1' }]);
  });

  test('the token stays the key of an administrator, under its own name', async () => {
    const served = await serveHttp({ token: TOKEN });
    await makeWatch(served.db);
    const cookie = cookiesOf(await served.ask('POST', '/api/login', { body: { token: TOKEN } }));
    await served.ask('POST', '/api/annotations', { headers: cookie, body: NOTE });
    const id = await makeAccount(served, '王敏', 'admin');
    await served.ask('POST', '/api/annotations', { headers: cookie, body: NOTE });
    await served.ask('POST', '/api/annotations', { ...BEARER, body: NOTE });
    const notes = await served.db.selectFrom('annotation').select('created_by').orderBy('id').execute();
    expect(notes.map((note) => note.created_by)).toEqual(['别人', '管理令牌', '管理令牌']);
    expect(
      (await served.ask('POST', `/api/account/password`, { ...BEARER, body: { current: '', next: '' } }))
        .status,
    ).toBe(404);
    expect((await served.ask('DELETE', `/api/accounts/${id}`, BEARER)).status).toBe(204);
    expect((await served.ask('GET', '/api/watches', { headers: cookie })).status).toBe(200);
  });
});
