import { expect, test } from 'vitest';
import { openDatabase } from '../../server/db/engine/open.ts';
import { archiveDecision } from '../../server/db/feed/robots-archive.ts';
import { migrateToLatest } from '../../server/db/migrate.ts';
import { tempFolder } from '../support/database.ts';
import { inProcess, jsonLines } from './tingchao.ts';

test('robots shows what was decided about an address, with the text that decided', async () => {
  const folder = tempFolder();
  const db = openDatabase(`${folder}/tingchao.db`);
  await migrateToLatest(db);
  const robots = { status: 200, body: 'User-agent: *\nDisallow: /private\n' };
  const at = Date.parse('2026-11-22T02:00:00Z');
  await archiveDecision(db, { url: 'https://a.cn/private', verdict: 'disallowed', at, robots });
  await archiveDecision(db, { url: 'https://b.cn/', verdict: 'allowed', at, robots });
  await db.destroy();
  const run = (...args: string[]) => inProcess(['robots', ...args], { TINGCHAO_DATA: folder });
  const shown = await run('--url', 'https://a.cn/');
  expect(shown.status).toBe(0);
  expect(jsonLines(shown.stdout)).toEqual([
    {
      url: 'https://a.cn/private',
      verdict: 'disallowed',
      times: 1,
      status: 200,
      robots: robots.body,
      firstAt: '2026-11-22T02:00:00.000Z',
      lastAt: '2026-11-22T02:00:00.000Z',
    },
  ]);
  expect(jsonLines((await run()).stdout)).toHaveLength(2);
  expect((await run('--limit', '0')).status).toBe(1);
});
