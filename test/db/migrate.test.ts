import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Kysely, sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { insertAlert } from '../../server/db/alert/alerts.ts';
import { listStatements } from '../../server/db/alert/statements.ts';
import { openDatabase } from '../../server/db/engine/open.ts';
import { saveMapping } from '../../server/db/import/import-mappings.ts';
import { migrateToLatest } from '../../server/db/migrate.ts';
import { up as addInlets } from '../../server/db/migrations/0041-inlets.ts';
import { up as addPublications } from '../../server/db/migrations/0044-publications.ts';
import { up as concludeAlerts } from '../../server/db/migrations/0049-concluded-alerts.ts';
import { ingest } from '../../server/flows/ingest/ingest.ts';
import { makeDraft } from '../core/alert/make-alert.ts';
import { engine, makeDatabase, makePlace } from '../support/database.ts';
import { ingestDeps } from '../support/ingest.ts';
import { makePost, NOW } from '../support/make.ts';
import { makeWatch } from '../support/make-watch.ts';

const run = promisify(execFile);

describe('migrateToLatest', () => {
  test('makes an empty database whole and says what it did', async () => {
    const db = openDatabase(await makePlace({ empty: true }));
    onTestFinished(() => db.destroy());
    expect(await migrateToLatest(db)).toContain('0001-first');
    expect(await db.selectFrom('post').selectAll().execute()).toEqual([]);
  });

  test('a second time changes nothing', async () => {
    const db = await makeDatabase();
    const shape = async () =>
      engine() === 'sqlite'
        ? (await sql`select type, name, sql from sqlite_master order by name`.execute(db)).rows
        : (
            await sql`select attrelid::regclass, attname, atttypid, xmin::text from pg_attribute
            where attrelid >= 16384 order by 1, 2`.execute(db)
          ).rows;
    const before = await shape();
    expect(await migrateToLatest(db)).toEqual([]);
    expect(await shape()).toEqual(before);
  });

  test('processes that start at once migrate once', async () => {
    const place = await makePlace({ empty: true });
    const script = `
      const { openDatabase } = await import('./server/db/engine/open.ts');
      const { migrateToLatest } = await import('./server/db/migrate.ts');
      const db = openDatabase(process.argv[1]);
      console.log(JSON.stringify(await migrateToLatest(db)));
      await db.destroy();`;
    const start = async () =>
      JSON.parse(
        (await run(process.execPath, ['--input-type=module', '-e', script, place])).stdout,
      ) as string[];
    const applied = (await Promise.all([start(), start(), start()])).flat();
    expect(applied).toContain('0001-first');
    expect(new Set(applied).size).toBe(applied.length);
  });

  test('alerts that were closed are called what their reviews concluded after that', async () => {
    const db = await makeDatabase();
    const { id: watchId } = await makeWatch(db, {}, NOW);
    const review = { version: 1, answers_json: '[]', updated_by: '赵磊' };
    const cases = [
      ['closed', 'done', 1, 9, 'false_alarm'],
      ['false_alarm', 'done', 0, 9, 'closed'],
      ['closed', 'done', 1, 4, 'closed'],
      ['closed', 'working', 1, 9, 'closed'],
      ['false_alarm', 'done', null, 9, 'false_alarm'],
    ] as const;
    for (const [status, state, said, at] of cases) {
      const id = await insertAlert(db, makeDraft({ watchId }), 1);
      await db.updateTable('alert').set({ status, closed_at: 5 }).where('id', '=', id).execute();
      const row = { ...review, alert_id: id, status: state, false_alarm: said, updated_at: at };
      await db.insertInto('review').values(row).execute();
    }
    const open = await insertAlert(db, makeDraft({ watchId }), 1);
    const row = { ...review, alert_id: open, status: 'done', false_alarm: 1, updated_at: 9 } as const;
    await db.insertInto('review').values(row).execute();
    await concludeAlerts(db as unknown as Kysely<unknown>);
    const after = await db.selectFrom('alert').select('status').orderBy('id').execute();
    expect(after.map(({ status }) => status)).toEqual([...cases.map((each) => each[4]), 'open']);
  });

  test('what was pushed and imported before it was told apart is nothing new', async () => {
    const db = await makeDatabase();
    expect(await db.selectFrom('inlet').selectAll().execute()).toEqual([]);
    await ingest(ingestDeps(db), { posts: [makePost()], origin: 'test' });
    for (const statement of ['drop table inlet', 'alter table post drop column inlet_id']) {
      await sql.raw(statement).execute(db);
    }
    const token = { hash: 'h', hint: 'h', created_at: 5, revoked_at: null };
    await db
      .insertInto('ingest_token')
      .values([
        { ...token, name: '供应商甲', last_used_at: 9 },
        { ...token, name: '还没用过', hash: 'i', last_used_at: null },
      ])
      .execute();
    await saveMapping(
      db,
      { name: '热线工单', fingerprint: 'f', mapping: { fields: {}, platform: '热线' } },
      5,
    );
    await addInlets(db as unknown as Kysely<unknown>);
    const known = await db.selectFrom('inlet').select(['name', 'since']).orderBy('name').execute();
    expect(known).toEqual([
      { name: 'import import', since: 0 },
      { name: 'import 热线', since: 0 },
      { name: 'push #1', since: 5 },
    ]);
  });

  test('where a statement went out is one place of several from then on, and the rest is as it was', async () => {
    const db = await makeDatabase();
    const { id: watchId } = await makeWatch(db);
    const alertId = await insertAlert(db, makeDraft({ watchId }), NOW);
    await sql.raw('drop table statement_publication').execute(db);
    const whole = engine() === 'sqlite' ? 'integer' : 'bigint';
    for (const column of [`published_at ${whole}`, 'published_by text', 'url text'])
      await sql.raw(`alter table statement add column ${column}`).execute(db);
    const written = (at: string, url: string) => `insert into statement
      (alert_id, template, title, body, level, needed, state, submitted_at, submitted_by, published_at, published_by, url)
      values (${alertId}, 't', '通报', '正文', 'III', 1, 'published', 5, '王', ${at}, ${at === 'null' ? 'null' : "'李'"}, ${url})`;
    for (const [at, url] of [
      ['7', `'https://m.weibo.cn/1'`],
      ['8', `'https://mp.weixin.qq.com/s/1'`],
      ['9', 'null'],
      ['null', 'null'],
    ] as const)
      await sql.raw(written(at, url)).execute(db);
    await addPublications(db as unknown as Kysely<unknown>);
    const statements = await listStatements(db, alertId);
    expect(statements.map(({ title, submittedAt }) => [title, submittedAt])).toEqual(
      Array(4).fill(['通报', 5]),
    );
    const rest = { by: '李', note: null, mark: null };
    expect(statements.map(({ publications }) => publications.map(({ id: _, ...told }) => told))).toEqual([
      [],
      [{ ...rest, outlet: 'other', at: 9, url: null }],
      [{ ...rest, outlet: 'wechat', at: 8, url: 'https://mp.weixin.qq.com/s/1' }],
      [{ ...rest, outlet: 'weibo', at: 7, url: 'https://m.weibo.cn/1' }],
    ]);
    const left = await db.selectFrom('statement').selectAll().executeTakeFirstOrThrow();
    expect(Object.keys(left).filter((name) => /^published|^url$/.test(name))).toEqual([]);
  });

  test('a database of a newer version is refused untouched, in words', async () => {
    const db = await makeDatabase();
    await sql`insert into kysely_migration (name, timestamp) values ('9999-future', '2030-01-01')`.execute(
      db,
    );
    await expect(migrateToLatest(db)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('newer version'),
      details: { unknown: ['9999-future'] },
    });
  });
});
