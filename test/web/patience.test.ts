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
  expect(patienceFor('/api/overview', 'GET')).toBeLessThan(patienceFor('/api/feeds', 'POST'));
  for (const path of ['/api/feeds/preview', '/api/overlay/train', '/api/channels/3/test'])
    expect(patienceFor(path, 'POST'), path).toBeGreaterThan(patienceFor('/api/feeds', 'POST'));
});

test.each([
  ['/api/alerts/12/acknowledge', 'POST'],
  ['/api/alerts/12/close', 'POST'],
  ['/api/alerts/12/lower', 'POST'],
  ['/api/alerts/12/statements/3/decision', 'POST'],
  ['/api/alerts/12/assignee', 'PUT'],
  ['/api/alerts/12/steps/PB01/1', 'PUT'],
  ['http://desk.example/api/alerts/12/comments', 'POST'],
  ['/api/silences', 'POST'],
  ['/api/silences/3/end', 'POST'],
])('who decides is told within a quarter of a minute that nothing came: %s', (path, method) => {
  expect(patienceFor(path, method)).toBeLessThanOrEqual(15_000);
});

test('what writes long texts or settings is given its time', () => {
  for (const path of ['/api/alerts/12/templates/PB06-T1', '/api/alerts/12/publications', '/api/feeds'])
    expect(patienceFor(path, 'PUT'), path).toBe(60_000);
});
