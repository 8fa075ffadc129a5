import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { asFault } from '../../web/fault.ts';
import { patienceFor, patientFetch } from '../../web/patience.ts';

test('a server that hangs is given up on, and the page says that it does not answer', async () => {
  const server = createServer(() => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const timeout = vi.spyOn(AbortSignal, 'timeout');
  const short = AbortSignal.timeout(50);
  timeout.mockReturnValue(short);
  onTestFinished(() => {
    timeout.mockRestore();
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const fault = await patientFetch(`http://127.0.0.1:${port}/api/overview`, {
    signal: new AbortController().signal,
  }).catch(asFault);
  expect(fault).toMatchObject({ code: 'no-answer', status: 0 });
});

test('what waits for somebody else is waited for longer', () => {
  expect(patienceFor('/api/overview', 'GET')).toBeLessThan(patienceFor('/api/alerts/1/close', 'POST'));
  for (const path of ['/api/feeds/preview', '/api/overlay/train', '/api/channels/3/test'])
    expect(patienceFor(path, 'POST'), path).toBeGreaterThan(patienceFor('/api/alerts/1/close', 'POST'));
});
