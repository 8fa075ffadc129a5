import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AlertView } from '../../server/core/message/notifier.ts';

import webhook from '../../server/notifiers/webhook.ts';
import { MONDAY } from '../core/series/make-series.ts';
import { PATIENCE_MS } from '../support/patience.ts';
import { openPublicIO } from './public-io.ts';

interface Seen {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}
type Answer = (response: ServerResponse, request: IncomingMessage) => void;

const view: AlertView = {
  alertId: 4,
  changeId: 9,
  change: 'opened',
  level: 'III',
  subject: '供热服务',
  sentence: '供热服务：近 1 小时负面 86 条，是平时同时段的 9.6 倍。',
  unusual: '',
  spread: '',
  posts: [],
  steps: [],
  link: 'http://127.0.0.1/alerts/4',
  at: MONDAY,
  risk: 60,
  riskWords: '风险指数 60',
};
const answer =
  (status: number, headers: Record<string, string> = {}, body = ''): Answer =>
  (response) =>
    response.writeHead(status, headers).end(body);

let server: Server;
let url = '';
let seen: Seen[] = [];
let answers: Answer[] = [];
const io = openPublicIO({ timeoutMs: PATIENCE_MS, now: () => MONDAY });
const hasty = openPublicIO({ timeoutMs: 400, now: () => MONDAY });

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      seen.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
      (answers.shift() ?? answer(204))(response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  seen = [];
  answers = [];
});

const send = (secret = 'geheim', by = io) =>
  webhook.send(webhook.render(view, {}), { url, secret }, by, 'delivery-17');

describe('webhook', () => {
  test('arrives signed, dated and recognisable', async () => {
    expect(await send()).toMatchObject({ ok: true });
    const [{ headers, body }] = seen as [Seen];
    const timestamp = String(MONDAY / 1000);
    expect(headers['x-tingchao-timestamp']).toBe(timestamp);
    const expected = createHmac('sha256', 'geheim').update(`${timestamp}.${body}`).digest('hex');
    expect(headers['x-tingchao-signature']).toBe(`sha256=${expected}`);
    expect(headers['idempotency-key']).toBe('delivery-17');
    expect(headers['content-type']).toContain('application/json');
    expect(JSON.parse(body)).toMatchObject({
      version: 2,
      event: 'alert.opened',
      alertId: 4,
      level: 'III',
      sentence: view.sentence,
      at: '2026-11-22T16:00:00.000Z',
    });
  });

  test('without a secret it is sent unsigned', async () => {
    expect(await send('')).toMatchObject({ ok: true });
    expect(seen[0]?.headers).not.toHaveProperty('x-tingchao-signature');
  });

  test('a server’s fault is worth another try, and the next one arrives with the same key', async () => {
    answers = [answer(500, {}, 'oops'), answer(200)];
    expect(await send()).toEqual({ ok: false, retry: true, reason: 'HTTP 500 oops' });
    expect(await send()).toMatchObject({ ok: true });
    expect(seen.map((s) => s.headers['idempotency-key'])).toEqual(['delivery-17', 'delivery-17']);
  });

  test('told to wait, it says until when', async () => {
    answers = [answer(429, { 'retry-after': '90' })];
    expect(await send()).toMatchObject({ ok: false, retry: true, retryAt: MONDAY + 90_000 });
    answers = [answer(503, { 'retry-after': new Date(MONDAY + 60_000).toUTCString() })];
    expect(await send()).toMatchObject({ retry: true, retryAt: MONDAY + 60_000 });
    answers = [answer(429, { 'retry-after': 'soon' })];
    expect(await send()).not.toHaveProperty('retryAt');
  });

  test.each([400, 401, 404, 410, 302])('%i is final', async (status) => {
    answers = [answer(status, { location: `${url}/elsewhere` }, 'no')];
    expect(await send()).toEqual({ ok: false, retry: false, reason: `HTTP ${status} no` });
    expect(seen).toHaveLength(1);
  });

  test('a reset connection is worth another try', async () => {
    answers = [(_, request) => request.socket.resetAndDestroy()];
    expect(await send()).toMatchObject({ ok: false, retry: true });
  });

  test('silence ends at the time limit', async () => {
    answers = [() => undefined];
    expect(await send('geheim', hasty)).toMatchObject({ ok: false, retry: true });
  });

  test('nobody listening is worth another try, no address is not', async () => {
    const message = webhook.render(view, {});
    expect(await webhook.send(message, { url: 'http://127.0.0.1:9/' }, io, 'd')).toMatchObject({
      retry: true,
    });
    expect(await webhook.send(message, { url: 'ftp://example.com/' }, io, 'd')).toMatchObject({
      retry: false,
    });
  });

  test('an endless answer is cut, not swallowed', async () => {
    answers = [answer(400, {}, 'x'.repeat(300_000))];
    const result = await send();
    expect(result.ok ? '' : result.reason.length).toBeLessThan(300);
  });
});

describe('an answer whose body never ends', () => {
  test('was given all the same: 200 is delivered, and never sent again', async () => {
    answers = [(response) => void response.writeHead(200).write('{"ok":')];
    const message = webhook.render(view, { url });
    expect(await webhook.send(message, { url }, io, 'd-1')).toMatchObject({ ok: true, answer: '200 {"ok":' });
    expect(seen).toHaveLength(1);
  });

  test('broken off behind a 200, it is delivered too', async () => {
    answers = [
      (response) => {
        response.writeHead(200, { 'content-length': '1000' }).write('part');
        setTimeout(() => response.destroy(), 50);
      },
    ];
    const message = webhook.render(view, { url });
    expect(await webhook.send(message, { url }, io, 'd-2')).toMatchObject({ ok: true });
  });
});
