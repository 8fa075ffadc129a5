import { expect, onTestFinished, test } from 'vitest';
import { openNotifierIO, wayOut } from '../../server/net/notifier-io.ts';
import webhook from '../../server/notifiers/webhook.ts';
import { PATIENCE_MS } from '../support/patience.ts';
import { startProxy } from '../support/proxy.ts';
import { alert } from './channel-alerts.ts';
import { json, openLoopback } from './loopback.ts';

const service = await openLoopback(json({ ok: true }));

test('messages leave by the proxy that is set, but for hosts that need none', async () => {
  const proxy = await startProxy(Number(new URL(service.url).port));
  onTestFinished(proxy.close);
  const dispatcher = wayOut({ http: proxy.address, https: null, none: '127.0.0.1' });
  const io = openNotifierIO({ timeoutMs: PATIENCE_MS, now: () => 0, dispatcher });
  const send = (url: string) => webhook.send(webhook.render(alert, {}), { url }, io, 'd-1');
  expect(await send('http://far.test/hook')).toMatchObject({ ok: true });
  expect(proxy.asked.length).toBe(1);
  expect(await send(`${service.url}/hook`)).toMatchObject({ ok: true });
  expect(proxy.asked.length).toBe(1);
  expect(service.seen.map(({ path }) => path)).toEqual(['/hook', '/hook']);
});
