import { once } from 'node:events';
import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { faultOf, type Served, serveHttp } from './serve.ts';

const TOKEN = 'a-long-enough-token-for-tests';
const logIn = ({ ask }: Served, token: string) => ask('POST', '/api/login', { body: { token } });

describe('with an access token', () => {
  test('nothing but the way in answers without it', async () => {
    const { ask } = await serveHttp({ token: TOKEN });
    for (const at of ['/api/overview', '/api/mentions', '/api/live', '/api/channels', '/api/nothing']) {
      const answer = await ask('GET', at);
      expect(answer.status).toBe(401);
      expect(faultOf(answer)).toMatchObject({ code: 'unauthorised', details: { needsToken: true } });
    }
    expect((await ask('GET', '/api/health')).status).toBe(200);
    expect(JSON.parse((await ask('GET', '/api/login')).body)).toEqual({ needsToken: true, loggedIn: false });
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
    expect(JSON.parse((await served.ask('GET', '/api/login', { headers })).body).loggedIn).toBe(true);
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

  test('wrong tokens are counted by where they come from', async () => {
    const served = await serveHttp({ token: TOKEN });
    const from = async (localAddress: string) => {
      const { port } = new URL(served.url);
      const sent = request({
        ...{ host: '127.0.0.1', port, path: '/api/login', method: 'POST', localAddress },
      });
      sent.setHeader('content-type', 'application/json');
      sent.end(JSON.stringify({ token: 'wrong' }));
      const [answer] = await once(sent, 'response');
      answer.resume();
      return answer.statusCode;
    };
    for (let i = 0; i < 10; i++) await from('127.0.0.2');
    expect([await from('127.0.0.2'), await from('127.0.0.3')]).toEqual([503, 401]);
  });

  test('behind https the cookie stays behind https', async () => {
    const served = await serveHttp({ token: TOKEN, secure: true });
    const [cookie = ''] = (await logIn(served, TOKEN)).headers['set-cookie'] as string[];
    expect(cookie).toMatch(/Secure/);
  });
});

describe('without an access token', () => {
  test('nobody is asked to log in', async () => {
    const { ask } = await serveHttp();
    expect(JSON.parse((await ask('GET', '/api/login')).body)).toEqual({ needsToken: false, loggedIn: true });
    expect((await ask('GET', '/api/watches')).status).toBe(200);
  });
});
