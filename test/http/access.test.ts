import { describe, expect, test } from 'vitest';
import { DAY } from '../../server/core/time.ts';
import { makePlace } from '../support/database.ts';
import { faultOf, type Served, serveHttp } from './serve.ts';

const TOKEN = 'a-long-enough-token-for-tests';
const logIn = ({ ask }: Served, token: string) => ask('POST', '/api/login', { body: { token } });

describe('with an access token', () => {
  test('nothing but the way in answers without it', async () => {
    const { ask, get } = await serveHttp({ token: TOKEN });
    for (const at of ['/api/overview', '/api/mentions', '/api/live', '/api/channels', '/api/nothing']) {
      const answer = await ask('GET', at);
      expect(answer.status).toBe(401);
      expect(faultOf(answer)).toMatchObject({ code: 'unauthorised', details: { needsToken: true } });
    }
    expect((await ask('GET', '/api/health')).status).toBe(200);
    expect(await get('/api/login')).toMatchObject({
      needsToken: true,
      loggedIn: false,
      accounts: false,
      role: null,
    });
  });

  test('the token opens by cookie: out of reach of scripts and other sites', async () => {
    const served = await serveHttp({ token: TOKEN });
    const answer = await logIn(served, TOKEN);
    expect(answer.status).toBe(200);
    const [cookie = ''] = answer.headers['set-cookie'] as string[];
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    expect(cookie).not.toContain(TOKEN);
    const headers = { cookie: cookie.split(';')[0] ?? '' };
    expect((await served.ask('GET', '/api/watches', { headers })).status).toBe(200);
    expect((await served.ask('GET', '/api/login', { headers })).json().loggedIn).toBe(true);
  });

  test('programs send it as a bearer', async () => {
    const { ask } = await serveHttp({ token: TOKEN });
    const as = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
    expect((await ask('GET', '/api/watches', as(TOKEN))).status).toBe(200);
    expect((await ask('GET', '/api/watches', as(`${TOKEN}x`))).status).toBe(401);
  });

  test('a forged cookie opens nothing', async () => {
    const { ask } = await serveHttp({ token: TOKEN });
    for (const value of [TOKEN, '', 'x'.repeat(43)]) {
      expect((await ask('GET', '/api/watches', { headers: { cookie: `tingchao=${value}` } })).status).toBe(
        401,
      );
    }
  });

  test('after ten wrong tokens a guesser waits, and nobody who has the right one', async () => {
    const served = await serveHttp({ token: TOKEN });
    for (let i = 0; i < 10; i++) expect((await logIn(served, `wrong-${i}`)).status).toBe(401);
    const answer = await logIn(served, 'wrong-again');
    expect(answer.status).toBe(503);
    expect(faultOf(answer).code).toBe('busy');
    expect((await logIn(served, TOKEN)).status).toBe(200);
  });

  test('each browser has a session of its own, which logging out ends for good', async () => {
    const served = await serveHttp({ token: TOKEN });
    const cookieOf = async () => {
      const [cookie = ''] = (await logIn(served, TOKEN)).headers['set-cookie'] as string[];
      return { cookie: cookie.split(';')[0] ?? '' };
    };
    const seen = async (headers: Record<string, string>) =>
      (await served.ask('GET', '/api/watches', { headers })).status;
    const [one, two] = [await cookieOf(), await cookieOf()];
    expect(one).not.toEqual(two);
    expect([await seen(one), await seen(two)]).toEqual([200, 200]);
    await served.ask('POST', '/api/logout', { headers: one });
    expect([await seen(one), await seen(two)]).toEqual([401, 200]);
    const stored = await served.db.selectFrom('session').selectAll().execute();
    expect(stored).toHaveLength(1);
    expect(JSON.stringify(stored)).not.toContain(two.cookie.slice('tingchao='.length));
  });

  test('a session is shared by all web processes, and ends after thirty days or with its token', async () => {
    const place = await makePlace();
    const [first, second] = [
      await serveHttp({ token: TOKEN }, place),
      await serveHttp({ token: TOKEN }, place),
    ];
    const [cookie = ''] = (await logIn(first, TOKEN)).headers['set-cookie'] as string[];
    expect(cookie).toMatch(/Max-Age=2592000/);
    const headers = { cookie: cookie.split(';')[0] ?? '' };
    const seenBy = async ({ ask }: Served) => (await ask('GET', '/api/watches', { headers })).status;
    expect(await seenBy(second)).toBe(200);
    expect(await seenBy(await serveHttp({ token: `${TOKEN}-changed` }, place))).toBe(401);
    const { expires_at, created_at } = await first.db
      .selectFrom('session')
      .selectAll()
      .executeTakeFirstOrThrow();
    expect(expires_at - created_at).toBe(30 * DAY);
    await first.db.updateTable('session').set({ expires_at: Date.now() }).execute();
    expect(await seenBy(second)).toBe(401);
  });

  test('that a session is in use is noted', async () => {
    const served = await serveHttp({ token: TOKEN });
    const [cookie = ''] = (await logIn(served, TOKEN)).headers['set-cookie'] as string[];
    await served.db.updateTable('session').set({ seen_at: 5 }).execute();
    const headers = { cookie: cookie.split(';')[0] ?? '' };
    expect((await served.ask('GET', '/api/watches', { headers })).status).toBe(200);
    const { seen_at } = await served.db.selectFrom('session').select('seen_at').executeTakeFirstOrThrow();
    expect(seen_at).toBeGreaterThan(Date.now() - DAY);
  });

  test('behind https the cookie stays behind https', async () => {
    const served = await serveHttp({ token: TOKEN, secure: true });
    const [cookie = ''] = (await logIn(served, TOKEN)).headers['set-cookie'] as string[];
    expect(cookie).toMatch(/Secure/);
  });
});

describe('without an access token', () => {
  test('nobody is asked to log in', async () => {
    const { ask, get } = await serveHttp();
    expect(await get('/api/login')).toMatchObject({
      needsToken: false,
      loggedIn: true,
      accounts: false,
      role: 'admin',
      name: null,
    });
    expect((await ask('GET', '/api/watches')).status).toBe(200);
  });
});
