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
import { makeAnalysis, makePost, NOW } from '../../support/make.ts';
import { makeWatch } from '../../support/make-watch.ts';
import { QUIET_LOG } from '../../support/quiet-log.ts';

/** Calls every fifth complaint and every fifth praise neutral. */
const dull: Reader = {
  version: 'dull-1',
  read: (text): Analysis => {
    const side = /没人管/.test(text) ? -1 : /真利索|满分/.test(text) ? 1 : 0;
    return makeAnalysis({ label: Number(text.match(/\d+/)?.[0]) % 5 === 0 ? 0 : side });
  },
};

const textOf = (n: number) =>
  [`暖气第${n}户停了没人管`, `暖气师傅第${n}次上门真利索`, `暖气费第${n}号窗口在哪里交`][n % 3] ?? '';
const isKept = (n: number) => isHeldOut(contentMark(null, textOf(n)).hash);

type Said = -1 | 0 | 1;

/** Labels as many posts as are to be, but for those of which nothing is said. */
async function makeSchool(posts: number, said: (n: number) => Said | null, write = textOf) {
  const db = await makeDatabase();
  await makeWatch(db);
  const texts = Array.from({ length: posts }, (_, n) => write(n));
  await ingest(ingestDeps(db, { reader: dull }), {
    posts: texts.map((text) => makePost({ text })),
    origin: 'test',
  });
  const flow = { db, now: () => NOW };
  for (let n = 0; n < posts; n++) {
    const label = { sentiment: said(n), intents: null, severity: null };
    if (label.sentiment === null) continue;
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

const right = (n: number): Said => ([-1, 1, 0] as const)[n % 3] ?? 0;
/** Of the held-out ones as many as the reader alone misses. */
const missed = (n: number) => n % 5 === 0 && n % 3 !== 2;

test('too few labels are refused with their number', async () => {
  const { train, db } = await makeSchool(19, right);
  expect(await train()).toEqual({ kind: 'refused', reason: 'too_few_labels', labels: 19, needed: 20 });
  expect(await listOverlays(db)).toEqual([]);
});

test('what is better on held-out posts goes into use, what is no better does not; back and forth is a switch', async () => {
  const { train, db, deps } = await makeSchool(120, right);
  const outcome = await train();
  if (outcome.kind !== 'trained') throw new Error(outcome.reason);
  const { report, active, reader } = outcome.version;
  const held = Array.from({ length: 120 }, (_, n) => n).filter(isKept);
  expect(report).toMatchObject({ labels: 120, trainedOn: 120 - held.length, words: true, verdict: 'better' });
  expect(report?.before).toMatchObject({ n: held.length, correct: held.filter((n) => !missed(n)).length });
  expect(report?.after.accuracy).toBeGreaterThan(0.9);
  expect([active, reader]).toEqual([true, 'dull-1']);
  const again = await train();
  expect(again).toMatchObject({ version: { id: 2, active: false, report: { verdict: 'same' } } });
  expect((await listOverlays(db)).map(({ id, active: on }) => [id, on])).toEqual([
    [2, false],
    [1, true],
  ]);
  await switchOverlay(deps, { id: 2, by: '乙' });
  expect((await readActiveOverlay(db))?.id).toBe(2);
  expect((await listOverlays(db))[0]).toMatchObject({ active: true, changedBy: '乙' });
  await switchOverlay(deps, { id: null, by: '乙' });
  expect(await readActiveOverlay(db)).toBe(null);
  await expect(switchOverlay(deps, { id: 9, by: '乙' })).rejects.toMatchObject({ code: 'not_found' });
});

test('labels of one side alone are not used by themselves, whatever they score, and what they would change is told', async () => {
  // Praise is called neutral throughout; of all else nobody said anything.
  const { train, db, deps } = await makeSchool(180, (n) => (n % 3 === 1 ? 0 : null));
  const outcome = await train();
  if (outcome.kind !== 'trained') throw new Error(outcome.reason);
  const { id, report, active } = outcome.version;
  expect(report?.after.correct).toBeGreaterThan(report?.before.correct ?? 0);
  expect([report?.verdict, active]).toEqual(['one_sided', false]);
  expect(report?.effect).toMatchObject({ texts: 120 });
  expect(await readActiveOverlay(db)).toBe(null);
  await switchOverlay(deps, { id, by: '甲' });
  expect((await readActiveOverlay(db))?.id).toBe(id);
});

test('a version that empties a class of what is stored is left to a person, who is told by how much', async () => {
  const praise = (n: number) => n % 4 === 3;
  // Full marks are praise and are labelled so; that somebody was quick is not, and most of that nobody labelled.
  const write = (n: number) => (praise(n) ? `暖气师傅第${n}次上门给满分` : textOf(n));
  const said = (n: number) => (praise(n) ? 1 : n >= 160 && n % 3 === 1 ? null : n % 3 === 0 ? -1 : 0);
  const { train } = await makeSchool(260, said, write);
  const outcome = await train();
  if (outcome.kind !== 'trained') throw new Error(outcome.reason);
  const { report, active } = outcome.version;
  expect([report?.verdict, active]).toEqual(['moves_too_much', false]);
  const positive = report?.effect?.classes.find(({ label }) => label === 1);
  const unlabelled = Array.from({ length: 260 }, (_, n) => n).filter((n) => said(n) === null);
  expect(report?.effect?.texts).toBe(unlabelled.length);
  expect(positive?.before).toBe(unlabelled.filter((n) => !missed(n)).length);
  expect(positive?.left).toBeGreaterThan((positive?.before ?? 0) / 4);
});

test('what an upgrade leaves behind is taught anew, once, from the same labels', async () => {
  const { db, deps } = await makeSchool(120, right);
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
  // The held-out posts are as they were read; what was taught is the contrary.
  const asRead = (n: number): Said => (n % 5 === 0 ? 0 : right(n));
  const { train, db } = await makeSchool(80, (n) => (isKept(n) ? asRead(n) : n % 3 === 0 ? 1 : -1));
  const outcome = await train();
  expect(outcome).toMatchObject({ version: { active: false, report: { verdict: 'worse' } } });
  expect(await readActiveOverlay(db)).toBe(null);
  expect(await train(true)).toMatchObject({ version: { active: true, report: { verdict: 'worse' } } });
});

describe('a version that was damaged', () => {
  test('keeps nobody from training anew, and is told of', async () => {
    const { train, db, warned } = await makeSchool(120, right);
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
    const { train, db } = await makeSchool(120, right);
    await train();
    // PostgreSQL takes no broken JSON; a file of SQLite may hold any.
    const spoilt = engine() === 'sqlite' ? '{"labels":1' : '{}';
    await db.updateTable('overlay').set({ report_json: spoilt }).execute();
    expect(await train()).toMatchObject({ version: { id: 2, report: { verdict: 'same' } } });
    const { versions } = (await readLabels(db, NOW)).overlay;
    expect(versions.map(({ id, report }) => [id, report === null ? null : report.labels])).toEqual([
      [2, 120],
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
          log: QUIET_LOG,
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
