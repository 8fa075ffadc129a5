import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { openDatabase } from '../../server/db/engine/open.ts';
import { answerFault } from '../../server/http/faults.ts';
import { makeDatabase, makePlace } from '../support/database.ts';

test('whoever comes while others write for too long is told to come back, not that something broke', async () => {
  const place = await makePlace();
  await makeDatabase(place);
  const other = openDatabase(place);
  const logged: string[] = [];
  const app = new Hono();
  const log = { info() {}, warn() {}, error: (_: object, message: string) => void logged.push(message) };
  app.onError((error, c) => answerFault(error, c, log));
  app.post('/', async (c) => {
    const { default: Sqlite } = await import('better-sqlite3');
    const hasty = new Sqlite(place, { timeout: 10 });
    try {
      hasty.exec('begin immediate');
    } finally {
      hasty.close();
    }
    return c.text('written');
  });
  const written = await other.transaction().execute(async () => app.request('/', { method: 'POST' }));
  expect(written.status).toBe(503);
  expect(await written.json()).toMatchObject({ error: { code: 'busy' } });
  expect(logged).toEqual(['a request failed']);
  expect((await app.request('/', { method: 'POST' })).status).toBe(200);
  await other.destroy();
});
