import { describe, expect, test } from 'vitest';
import type { StandardInput } from '../../../../server/core/service/standard.ts';
import { DAY, HOUR, MINUTE, startOfDay } from '../../../../server/core/time.ts';
import type { Db } from '../../../../server/db/database.ts';
import {
  amendStandard,
  createStandard,
  retireStandard,
} from '../../../../server/db/service/standard-changes.ts';
import { listStandards, listVersions, markOfStandard } from '../../../../server/db/service/standards.ts';
import { readStandard, readStandards } from '../../../../server/db/views/service/standards.ts';
import { removeMentionsOf } from '../../../../server/db/watch/mention-slices.ts';
import { deleteWatch } from '../../../../server/db/watch/watches.ts';
import { ingest } from '../../../../server/flows/ingest/ingest.ts';
import { correct } from '../../../../server/flows/reading/correct.ts';
import { makeDatabase } from '../../../support/database.ts';
import { ingestDeps } from '../../../support/ingest.ts';
import { anyOf, makePost, NOW } from '../../../support/make.ts';
import { makeWatch } from '../../../support/make-watch.ts';
import { listen } from '../../../support/query-plans.ts';

const TODAY = startOfDay(NOW);
const who = { by: '王经理', now: TODAY - 60 * DAY };
const room: StandardInput = {
  watchId: 1,
  touchpoint: 'heating',
  unit: 'celsius',
  better: 'high',
  name: '室温',
  owner: '供热部',
  floor: 18,
  target: 20,
  ideal: 22,
  reviewAt: NOW - DAY,
  promise: { text: '室温不低于 18 ℃', value: 18, url: null, from: TODAY - 20 * DAY, to: null },
};
const call: StandardInput = {
  watchId: 1,
  touchpoint: 'hotline',
  unit: 'minute',
  better: 'low',
  name: '热线接通',
  owner: '客服部',
  floor: 10,
  target: 3,
  ideal: 1,
  reviewAt: NOW + DAY,
  promise: null,
};

/** No two are alike enough to be copies of each other, which measure nothing anew. */
const COLD = [
  '三号楼家里室温只有16度，云川热力的暖气片摸着冰手',
  '孩子在屋里穿羽绒服写作业，室温14度，云川热力你管不管',
  '室温17度，跟云川热力交了全额热费，说不过去吧',
  '老人冻感冒住院，家里室温16度，云川热力没人来看',
  '室温15度，开了两台电暖器，电费比交给云川热力的钱还多',
  '顶楼西户年年这样，客厅室温16度，云川热力每次都说在调',
  '云川热力昨晚来放过气，卧室室温21度，就是声音吵',
];
const WARM = [
  '室温20度，云川热力今年不错，阳台还能晾衣服',
  '供暖第一周，家里室温21度，给云川热力点个赞',
  '云川热力换了新管网以后室温22度，穿短袖正好',
  '二楼边户，卧室室温23度，夜里要开窗，云川热力有心了',
  '我妈家室温20度，她说比自己烧锅炉省心，云川热力靠谱',
  '屋里室温21度，猫都不钻被窝了，谢谢云川热力',
];
const CALLS = [
  '云川热力客服热线打了12分钟才接通，报修漏水',
  '想问云川热力几号停暖，客服热线排不上，电话打了一小时没人接',
];

/** Rooms of 14 to 17 degrees but for one, and two long calls this week; warm rooms in the week before. */
function twoWeeks(): readonly { at: number; text: string }[] {
  const from = (start: number, texts: readonly string[]) =>
    texts.map((text, n) => ({ at: start + n * HOUR, text }));
  const first = { at: TODAY - 40 * DAY, text: '云川热力开始供暖了' };
  return [first, ...from(TODAY - DAY, COLD), ...from(TODAY - 8 * DAY, WARM), ...from(TODAY - DAY, CALLS)];
}

async function put(db: Db, said: readonly { at: number; text: string }[], now = NOW): Promise<void> {
  const posts = said.map(({ at, text }) => makePost({ text, publishedAt: at, observedAt: at }));
  await ingest(ingestDeps(db, { now: () => now }), { posts, origin: 'test' });
}

async function makeHeating(): Promise<Db> {
  const db = await makeDatabase();
  await makeWatch(db, { name: '云川热力', rule: anyOf('云川热力') }, TODAY - 60 * DAY);
  await put(db, twoWeeks());
  return db;
}

const range = { from: TODAY - 7 * DAY, to: TODAY, now: NOW };
/** Another minute each time: what took long is remembered for one. */
let minutes = 0;
const ask = (db: Db, more: object = {}) =>
  readStandards(db, { ...range, to: TODAY - ++minutes * MINUTE, watchId: 1, ...more });

describe('the standing of standards', () => {
  test('is what posts tell, beside the floor, the promise and the week before', async () => {
    const db = await makeHeating();
    await createStandard(db, room, who);
    await createStandard(db, call, who);
    const { standards, index } = await ask(db);
    const [warmth, wait] = standards;
    expect(warmth).toMatchObject({
      name: '室温',
      watchName: '云川热力',
      overdue: true,
      version: 1,
      fact: 'actual.heating.celsius',
      standing: {
        told: { posts: 7, broken: 6, median: { value: 16, lo: 14, hi: 21 } },
        zone: 'below',
        hopes: 0,
        hoped: null,
        held: { expected: 18, value: -2 },
        before: { posts: 6, broken: 0, median: { value: 21 } },
        promise: { posts: 7, broken: 6, over: true },
      },
    });
    expect(warmth?.standing.change?.lo).toBeGreaterThan(0);
    // Two calls tell nothing yet.
    expect(wait).toMatchObject({
      overdue: false,
      standing: { told: { posts: 2, median: null }, zone: null },
    });
    expect(index).toBeCloseTo((-100 * 2) / 18, 6);
  });

  test('is compared though another watch was quiet then', async () => {
    const db = await makeDatabase();
    for (const name of ['云川热力', '公交']) {
      await makeWatch(db, { name, rule: anyOf(name) }, TODAY - 60 * DAY);
    }
    await put(db, [{ at: TODAY - 41 * DAY, text: '云川热力要涨价吗' }], TODAY - 41 * DAY);
    await put(db, [...twoWeeks(), { at: TODAY - 2 * DAY, text: '公交热线打了12分钟才接通' }]);
    await createStandard(db, room, who);
    await createStandard(db, { ...call, watchId: 2 }, who);
    const { before, standards } = await ask(db, { watchId: null });
    expect(before).not.toBeNull();
    expect(standards[0]?.standing.before).toMatchObject({ posts: 6, median: { value: 21 } });
    expect((await readStandard(db, 1, range)).row.standing.before).toMatchObject({ posts: 6 });
  });

  test('names the posts below the floor, newest first, in their words', async () => {
    const db = await makeHeating();
    const { id } = await createStandard(db, room, who);
    const { examples, versions, retiredAt } = await readStandard(db, id, range);
    expect(examples).toHaveLength(6);
    expect(examples[0]).toMatchObject({ quote: '客厅室温16度', actual: 16, unit: 'celsius' });
    expect(versions).toMatchObject([{ version: 1, by: '王经理', floor: 18 }]);
    expect(retiredAt).toBeNull();
    await expect(readStandard(db, 99, range)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('is of the watch that is asked for, and asks as much of many as of one', async () => {
    const db = await makeHeating();
    await makeWatch(db, { name: '二', rule: anyOf('公交') });
    await createStandard(db, room, who);
    expect((await ask(db, { watchId: 2 })).standards).toEqual([]);
    const one = listen(db);
    await ask(one.heard, { watchId: null });
    for (const watchId of [1, 2, 2]) await createStandard(db, { ...call, watchId }, who);
    const more = listen(db);
    expect((await ask(more.heard, { watchId: null })).standards).toHaveLength(4);
    expect(more.asked.length).toBe(one.asked.length);
    await expect(ask(db, { watchId: 9 })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('counts every post, however many: the newest good ones do not hide the older bad ones', async () => {
    const db = await makeHeating();
    await createStandard(
      db,
      { ...call, promise: { text: '十分钟内接通', value: 10, url: null, from: 0, to: null } },
      who,
    );
    const facts = Array.from({ length: 5000 }, (_, i) => ({
      watch_id: 1,
      name: 'actual.hotline.minute',
      at: TODAY - 6 * DAY + i * 90_000,
      post_id: 100_000 + i,
      author: null,
      value: i < 3000 ? 60 + (i % 30) : 3,
    }));
    for (let i = 0; i < facts.length; i += 500)
      await db
        .insertInto('fact')
        .values(facts.slice(i, i + 500))
        .execute();
    const { standing } = (await ask(db)).standards[0] ?? {};
    // With the two calls of 12 and 60 minutes.
    expect(standing?.told).toMatchObject({ posts: 5002, broken: 3002, median: { value: 64 } });
    expect(standing?.zone).toBe('below');
    expect(standing?.promise).toMatchObject({ posts: 5002, broken: 3002, over: true });
    expect(standing?.held).toMatchObject({ kind: 'promise', expected: 10, posts: 5002 });
  });

  test('shows what broke the promise, though not the floor, in the words that tell it', async () => {
    const db = await makeHeating();
    const { id } = await createStandard(db, { ...room, floor: 15, target: 18 }, who);
    const { row, examples } = await readStandard(db, id, range);
    expect(row.standing.told).toMatchObject({ posts: 7, broken: 1 });
    expect(row.standing.promise).toMatchObject({ posts: 7, broken: 6, over: true });
    expect(examples.map(({ actual, below, promised }) => [actual, below, promised])).toEqual([
      [16, false, 18],
      [15, false, 18],
      [16, false, 18],
      [17, false, 18],
      [14, true, 18],
      [16, false, 18],
    ]);
  });

  test('goes with its posts, and a label of the team keeps what they tell', async () => {
    const db = await makeHeating();
    await createStandard(db, room, who);
    const facts = async () =>
      (await db.selectFrom('fact').select('post_id').where('name', '=', 'actual.heating.celsius').execute())
        .length;
    expect(await facts()).toBe(13);
    const label = { sentiment: 1, intents: null, severity: null } as const;
    await correct({ db, now: () => NOW }, { postId: 2, by: '王', verdict: 'correct', label, note: null });
    expect(await facts()).toBe(13);
    await removeMentionsOf(db, [2, 3]);
    expect((await ask(db)).standards[0]?.standing.told.posts).toBe(5);
  });
});

describe('the register', () => {
  test('keeps the terms of before, and judges posts by those of their time', async () => {
    const db = await makeHeating();
    const { id } = await createStandard(db, room, who);
    const before = (await ask(db)).standards[0];
    const lower = { ...room, floor: 15, target: 16, ideal: null, promise: null };
    const now = TODAY - DAY + 4 * HOUR;
    await amendStandard(db, id, lower, { by: '李', now, seen: before?.mark });
    const [row] = (await ask(db)).standards;
    expect(row).toMatchObject({ version: 2, floor: 15, ideal: null, changedBy: '李', createdBy: '王经理' });
    // 16, 14, 17 and 16 degrees were told while 18 was the floor; 15, 16 and 21 after.
    expect(row?.standing.told).toMatchObject({ posts: 7, broken: 4 });
    expect(row?.standing).toMatchObject({ zone: 'below', levels: null, promise: { posts: 4, broken: 4 } });
    expect(row?.standing.earlier).toEqual([{ version: 1, posts: 4, floor: 18, target: 20, promise: 18 }]);
    expect((await listVersions(db, [id])).get(id)).toMatchObject([
      { version: 1, floor: 18, promise: room.promise, by: '王经理' },
      { version: 2, floor: 15, promise: null, by: '李', at: now },
    ]);
  });

  test('holds posts to a promise that is added later, from the first day of the promise on', async () => {
    const db = await makeHeating();
    const amended = await createStandard(db, { ...room, promise: null }, who);
    expect((await ask(db)).standards[0]?.standing.promise).toBeNull();
    const promise = room.promise && { ...room.promise, from: TODAY - DAY + 2 * HOUR };
    await amendStandard(db, amended.id, { ...room, promise }, { by: '李', now: TODAY - HOUR });
    const atOnce = await createStandard(db, { ...room, promise }, who);
    const [late, early] = (await ask(db)).standards;
    // Two of the seven were written before it was promised.
    expect(late?.standing.promise).toMatchObject({ posts: 5, broken: 4 });
    expect(late?.standing).toEqual(early?.standing);
    const examples = async (id: number) => (await readStandard(db, id, range)).examples;
    expect((await examples(amended.id)).map(({ promised }) => promised)).toEqual([
      18,
      18,
      18,
      18,
      null,
      null,
    ]);
    expect(await examples(amended.id)).toEqual(await examples(atOnce.id));
  });

  test('nobody writes over what they did not see, and a retired one stays with its terms', async () => {
    const db = await makeHeating();
    const made = await createStandard(db, room, who);
    const seen = markOfStandard(made);
    await amendStandard(db, made.id, { ...room, floor: 17 }, { ...who, seen });
    const overtaken = { code: 'overtaken', details: { mark: expect.any(String) } };
    await expect(amendStandard(db, made.id, room, { ...who, seen })).rejects.toMatchObject(overtaken);
    await expect(retireStandard(db, made.id, { ...who, seen })).rejects.toMatchObject(overtaken);
    await retireStandard(db, made.id, { by: '李', now: NOW });
    expect(await listStandards(db, [1])).toEqual([]);
    expect(await readStandard(db, made.id, range)).toMatchObject({ retiredAt: NOW, retiredBy: '李' });
    await expect(amendStandard(db, made.id, room, who)).rejects.toMatchObject({ code: 'not_found' });
    await expect(retireStandard(db, made.id, who)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('two who amend at once do not both win', async () => {
    const db = await makeHeating();
    const made = await createStandard(db, room, who);
    const seen = markOfStandard(made);
    const both = await Promise.allSettled(
      [16, 17].map((floor) => amendStandard(db, made.id, { ...room, floor }, { ...who, seen })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await listVersions(db, [made.id])).get(made.id)).toHaveLength(2);
  });

  test('wants a watch, and goes with it', async () => {
    const db = await makeHeating();
    await expect(createStandard(db, { ...room, watchId: 9 }, who)).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(createStandard(db, { ...room, target: 3 }, who)).rejects.toMatchObject({
      code: 'bad_request',
    });
    await createStandard(db, room, who);
    await deleteWatch(db, 1);
    for (const table of ['standard', 'standard_version'] as const)
      expect(await db.selectFrom(table).selectAll().execute()).toEqual([]);
  });
});
