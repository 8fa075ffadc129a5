import path from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { writePass } from '../../server/core/alert/message-pass.ts';
import { DAY, HOUR } from '../../server/core/time.ts';
import { proveAudit, readAuditPage } from '../../server/db/access/audit.ts';
import { insertAlert } from '../../server/db/alert/alerts.ts';
import { readSealKey } from '../../server/db/installation/seal-key.ts';
import { ingest } from '../../server/flows/ingest/ingest.ts';
import { loadHashKey } from '../../server/secret.ts';
import { inProcess, jsonLines } from '../cli/tingchao.ts';
import { makeDraft } from '../core/alert/make-alert.ts';
import { cookiesOf, enter, PASSWORD, person } from '../http/accounts.ts';
import { serveHttp } from '../http/serve.ts';
import { engine, makePlace, tempFolder } from '../support/database.ts';
import { ingestDeps } from '../support/ingest.ts';
import { makeAnalysis, makePost, PASS_KEY } from '../support/make.ts';
import { makeChannel } from '../support/make-channel.ts';
import { makeWatch } from '../support/make-watch.ts';

/** A served installation with an alert, somebody logged in, and the command for it. */
async function installation() {
  const place = await makePlace();
  const dataFolder = engine() === 'postgres' ? tempFolder() : path.dirname(place);
  const env = { TINGCHAO_DATA: dataFolder, ...(engine() === 'postgres' && { DATABASE_URL: place }) };
  const served = await serveHttp({}, place);
  const admin = await person(served, '管', 'admin');
  const watch = await makeWatch(served.db, {}, Date.now());
  const alertId = await insertAlert(served.db, makeDraft({ watchId: watch.id, level: 'I' }), Date.now());
  const channel = await makeChannel(served.db);
  const open = async (key: Buffer) => {
    const pass = writePass(key, { alertId, channelId: channel.id, until: Date.now() + HOUR });
    return (await served.ask('GET', `/go/${pass}`)).status;
  };
  const run = (line: string) => inProcess(['secret', ...line.split(' ')], env);
  return { served, admin, open, run, config: { dataFolder, secret: null } };
}

test('secret rotate ends links and sessions at once, and keeps who wrote what', async () => {
  const { served, admin, open, run, config } = await installation();
  const { db } = served;
  const reader = { version: 'plain-1', read: () => makeAnalysis() };
  const write = async (id: string) =>
    ingest(
      { ...ingestDeps(db, { reader }), hashKey: await loadHashKey(config, db) },
      { posts: [makePost({ author: '张三', externalId: id, text: `暖气不热 ${id}` })], origin: 'test' },
    );
  await write('before');
  expect(await open(PASS_KEY)).toBe(200);
  expect(await admin.does('GET', '/api/feeds')).toBe(200);

  const { status, stdout, stderr } = await run('rotate');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(jsonLines(stdout)).toEqual([{ links: 'changed', sessions: 1, pseudonyms: 'kept' }]);

  // The server was not started again.
  expect(await open(PASS_KEY)).toBe(404);
  const seal = await readSealKey(db, PASS_KEY);
  expect(await open(seal)).toBe(200);
  expect(await admin.does('GET', '/api/feeds')).toBe('unauthorised');
  expect((await enter(served, '管')).status).toBe(200);
  await write('after');
  const posts = await db.selectFrom('post').select('author').execute();
  expect(posts).toHaveLength(2);
  expect(new Set(posts.map((post) => post.author)).size).toBe(1);

  const log = await readAuditPage(db, { who: '命令行' });
  expect(log.rows).toMatchObject([{ action: 'secret.rotate', detail: 'sessions=1' }]);
  expect(JSON.stringify(log.rows)).not.toContain(seal.toString('hex'));
  expect((await proveAudit(db)).brokenAt).toBeNull();

  // Each time another one; who is logged in may be left so.
  expect(jsonLines((await run('rotate --keep-sessions')).stdout)).toMatchObject([{ sessions: 0 }]);
  expect(await open(seal)).toBe(404);
  const sessions = await db
    .selectFrom('session')
    .select('hash')
    .where('expires_at', '>', Date.now() + DAY)
    .execute();
  expect(sessions).toHaveLength(1);
});

test('a browser that was known is one from anywhere after it', async () => {
  const { served, run } = await installation();
  const before = cookiesOf(await enter(served, '管', PASSWORD));
  const mark = (cookies: { readonly cookie: string }) => /known[^=]*=([^;]+)/.exec(cookies.cookie)?.[1];
  expect(mark(before)).toBeDefined();
  await run('rotate');
  const after = cookiesOf(await enter(served, '管', PASSWORD));
  expect(mark(after)).not.toBe(mark(before));
});

test('where it cannot be written down nothing is changed', async () => {
  const { served, admin, open, run } = await installation();
  await sql`alter table audit rename to audit_away`.execute(served.db);
  expect(await run('rotate')).toMatchObject({ status: 1, stdout: '' });
  await sql`alter table audit_away rename to audit`.execute(served.db);
  expect(await open(PASS_KEY)).toBe(200);
  expect(await admin.does('GET', '/api/feeds')).toBe(200);
});

test('secret says what it takes', async () => {
  const { run } = await installation();
  expect(await run('turn')).toMatchObject({ status: 1, stderr: expect.stringContaining('secret rotate') });
});
