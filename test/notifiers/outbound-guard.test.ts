import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { openNotifierIO } from '../../server/net/notifier-io.ts';
import { openOutboundGuard } from '../../server/net/outbound-guard.ts';
import email from '../../server/notifiers/email.ts';
import gotify from '../../server/notifiers/gotify.ts';
import webhook from '../../server/notifiers/webhook.ts';
import { PATIENCE_MS } from '../support/patience.ts';
import { alert } from './channel-alerts.ts';
import { json, openLoopback } from './loopback.ts';

const io = openNotifierIO({ timeoutMs: PATIENCE_MS, now: () => 0 });
const service = await openLoopback(json({ ok: true }));
const tell = (url: string) => webhook.send(webhook.render(alert, {}), { url }, io, 'd-1');

test.each([
  'http://169.254.169.254/latest/meta-data/',
  'http://[fe80::1]/',
  'http://[fd00:ec2::254]/',
  'http://[::ffff:169.254.169.254]/',
  'http://[64:ff9b::a9fe:a9fe]/',
  'http://2852039166/',
  'http://100.100.100.200/latest/',
])('no message is sent to %s', async (url) => {
  const result = await tell(url);
  expect(result).toMatchObject({ ok: false, retry: false, reason: expect.stringContaining('link-local') });
});

test('nor to a name that stands for such an address, when it is connected to', async () => {
  const of = (address: string) => openOutboundGuard((_, __, tell) => tell(null, [{ address, family: 4 }]));
  await expect(of('169.254.169.254').look('http://innocent.example/')).rejects.toThrow('link-local');
  const found = (address: string) =>
    new Promise((done) => of(address).lookup('x.example', { all: true }, (error) => done(error)));
  expect(await found('169.254.169.254')).toBeInstanceOf(Error);
  expect(await found('192.168.1.7')).toBeNull();
});

test('only what public addresses say is shown', async () => {
  const isNear = async (address: string) => {
    const far = openOutboundGuard((_, __, tell) => tell(null, [{ address, family: 4 }]));
    await far.look('http://some.example/');
    return far.isNear();
  };
  expect(await Promise.all(['10.1.2.3', '127.0.0.1', '93.184.216.34'].map(isNear))).toEqual([
    true,
    true,
    false,
  ]);
});

test('a service of the house is reached, and what it says is not shown', async () => {
  const settings = { url: service.url, token: 'secret' };
  const send = () => gotify.send(gotify.render(alert, settings), settings, io, 'd-1');
  expect(await send()).toEqual({ ok: true, answer: '200' });
  service.answers.push(json({ password: 'of-the-house' }, 403));
  expect(await send()).toEqual({ ok: false, retry: false, reason: 'HTTP 403' });
  expect(await tell(service.url.replace('127.0.0.1', 'localhost'))).toEqual({ ok: true, answer: '200' });
});

test('what greets a mail and is no mail server is not shown either', async () => {
  const door = createServer((socket) => socket.end('SSH-2.0-OpenSSH_9.9 of-the-house\r\n'));
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void door.close());
  const server = `smtp://127.0.0.1:${(door.address() as AddressInfo).port}`;
  const settings = { server, from: 'a@example.cn', to: 'b@example.cn' };
  const result = await email.send(email.render(alert, settings), settings, io, 'd-1');
  expect(result).toMatchObject({ ok: false, retry: true });
  expect(JSON.stringify(result)).not.toContain('of-the-house');
});
