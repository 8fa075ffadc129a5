import { describe, expect, test } from 'vitest';
import { createThreadBus } from '../../../server/bus/threads.ts';
import type { SourcePost } from '../../../server/core/mention/post.ts';
import { contentMark } from '../../../server/core/mention/pseudonym.ts';
import type { Analysis, Reader } from '../../../server/core/reading/analysis.ts';
import { readInPlace } from '../../../server/core/reading/reading-pool.ts';
import { isHeldOut } from '../../../server/core/statistics/held-out.ts';
import { DAY } from '../../../server/core/time.ts';
import { readLabelledTexts } from '../../../server/db/reading/corrections.ts';
import { listOverlays, readActiveOverlay, writeRunningOverlay } from '../../../server/db/reading/overlays.ts';
import { readLabels } from '../../../server/db/views/mention/labels.ts';
import { ingest } from '../../../server/flows/ingest/ingest.ts';
import { correct } from '../../../server/flows/reading/correct.ts';
import { followModels } from '../../../server/flows/reading/follow-models.ts';
import { switchOverlay, trainTeamOverlay } from '../../../server/flows/reading/train-overlay.ts';
import { prune } from '../../../server/flows/upkeep/prune.ts';
import { createEmbeddedQueue } from '../../../server/queue/embedded.ts';
import { trainOverlay } from '../../../server/text/overlay-train.ts';
import { engine, makeDatabase } from '../../support/database.ts';
import { ingestDeps } from '../../support/ingest.ts';
import { makeAnalysis, makePost, makeWatch, NOW } from '../../support/make.ts';

/** Calls everything neutral. */
const dull: Reader = {
  version: 'dull-1',
  read: (): Analysis => makeAnalysis({ label: 0 }),
};

const textOf = (n: number) => (n % 2 === 0 ? `暖气第${n}户停了没人管` : `暖气师傅第${n}次上门真利索`);
const isKept = (n: number) => isHeldOut(contentMark(null, textOf(n)).hash);

async function makeSchool(posts: number, said: (n: number) => -1 | 0 | 1) {
  const db = await makeDatabase();
  await makeWatch(db);
  const texts = Array.from({ length: posts }, (_, n) => textOf(n));
  await ingest(ingestDeps(db, { reader: dull }), {
    posts: texts.map((text) => makePost({ text })),
    origin: 'test',
  });
  const flow = { db, now: () => NOW };
  for (let n = 0; n < posts; n++) {
    const label = { sentiment: said(n), intents: null, severity: null };
    await correct(flow, { postId: n + 1, by: '甲', verdict: 'correct', label, note: null });
  }
  const warned: string[] = [];
  const deps = {
    ...flow,
    readPlain: readInPlace(() => dull).readAll,
    train: async (examples: Parameters<typeof trainOverlay>[0]) => trainOverlay(examples),
    log: { warn: (_: object, message: string) => void warned.push(message) },
  };
  return { db, deps, warned, train: (force = false) => trainTeamOverlay(deps, { by: '甲', force }) };
}

const right = (n: number) => (n % 2 === 0 ? -1 : 1);

test('too few labels are refused with their number', async () => {
  const { train, db } = await makeSchool(19, right);
  expect(await train()).toEqual({ kind: 'refused', reason: 'too_few_labels', labels: 19, needed: 20 });
  expect(await listOverlays(db)).toEqual([]);
});

test('what is better on held-out posts goes into use; back and forth is a switch', async () => {
  const { train, db, deps } = await makeSchool(80, right);
  const outcome = await train();
  if (outcome.kind !== 'trained') throw new Error(outcome.reason);
  const { report, active, reader } = outcome.version;
  const held = Array.from({ length: 80 }, (_, n) => n).filter(isKept).length;
  expect(report).toMatchObject({ labels: 80, trainedOn: 80 - held, words: true, verdict: 'better' });
  expect(report?.before).toMatchObject({ n: held, correct: 0 });
  expect(report?.after.accuracy).toBeGreaterThan(0.9);
  expect([active, reader]).toEqual([true, 'dull-1']);
  const again = await train();
  expect(again).toMatchObject({ version: { id: 2, active: true, report: { verdict: 'same' } } });
  expect((await listOverlays(db)).map(({ id, active: on }) => [id, on])).toEqual([
    [2, true],
    [1, false],
  ]);
  await switchOverlay(deps, { id: 1, by: '乙' });
  expect((await readActiveOverlay(db))?.id).toBe(1);
  expect((await listOverlays(db))[1]).toMatchObject({ active: true, changedBy: '乙' });
  await switchOverlay(deps, { id: null, by: '乙' });
  expect(await readActiveOverlay(db)).toBe(null);
  await expect(switchOverlay(deps, { id: 9, by: '乙' })).rejects.toMatchObject({ code: 'not_found' });
});

test('what an upgrade leaves behind is taught anew, once, from the same labels', async () => {
  const { db, deps } = await makeSchool(80, right);
  await trainTeamOverlay(deps, { by: '甲', force: false });
  const queue = createEmbeddedQueue({
    db,
    bus: createThreadBus(),
    now: () => NOW,
    log: { ...deps.log, error() {} },
  });
  const runs = (reader: string, id: number | null) =>
    writeRunningOverlay(db, { id, damaged: null, reader, version: reader, at: NOW });
  const jobs = () => db.selectFrom('job').select('kind').execute();
  await runs('dull-1', 1);
  expect(await followModels({ db, queue })).toBe(false);
  await runs('dull-2', null);
  expect(await followModels({ db, queue })).toBe(true);
  expect(await followModels({ db, queue })).toBe(false);
  expect(await jobs()).toEqual([{ kind: 'train-overlay' }]);
  const readPlain = readInPlace(() => ({ ...dull, version: 'dull-2' })).readAll;
  await trainTeamOverlay({ ...deps, readPlain }, { by: 'tingchao', force: false });
  expect(await listOverlays(db)).toMatchObject([
    { id: 2, active: true, reader: 'dull-2', trainedBy: 'tingchao' },
    { id: 1, active: false, reader: 'dull-1' },
  ]);
  await runs('dull-2', 2);
  expect(await followModels({ db, queue })).toBe(false);
});

test('what is worse there is kept but not used, unless it is forced', async () => {
  // The held-out posts are called neutral, as they were read; the taught ones are not.
  const { train, db } = await makeSchool(80, (n) => (isKept(n) ? 0 : right(n)));
  const outcome = await train();
  expect(outcome).toMatchObject({ version: { active: false, report: { verdict: 'worse' } } });
  expect(await readActiveOverlay(db)).toBe(null);
  expect(await train(true)).toMatchObject({ version: { active: true, report: { verdict: 'worse' } } });
});

describe('a version that was damaged', () => {
  test('keeps nobody from training anew, and is told of', async () => {
    const { train, db, warned } = await makeSchool(80, right);
    await train();
    const kept = await db.selectFrom('overlay').select('bytes').executeTakeFirstOrThrow();
    const bytes = Buffer.from(kept.bytes).fill(7, 100, 110);
    await db.updateTable('overlay').set({ bytes }).execute();
    expect(await train()).toMatchObject({
      version: { id: 2, active: true, report: { current: null, verdict: 'better' } },
    });
    expect(warned).toEqual(['an overlay is damaged and the new one is not measured against it']);
    expect(await train()).toMatchObject({ version: { id: 3, report: { verdict: 'same' } } });
  });

  test('in its record is listed without it, beside the others', async () => {
    const { train, db } = await makeSchool(80, right);
    await train();
    // PostgreSQL takes no broken JSON; a file of SQLite may hold any.
    const spoilt = engine() === 'sqlite' ? '{"labels":8' : '{}';
    await db.updateTable('overlay').set({ report_json: spoilt }).execute();
    expect(await train()).toMatchObject({ version: { id: 2, report: { verdict: 'same' } } });
    const { versions } = (await readLabels(db, NOW)).overlay;
    expect(versions.map(({ id, report }) => [id, report === null ? null : report.labels])).toEqual([
      [2, 80],
      [1, null],
    ]);
  });
});

describe('copies of one text', () => {
  /** Labels every post with what `said` answers, one person after the other. */
  async function makeCopies(
    posts: readonly SourcePost[],
    said: readonly (readonly [string, (n: number) => -1 | 0 | 1 | null])[] = [['甲', () => -1]],
  ) {
    const db = await makeDatabase();
    await makeWatch(db);
    for (const [at, group] of Map.groupBy(posts, ({ observedAt }) => observedAt)) {
      await ingest(ingestDeps(db, { reader: dull, now: () => at }), { posts: group, origin: 'test' });
    }
    for (const [by, judge] of said) {
      for (let postId = 1; postId <= posts.length; postId++) {
        const label = { sentiment: judge(postId), intents: null, severity: null } as const;
        if (label.sentiment === null) continue;
        await correct({ db, now: () => NOW }, { postId, by, verdict: 'correct', label, note: null });
      }
    }
    const train = () =>
      trainTeamOverlay(
        {
          db,
          now: () => NOW,
          readPlain: readInPlace(() => dull).readAll,
          train: async (examples) => trainOverlay(examples),
          log: { warn() {} },
        },
        { by: '甲', force: false },
      );
    return { db, train };
  }
  const copiesOf = (text: string, n: number) => Array.from({ length: n }, () => makePost({ text }));

  test('are one label: one slogan labelled thirty times teaches nothing', async () => {
    const { db, train } = await makeCopies(copiesOf(textOf(0), 30));
    expect(await readLabelledTexts(db)).toMatchObject([{ postId: 1, text: textOf(0), sentiment: -1 }]);
    expect((await readLabels(db, NOW)).overlay).toMatchObject({ labels: 1, heldOut: isKept(0) ? 1 : 0 });
    expect(await train()).toMatchObject({ kind: 'refused', labels: 1 });
  });

  test('weigh once in what is learned and in what is measured', async () => {
    const texts = Array.from({ length: 40 }, (_, n) => textOf(n));
    const slogan = textOf(texts.findIndex((_, n) => isKept(n)));
    const { train } = await makeCopies(
      [...texts, ...Array<string>(50).fill(slogan)].map((text) => makePost({ text })),
      [['甲', (postId) => right((postId - 1) % 40)]],
    );
    const held = texts.filter((_, n) => isKept(n)).length;
    expect(await train()).toMatchObject({
      version: { report: { labels: 40, trainedOn: 40 - held, before: { n: held } } },
    });
  });

  test('judged otherwise count as most people say, by the newest judgement of each', async () => {
    const { db } = await makeCopies(copiesOf(textOf(0), 3), [
      ['甲', () => -1],
      ['乙', (postId) => (postId === 1 ? 1 : null)],
      ['丙', (postId) => (postId === 2 ? -1 : null)],
    ]);
    expect(await readLabelledTexts(db)).toMatchObject([{ sentiment: -1 }]);
    const { agreement } = await readLabels(db, NOW);
    expect(agreement.overall).toMatchObject({ n: 1 });
    expect(agreement.pairs.map(({ a, b, agreement: { n } }) => `${a}${b}${n}`).toSorted()).toEqual([
      '丙乙1',
      '丙甲1',
      '乙甲1',
    ]);
    expect(agreement.open).toMatchObject([{ postId: 1 }]);
    const label = { sentiment: 0, intents: null, severity: null } as const;
    await correct({ db, now: () => NOW }, { postId: 3, by: '裁', verdict: 'adjudicate', label, note: null });
    expect(await readLabelledTexts(db)).toMatchObject([{ sentiment: 0 }]);
    expect((await readLabels(db, NOW)).agreement.open).toEqual([]);
  });

  test('by two people on two copies measure how far they agree', async () => {
    const { db } = await makeCopies(copiesOf(textOf(0), 2), [
      ['甲', (postId) => (postId === 1 ? -1 : null)],
      ['乙', (postId) => (postId === 2 ? -1 : null)],
    ]);
    expect((await readLabels(db, NOW)).agreement.overall).toMatchObject({ n: 1, observed: 1 });
  });

  test('stand on one side, also when the one they repeat was forgotten', async () => {
    const texts = Array.from({ length: 20 }, (_, n) => textOf(n));
    const old = texts.map((text) =>
      makePost({ text, publishedAt: NOW - 90 * DAY, observedAt: NOW - 90 * DAY }),
    );
    const copies = [...texts, ...texts].map((text) => makePost({ text }));
    const { db } = await makeCopies([...old, ...copies]);
    const sides = async () =>
      (await readLabelledTexts(db)).map(({ text, contentHash }) => [text, isHeldOut(contentHash)]);
    const before = await sides();
    expect(before).toEqual(texts.map((text, n) => [text, isKept(n)]));
    expect(await prune({ db, now: () => NOW }, { keepDays: 30 })).toMatchObject({ posts: 20 });
    expect(await sides()).toEqual(before);
    const { overlay } = await readLabels(db, NOW);
    expect(overlay).toMatchObject({ labels: 20, heldOut: before.filter(([, held]) => held).length });
  });

  test('that were touched up stand with their original', async () => {
    const text =
      '网传云州供热公司锅炉炸了,城北今晚全部停暖。物业群里说要修三天,暖气热线一直打不通,家里有老人的赶紧想办法。';
    const posts = ['', '扩散!!', '转:', '速看!'].map((before) => makePost({ text: `${before}${text}` }));
    const { db } = await makeCopies(posts);
    expect(await readLabelledTexts(db)).toMatchObject([
      { postId: 1, contentHash: contentMark(null, text).hash },
    ]);
  });
});
