import Sqlite from 'better-sqlite3';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { writePass } from '../../server/core/alert/message-pass.ts';
import { proveAudit, readAuditPage } from '../../server/db/access/audit.ts';
import { getAlert, insertAlert } from '../../server/db/alert/alerts.ts';
import type { Db } from '../../server/db/database.ts';
import { engineOf } from '../../server/db/engine/engine.ts';
import { isPostgres, openDatabase } from '../../server/db/engine/open.ts';
import { makeDraft } from '../core/alert/make-alert.ts';
import { enter, makeAccount } from '../http/accounts.ts';
import { type Answer, faultOf, type Served, serveHttp } from '../http/serve.ts';
import { makeHome, run, until } from '../story/processes.ts';
import { PASS_KEY } from '../support/make.ts';
import { makeChannel } from '../support/make-channel.ts';
import { makeWatch, watchInput } from '../support/make-watch.ts';

type Wanted = readonly [method: string, path: string, body?: object];

const by = '王敏';
const settings = { url: 'https://example.com/hook' };
const channel = { kind: 'webhook', name: '群', settings, minLevel: 'IV' };
const feed = { name: '公告', source: 'rss', params: { url: 'https://example.com/feed.xml' }, every: 3_600 };
const standard = {
  by,
  watchId: 1,
  touchpoint: 'heating',
  unit: 'celsius',
  name: '室温',
  owner: '供热部',
  floor: 18,
  target: 20,
};
const soon = { from: Date.now(), until: Date.now() + 86_400_000 };

/** One of each way in which changes are made; `$` is the number of what the first of its row made. */
const CHANGES: readonly (readonly Wanted[])[] = [
  [
    ['POST', '/channels', channel],
    ['PUT', '/channels/$', { ...channel, name: '新群' }],
    ['DELETE', '/channels/$'],
  ],
  [
    ['POST', '/feeds', { ...feed, active: false }],
    ['POST', '/feeds/$/run'],
    ['POST', '/feeds/$/active', { active: true }],
    ['DELETE', '/feeds/$'],
  ],
  [
    ['POST', '/standards', standard],
    ['POST', '/standards/$/retire', { by }],
  ],
  [
    ['POST', '/drills', { by, scenario: 'heating-cold-night', speed: 12 }],
    ['POST', '/drills/$/acts', { by, act: { kind: 'note', text: '记一笔' } }],
    ['POST', '/drills/$/end', { by }],
    ['POST', '/drills/$/remove', { by }],
  ],
  [
    ['POST', '/ingest-tokens', { name: '程序' }],
    ['DELETE', '/ingest-tokens/$'],
  ],
  [
    ['POST', '/read-tokens', { name: '大屏', watchIds: [1] }],
    ['DELETE', '/read-tokens/$'],
  ],
  [
    ['POST', '/annotations', { by, watchId: null, kind: 'note', text: '发布会', at: soon.from }],
    ['POST', '/annotations/$/remove', { by }],
  ],
  [
    ['POST', '/reports', { by, kind: 'weekly', watchId: null }],
    ['POST', '/reports/$/remove', { by }],
  ],
  [
    ['POST', '/silences', { by, matcher: { watchIds: [1] }, ...soon, reason: '演练' }],
    ['POST', '/silences/$/end', { by }],
  ],
  [
    ['PUT', '/alerts/1/assignee', { by, personId: null }],
    ['POST', '/alerts/1/comments', { by, text: '已联系' }],
    ['PUT', '/alerts/1/phase', { by, phase: 'watching' }],
    ['POST', '/alerts/1/close', { by, verdict: 'closed', note: '已修好' }],
  ],
  [
    ['POST', '/watches', watchInput({ name: '另一个' })],
    ['PUT', '/watches/$', watchInput({ name: '改了' })],
    ['DELETE', '/watches/$'],
  ],
  [['POST', '/accounts', { name: '李雷', role: 'admin', password: 'a quiet harbour' }]],
];

/** From now on nobody's name can be written down. @returns until this is called */
async function blockAudit(db: Db): Promise<() => Promise<unknown>> {
  const isFile = engineOf(db) === 'sqlite';
  await (isFile
    ? sql`create trigger no_audit before insert on audit begin select raise(abort, 'no room'); end`
    : sql`alter table audit add constraint no_audit check (who = 'nobody at all') not valid`
  ).execute(db);
  return () =>
    (isFile ? sql`drop trigger no_audit` : sql`alter table audit drop constraint no_audit`).execute(db);
}

/** Every row there is, on PostgreSQL asked for at once: it has a table for each month, and is asked again and again. */
async function allOf(db: Db): Promise<string> {
  const rows: string[] = [];
  if (engineOf(db) === 'postgres') {
    const tables = await sql<{ name: string }>`select oid::regclass::text as name from pg_class
      where relkind = 'r' and relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace,
        'pg_toast'::regnamespace)`.execute(db);
    const each = tables.rows.map(
      ({ name }) => sql`select ${sql.lit(name)} as name, t::text as row from only ${sql.raw(name)} as t`,
    );
    const found = await sql<{ name: string; row: string }>`${sql.join(each, sql` union all `)}`.execute(db);
    rows.push(...found.rows.map(({ name, row }) => `${name} ${row}`));
    return rows.sort().join('\n');
  }
  for (const { name } of await db.introspection.getTables()) {
    const found = await sql`select * from ${sql.table(name)}`.execute(db);
    rows.push(...found.rows.map((row) => `${name} ${JSON.stringify(row)}`));
  }
  return rows.sort().join('\n');
}

const outcome = (answer: Answer) => (answer.status < 400 ? answer.status : faultOf(answer).code);

const asked = ({ ask }: Served, [method, path, body]: Wanted, made = '') =>
  ask(method, `/api${path.replace('$', made)}`, body === undefined ? {} : { body });

async function busyDesk() {
  const served = await serveHttp();
  const watch = await makeWatch(served.db, {}, Date.now());
  const alert = await insertAlert(served.db, makeDraft({ watchId: watch.id }), Date.now());
  expect([watch.id, alert]).toEqual([1, 1]);
  return served;
}

test('a change under which no name can be written is not made, and is answered so', async () => {
  const served = await busyDesk();
  const { db } = served;
  for (const row of CHANGES) {
    let made = '';
    for (const wanted of row) {
      const before = await allOf(db);
      const unblock = await blockAudit(db);
      expect([wanted, outcome(await asked(served, wanted, made))]).toEqual([wanted, 'audit_failed']);
      await unblock();
      expect(await allOf(db)).toBe(before);
      const answer = await asked(served, wanted, made);
      expect([wanted, outcome(answer)]).toEqual([wanted, expect.any(Number)]);
      const got = answer.body === '' ? {} : answer.json();
      if (answer.status === 201) made = String(got.id ?? got.row.id);
      const [newest] = (await readAuditPage(db, {})).rows;
      const number = /\/(\d+)/.exec(wanted[1])?.[1] ?? made;
      expect([wanted, newest?.objectId]).toEqual([wanted, number]);
    }
  }
  const { rows } = await readAuditPage(db, {});
  expect(rows).toHaveLength(CHANGES.flat().length);
  expect(rows.filter(({ detail }) => detail.includes('fault='))).toEqual([]);
  expect(await proveAudit(db)).toEqual({ rows: rows.length, brokenAt: null });
});

test('what is asked of the workers is not begun without a name either, nor is anybody let in', async () => {
  const served = await busyDesk();
  const unblock = await blockAudit(served.db);
  const asking = asked(served, ['POST', '/overlay/train', { by }]);
  expect(outcome(await asking)).toBe('audit_failed');
  expect(await served.db.selectFrom('job').selectAll().execute()).toEqual([]);
  await unblock();
  await makeAccount(served, '王敏', 'admin');
  await enter(served, '王敏');
  const before = await allOf(served.db);
  await blockAudit(served.db);
  const entered = await enter(served, '王敏');
  expect([outcome(entered), entered.headers['set-cookie']]).toEqual(['audit_failed', undefined]);
  expect(await allOf(served.db)).toBe(before);
});

test('an alert is not confirmed from a message without the name of who confirmed it', async () => {
  const served = await busyDesk();
  const { db, url } = served;
  const { id } = await makeChannel(db);
  const pass = writePass(PASS_KEY, { alertId: 1, channelId: id, until: soon.until });
  const confirm = () =>
    fetch(`${url}/go/${pass}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: url },
      body: new URLSearchParams({ by: '李静' }),
    });
  const unblock = await blockAudit(db);
  expect((await confirm()).status).toBe(500);
  expect((await getAlert(db, 1))?.status).toBe('open');
  await unblock();
  expect((await confirm()).status).toBe(303);
  expect((await getAlert(db, 1))?.status).toBe('acknowledged');
  const { rows } = await readAuditPage(db, {});
  expect(rows).toMatchObject([{ who: '李静', action: 'alert.acknowledge', objectId: '1' }]);
});

test('a request that is refused claims nothing; one that fails half-way says so', async () => {
  const served = await busyDesk();
  const { db } = served;
  const refused: readonly Wanted[] = [
    ['DELETE', '/ingest-tokens/99'],
    ['POST', '/feeds/99/run'],
    ['POST', '/standards', { ...standard, floor: 30 }],
    ['POST', '/alerts/99/comments', { by, text: '已联系' }],
    ['PUT', '/alerts/1/assignee', { by, personId: 99 }],
    ['POST', '/drills', { by, scenario: 'no such', speed: 12 }],
    ['POST', '/reports/99/remove', { by }],
    ['POST', '/channels', { ...channel, kind: 'no such' }],
  ];
  for (const wanted of refused)
    expect([wanted, (await asked(served, wanted)).status]).toEqual([
      wanted,
      expect.toSatisfy((status: number) => status >= 400 && status < 500),
    ]);
  expect((await readAuditPage(db, {})).rows).toEqual([]);

  // The file has its number before it is seen that there is nothing in it.
  const empty = await fetch(`${served.url}/api/imports?name=a.csv`, {
    method: 'POST',
    headers: { origin: served.url },
    duplex: 'half',
    body: new ReadableStream({ start: (stream) => stream.close() }),
  } as RequestInit);
  expect(empty.status).toBe(422);
  const { rows } = await readAuditPage(db, {});
  expect(rows.map(({ action, detail }) => [action, detail])).toEqual([
    ['import.upload', 'name=a.csv\nfault=bad_file'],
    ['import.upload', 'name=a.csv'],
  ]);
});

/** Whoever holds the lock for so long does not let it go: a processor is busy all the while. */
const LONGER_THAN_ANY_WRITE_MS = 2_000;

/** Whoever writes a name down gets no further. @returns waits until somebody is there, and lets them go on */
async function holdAudit(place: string) {
  const db = openDatabase(place);
  onTestFinished(() => db.destroy());
  if (!isPostgres(place)) {
    await sql`create view endless as
      with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) as many from n`.execute(
      db,
    );
    await sql`create trigger hold before insert on audit begin select many from endless; end`.execute(db);
    const other = new Sqlite(place, { timeout: LONGER_THAN_ANY_WRITE_MS });
    onTestFinished(() => void other.close());
    const isHeld = () => {
      try {
        other.exec('begin immediate; rollback');
        return false;
      } catch {
        return true;
      }
    };
    return { held: () => until('the lock', isHeld, Boolean, 60_000), letGo: async () => {} };
  }
  const open = await new Promise<{ db: Db; end: () => void }>((resolve) => {
    void db.connection().execute(async (own) => {
      await sql`begin`.execute(own);
      await sql`lock table audit in access exclusive mode`.execute(own);
      await new Promise<void>((end) => resolve({ db: own, end }));
    });
  });
  const isHeld = async () =>
    (await sql`select 1 from pg_locks where not granted and relation = 'audit'::regclass`.execute(open.db))
      .rows.length > 0;
  return {
    held: () => until('somebody who writes down', isHeld, Boolean, 60_000),
    async letGo() {
      await sql`rollback`.execute(open.db);
      open.end();
    },
  };
}

test('killed between a change and the name under it, there is neither', { timeout: 180_000 }, async () => {
  const home = await makeHome();
  const place = home.DATABASE_URL ?? `${home.TINGCHAO_DATA}/tingchao.db`;
  const { child, said, ended } = run(['serve'], home);
  const told = await until('the pages', said, (text) => /listens on \S+/.test(text), 120_000);
  const url = /listens on (\S+)/.exec(told)?.[1] ?? '';
  const send = (name: string) =>
    fetch(`${url}/api/channels`, {
      method: 'POST',
      headers: { origin: url, 'content-type': 'application/json' },
      body: JSON.stringify({ ...channel, name }),
    });
  expect((await send('先前')).status, said()).toBe(201);
  const { held, letGo } = await holdAudit(place);
  const lost = send('半路').then(
    () => 'answered',
    () => 'lost',
  );
  await held();
  child.kill('SIGKILL');
  await ended;
  await letGo();
  expect(await lost).toBe('lost');
  const db = openDatabase(place, { readonly: true });
  onTestFinished(() => db.destroy());
  const names = async () => (await db.selectFrom('channel').select('name').execute()).map(({ name }) => name);
  expect(await names()).toEqual(['先前']);
  expect((await readAuditPage(db, {})).rows).toMatchObject([{ action: 'channel.add', detail: 'name=先前' }]);
});
