import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { parseChineseDate } from '../../../crawlers/dates/dates.ts';
import { insertAlert } from '../../../server/db/alert/alerts.ts';
import { getImportFile } from '../../../server/db/import/import-files.ts';
import { rebuildBuckets } from '../../../server/db/watch/recount.ts';
import { importFile } from '../../../server/flows/import/import-file.ts';
import { dropFile, receiveFile, startImport } from '../../../server/flows/import/receive-file.ts';
import {
  askWithdrawal,
  resumeWithdrawals,
  withdrawImport,
} from '../../../server/flows/import/withdraw-import.ts';
import { ingest } from '../../../server/flows/ingest/ingest.ts';
import { openInbox } from '../../../server/inbox.ts';
import { makeDraft } from '../../core/alert/make-alert.ts';
import { makeDatabase, tempFolder } from '../../support/database.ts';
import { ingestDeps } from '../../support/ingest.ts';
import { makePost, NOW } from '../../support/make.ts';
import { makeQueue } from '../../support/make-queue.ts';
import { makeWatch } from '../../support/make-watch.ts';

async function makeBench() {
  const db = await makeDatabase();
  const inbox = openInbox({ dataFolder: tempFolder() }, db);
  const queue = makeQueue(db);
  const deps = { ...ingestDeps(db), inbox, queue, readTime: parseChineseDate };
  const bring = async (name: string, rows: readonly string[]): Promise<number> => {
    const content = Buffer.from(`编号,内容,时间\n${rows.join('\n')}\n`);
    const id = await receiveFile(deps, { name, bytes: Readable.from([content]) });
    const fields = { id: '编号', text: '内容', time: '时间' };
    await startImport(deps, { id, mapping: { fields, platform: '热线' }, remember: null });
    await importFile(deps, { importId: id, signal: new AbortController().signal, onBatch() {} });
    return id;
  };
  const texts = async () =>
    (await db.selectFrom('post').select('text').orderBy('id').execute()).map(({ text }) => text);
  const rowsIn = async (table: 'mention' | 'analysis' | 'bucket' | 'import_post') =>
    (await db.selectFrom(table).selectAll().execute()).length;
  return { db, deps, bring, texts, rowsIn };
}

const WHEN = '2026-11-20 08:00';
const row = (n: number, text: string) => `${n},${text},${WHEN}`;
const many = (count: number) =>
  Array.from({ length: count }, (_, n) => row(n, `第${n}号楼的暖气从昨天起就不热了，家里有老人`));

describe('an import that is taken back', () => {
  test('is gone with all that was read and counted from it, and alerts stay', async () => {
    const { db, deps, bring, texts, rowsIn } = await makeBench();
    const { id: watchId } = await makeWatch(db);
    const kept = makePost({ externalId: 'feed-1', text: '暖气公司今天公布了检修安排' });
    await ingest(deps, { posts: [kept], origin: '来源', feedId: 7 });
    const counted = await db.selectFrom('bucket').selectAll().orderBy('hour').execute();
    const id = await bring('错的.csv', many(450));
    expect(await rowsIn('import_post')).toBe(450);
    const alertId = await insertAlert(db, makeDraft({ watchId }), NOW);
    await askWithdrawal(deps, id);
    expect(await getImportFile(db, id)).toMatchObject({ state: 'withdrawing' });
    expect(await withdrawImport(deps, { importId: id })).toEqual({ posts: 450, watchIds: [watchId] });
    expect(await texts()).toEqual([kept.text]);
    expect([await rowsIn('mention'), await rowsIn('analysis'), await rowsIn('import_post')]).toEqual([
      1, 1, 0,
    ]);
    expect(await db.selectFrom('bucket').selectAll().orderBy('hour').execute()).toEqual(counted);
    expect(await rebuildBuckets(db, NOW)).toEqual({ watches: 1, corrected: 0 });
    expect(await getImportFile(db, id)).toMatchObject({
      state: 'withdrawn',
      withdrawable: false,
      progress: { stored: 450, withdrawn: 450 },
    });
    expect(await db.selectFrom('alert').select('id').execute()).toEqual([{ id: alertId }]);
    expect(await withdrawImport(deps, { importId: id })).toBeNull();
  });

  test('leaves what came by something else, before or after', async () => {
    const { db, deps, bring, texts } = await makeBench();
    await makeWatch(db);
    await bring('早先.csv', [row(1, '一号楼的暖气不热')]);
    const id = await bring('错的.csv', [
      row(1, '一号楼的暖气不热'),
      row(2, '二号楼的暖气冰凉'),
      row(3, '三号楼停暖'),
    ]);
    await bring('后来.csv', [row(2, '二号楼的暖气冰凉')]);
    await askWithdrawal(deps, id);
    expect(await withdrawImport(deps, { importId: id })).toMatchObject({ posts: 1 });
    expect(await texts()).toEqual(['一号楼的暖气不热', '二号楼的暖气冰凉']);
  });

  test.each([
    ['the first before the second', 0, 1],
    ['the second before the first', 1, 0],
  ])('imported twice is gone once both are taken back: %s', async (_, one, other) => {
    const { db, deps, bring, texts, rowsIn } = await makeBench();
    const imports = [await bring('错的.csv', many(3)), await bring('错的 (1).csv', many(3))];
    await askWithdrawal(deps, imports[one] as number);
    expect(await withdrawImport(deps, { importId: imports[one] as number })).toMatchObject({ posts: 0 });
    expect(await texts()).toHaveLength(3);
    await askWithdrawal(deps, imports[other] as number);
    expect(await withdrawImport(deps, { importId: imports[other] as number })).toMatchObject({ posts: 3 });
    expect([await texts(), await rowsIn('import_post')]).toEqual([[], 0]);
    expect((await rebuildBuckets(db, NOW)).corrected).toBe(0);
  });

  test('leaves what an import brought whose record was removed', async () => {
    const { deps, bring, texts } = await makeBench();
    const good = await bring('对的.csv', many(3));
    const wrong = await bring('错的.csv', [...many(3), row(9, '错行')]);
    await dropFile(deps, good);
    await askWithdrawal(deps, wrong);
    expect(await withdrawImport(deps, { importId: wrong })).toMatchObject({ posts: 1 });
    expect(await texts()).toHaveLength(3);
  });

  test('hands its place to a copy that a feed brought, and counts copies anew', async () => {
    const { db, deps, bring } = await makeBench();
    await makeWatch(db);
    const text = '供热公司回应暖气不热：管网压力不足，已经派人检修，预计今晚恢复供热';
    const other = '另一篇说的是物业收了暖气费却迟迟不开阀门，业主很生气';
    await ingest(deps, { posts: [makePost({ externalId: 'a', text: other })], origin: '来源', feedId: 7 });
    const id = await bring('错的.csv', [row(1, text), row(2, other)]);
    await ingest(deps, { posts: [makePost({ externalId: 'b', text })], origin: '来源', feedId: 7 });
    const copies = () =>
      db.selectFrom('post').select(['external_id', 'copy_of', 'copies']).orderBy('id').execute();
    expect((await copies()).map(({ copy_of }) => copy_of !== null)).toEqual([false, false, true, true]);
    await askWithdrawal(deps, id);
    await withdrawImport(deps, { importId: id });
    expect(await copies()).toEqual([
      { external_id: 'a', copy_of: null, copies: 0 },
      { external_id: 'b', copy_of: null, copies: 0 },
    ]);
    expect(await rebuildBuckets(db, NOW)).toMatchObject({ corrected: 0 });
  });

  test('goes on where it was stopped', async () => {
    const { db, deps, bring, rowsIn } = await makeBench();
    const id = await bring('错的.csv', many(450));
    await askWithdrawal(deps, id);
    const stop = new AbortController();
    const part = withdrawImport({ db, now: () => NOW }, { importId: id, signal: stop.signal });
    setTimeout(() => stop.abort(), 1);
    await expect(part).rejects.toThrow();
    const left = await rowsIn('import_post');
    expect(await getImportFile(db, id)).toMatchObject({ state: 'withdrawing' });
    expect(left).toBeGreaterThan(0);
    expect(await withdrawImport(deps, { importId: id })).toMatchObject({ posts: 450 });
  });

  test('left without its job is asked for again', async () => {
    const { db, deps, bring } = await makeBench();
    const id = await bring('错的.csv', many(3));
    await db.updateTable('import_file').set({ state: 'withdrawing' }).where('id', '=', id).execute();
    await resumeWithdrawals(deps);
    await resumeWithdrawals(deps);
    const jobs = await db.selectFrom('job').select('kind').where('kind', '=', 'withdraw-import').execute();
    expect(jobs).toHaveLength(1);
  });

  test('is refused twice, and where what it brought is not known', async () => {
    const { db, deps, bring, texts } = await makeBench();
    const id = await bring('错的.csv', many(3));
    await askWithdrawal(deps, id);
    await expect(askWithdrawal(deps, id)).rejects.toMatchObject({ code: 'conflict' });
    await withdrawImport(deps, { importId: id });
    const old = await bring('以前的.csv', many(3));
    await db.deleteFrom('import_post').execute();
    await expect(askWithdrawal(deps, old)).rejects.toThrow(/not recorded/);
    await expect(askWithdrawal(deps, 999)).rejects.toMatchObject({ code: 'not_found' });
    await dropFile(deps, old);
    expect(await texts()).toHaveLength(3);
  });
});
