import { describe, expect, test } from 'vitest';
import { DAY, HOUR, startOfHour } from '../../../server/core/time.ts';
import type { Db } from '../../../server/db/database.ts';
import { openDatabase } from '../../../server/db/engine/open.ts';
import { readOverview } from '../../../server/db/views/overview.ts';
import { ingest } from '../../../server/flows/ingest/ingest.ts';
import { prune } from '../../../server/flows/upkeep/prune.ts';
import { makeDatabase, tempFolder } from '../../support/database.ts';
import { ingestDeps } from '../../support/ingest.ts';
import { makePost, NOW } from '../../support/make.ts';
import { makeWatch } from '../../support/make-watch.ts';

const TEXT =
  '网传云州供热公司锅炉炸了,城北今晚全部停暖。物业群里说要修三天,暖气热线一直打不通,家里有老人的赶紧想办法。';
const FRAMED = `扩散!!${TEXT} 更多消息请关注公众号`;
const QUOTED = `我在群里看到:“${TEXT.slice(0, 40)}”,这到底是真是假?有没有人出来说一句`;
const OTHER = '今天城北供热站开放参观,暖气为什么不热、锅炉怎么烧,师傅一边带路一边讲,孩子们问了不少问题。';

const links = (db: Db) =>
  db.selectFrom('post').select(['id', 'copy_of', 'copies', 'likeness']).orderBy('id').execute();

describe('near copies at ingest', () => {
  test('are linked to the original and counted apart, across batches and within one', async () => {
    const db = await makeDatabase();
    await makeWatch(db);
    const deps = ingestDeps(db);
    await ingest(deps, { posts: [makePost({ text: TEXT }), makePost({ text: FRAMED })], origin: 'a' });
    const posts = [QUOTED, OTHER, TEXT, FRAMED].map((text) => makePost({ text }));
    expect(await ingest(deps, { posts, origin: 'b' })).toMatchObject({ stored: 4, copies: 3 });
    expect(await links(db)).toEqual([
      { id: 1, copy_of: null, copies: 4, likeness: null },
      { id: 2, copy_of: 1, copies: 0, likeness: expect.closeTo(0.93, 1) },
      { id: 3, copy_of: 1, copies: 0, likeness: expect.closeTo(0.8, 0) },
      { id: 4, copy_of: null, copies: 0, likeness: null },
      { id: 5, copy_of: 1, copies: 0, likeness: null },
      // The same words as a near copy are an exact copy of that, and so of its original.
      { id: 6, copy_of: 1, copies: 0, likeness: null },
    ]);
    const bucket = await db.selectFrom('bucket').select(['hour', 'count', 'copies']).execute();
    const sum = (name: 'count' | 'copies') => bucket.reduce((all, row) => all + row[name], 0);
    expect([sum('count'), sum('copies')]).toEqual([6, 4]);
    const range = { from: NOW - DAY, to: startOfHour(NOW) + HOUR, now: NOW, watchId: null, playbooks: [] };
    expect((await readOverview(db, range)).share).toMatchObject({ total: 6, originals: 2 });
  });

  test('doing it again changes nothing', async () => {
    const db = await makeDatabase();
    await makeWatch(db);
    const deps = ingestDeps(db);
    const posts = [TEXT, FRAMED, QUOTED, OTHER].map((text) => makePost({ text }));
    await ingest(deps, { posts, origin: 'a' });
    const before = await links(db);
    expect(await ingest(deps, { posts, origin: 'a' })).toMatchObject({ stored: 0, known: 4, copies: 0 });
    expect(await links(db)).toEqual(before);
  });

  test('hot lists, short reviews and other buildings stay apart', async () => {
    const db = await makeDatabase();
    const topic = '云州供热公司回应锅炉爆炸传闻称系例行检修排汽';
    const posts = [
      makePost({ text: topic, voice: 'hot_list' }),
      makePost({ text: `${topic}热`, voice: 'hot_list' }),
      makePost({ text: '送餐很快,味道很好,五星', rating: 5 }),
      makePost({ text: '送餐很快,味道很好,五星好评', rating: 5 }),
      makePost({ text: '反映翠湖小区3号楼暖气一整天都不热,打了电话没人接' }),
      makePost({ text: '反映翠湖小区13号楼暖气一整天都不热,打了电话没人接' }),
    ];
    expect(await ingest(ingestDeps(db), { posts, origin: 'a' })).toMatchObject({ stored: 6, copies: 0 });
  });

  const PRAISE = '配送很快，菜也新鲜，下次还来';
  /** Another sign or two: alike, but not the same words. */
  const ALIKE = [PRAISE, '配送很快，菜也新鲜，下次还来！！', '配送很快，菜也新鲜，下次还来哦'];
  const review = (text: string, author?: string) =>
    makePost({ text, rating: 5, ...(author === undefined ? {} : { author }) });
  const copiesOf = async (batches: readonly (readonly ReturnType<typeof makePost>[])[]) => {
    const db = await makeDatabase();
    const deps = ingestDeps(db);
    for (const posts of batches) await ingest(deps, { posts, origin: 'a' });
    return (await links(db)).map((row) => row.copy_of);
  };

  test('short reviews with stars by several people are opinions of their own, in one batch and across', async () => {
    const byMany = ALIKE.map((text, n) => review(text, `顾客${n}`));
    const nameless = ALIKE.map((text) => review(text));
    const later = ALIKE.map((text, n) => review(text, `食客${n}`));
    expect(await copiesOf([byMany, later, nameless])).toEqual(Array(9).fill(null));
  });

  test('what one person reviews again is a copy, also of a later post than the first', async () => {
    const batches = [[review(PRAISE, '甲'), review(PRAISE, '乙')], [review(PRAISE, '乙')]];
    expect(await copiesOf([...batches, [review(PRAISE, '乙'), review(PRAISE, '丙')]])).toEqual([
      null,
      null,
      2,
      2,
      null,
    ]);
    expect(await copiesOf([ALIKE.map((text) => review(text, '甲'))])).toEqual([null, 1, 1]);
  });

  test('a long review that is pasted is a copy, whoever pastes it', async () => {
    const long = '优鲜的配送员态度特别好，下着大雨还准时送到楼上，菜也都很新鲜，以后就认这一家了';
    const batches = [[review(long, '甲'), review(`${long}！赞`, '乙')], [review(long, '丙')]];
    expect(await copiesOf(batches)).toEqual([null, 1, 1]);
  });

  test('a short slogan without stars is a wave of copies, however many paste it', async () => {
    const slogan = '优鲜卖臭肉，大家抵制';
    const pasted = Array.from({ length: 200 }, (_, n) => makePost({ text: slogan, author: `号${n}` }));
    const copies = await copiesOf([[review(slogan, '甲')], pasted.slice(0, 90), pasted.slice(90)]);
    expect(copies).toEqual([null, ...Array(200).fill(1)]);
  });

  test('what comes back after a month is a wave of its own', async () => {
    const db = await makeDatabase();
    const old = makePost({ text: TEXT, publishedAt: NOW - 31 * DAY });
    const posts = [old, makePost({ text: FRAMED })];
    expect(await ingest(ingestDeps(db), { posts, origin: 'a' })).toMatchObject({ stored: 2, copies: 0 });
  });
});

describe('the same wording about somebody else', () => {
  const complaint = (brand: string, n = 0) =>
    makePost({
      text: `我在${brand}开通的会员被自动续费298元，找客服一直推脱不肯退，要求全额退款并且公开道歉，希望平台尽快处理${'！'.repeat(n)}`,
    });
  const named = (name: string) => ({ name, rule: { any: [name], all: [], none: [] } });

  test('is a complaint of its own, of which its own copies are copies, in one batch and across', async () => {
    const db = await makeDatabase();
    const deps = ingestDeps(db);
    for (const name of ['云岚优选', '海屿到家']) await makeWatch(db, named(name));
    await makeWatch(db, { name: '行业观察', rule: { any: ['会员'], all: [], none: [] } });
    await ingest(deps, { posts: [complaint('海屿到家')], origin: 'a' });
    const posts = [complaint('云岚优选'), complaint('云岚优选', 1), complaint('海屿到家', 2)];
    await ingest(deps, { posts, origin: 'b' });
    await ingest(deps, { posts: [complaint('云岚优选', 3)], origin: 'c' });
    expect((await links(db)).map((row) => row.copy_of)).toEqual([null, null, 2, 1, 2]);
  });

  test('is so where the other is a competitor, or nobody who is watched', async () => {
    const db = await makeDatabase();
    const deps = ingestDeps(db);
    await makeWatch(db, { ...named('云岚优选'), rivals: ['栗冬到家'], sources: ['rss'] });
    await makeWatch(db, { name: '行业观察', rule: { any: ['会员'], all: [], none: [] } });
    const brands = ['栗冬到家', '云岚优选', '云岚优选'];
    for (const [n, brand] of brands.entries())
      await ingest(deps, { posts: [complaint(brand, n)], origin: 'a' });
    expect((await links(db)).map((row) => row.copy_of)).toEqual([null, null, 2]);
    const plain = await makeDatabase();
    await makeWatch(plain, named('云岚优选'));
    const posts = [complaint('芊萝到家'), complaint('云岚优选')];
    await ingest(ingestDeps(plain), { posts, origin: 'a' });
    expect((await links(plain)).map((row) => row.copy_of)).toEqual([null, null]);
  });

  test('does not part a text from what is cut before a second name, or names one more, wherever it is posted', async () => {
    const db = await makeDatabase();
    await makeWatch(db, { ...named('云岚优选'), sources: ['rss'] });
    await makeWatch(db, named('海屿到家'));
    const [one] = [complaint('云岚优选')];
    const posts = [
      one,
      { ...makePost({ text: `${one.text}，海屿到家也管管吧` }), source: 'weibo' },
      { ...makePost({ text: `扩散！${one.text}` }), source: 'weibo' },
    ];
    await ingest(ingestDeps(db), { posts, origin: 'a' });
    expect((await links(db)).map((row) => row.copy_of)).toEqual([null, 1, 1]);
  });
});

describe('what is remembered', () => {
  test('is read again after a restart', async () => {
    const db = await makeDatabase();
    await ingest(ingestDeps(db), {
      posts: [makePost({ text: OTHER }), makePost({ text: TEXT })],
      origin: 'a',
    });
    const report = await ingest(ingestDeps(db), { posts: [makePost({ text: QUOTED })], origin: 'b' });
    expect(report.copies).toBe(1);
    expect((await links(db)).at(-1)).toMatchObject({ copy_of: 2 });
  });

  test('is what another process stored, too', async () => {
    const file = `${tempFolder()}/shared.db`;
    const [db, second] = [await makeDatabase(file), openDatabase(file)];
    const [one, other] = [ingestDeps(db), ingestDeps(second)];
    await ingest(one, { posts: [makePost({ text: OTHER })], origin: 'one' });
    await ingest(other, { posts: [makePost({ text: TEXT })], origin: 'other' });
    await ingest(one, { posts: [makePost({ text: FRAMED })], origin: 'one' });
    await ingest(other, { posts: [makePost({ text: QUOTED })], origin: 'other' });
    await second.destroy();
    expect((await links(db)).map((row) => row.copy_of)).toEqual([null, null, 2, 2]);
  });

  test('is nothing of a batch that failed', async () => {
    const db = await makeDatabase();
    const deps = ingestDeps(db);
    const failing = ingest(deps, {
      posts: [makePost({ text: TEXT })],
      origin: 'a',
      after: () => Promise.reject(new Error('no room')),
    });
    await expect(failing).rejects.toThrow('no room');
    await ingest(deps, { posts: [makePost({ text: OTHER }), makePost({ text: FRAMED })], origin: 'b' });
    expect((await links(db)).map((row) => row.copy_of)).toEqual([null, null]);
  });

  test('is no original that is gone: the copies that outlive it are looked for among themselves', async () => {
    const db = await makeDatabase();
    const early = ingestDeps(db, { now: () => NOW - 3 * DAY });
    const at = NOW - 3 * DAY - HOUR;
    await ingest(early, { posts: [makePost({ text: TEXT, publishedAt: at })], origin: 'a' });
    const deps = ingestDeps(db);
    await ingest(deps, { posts: [makePost({ text: FRAMED })], origin: 'b' });
    expect((await links(db)).at(-1)).toMatchObject({ copy_of: 1 });
    await prune({ db, now: () => NOW }, { keepDays: 2 });
    expect(await links(db)).toEqual([{ id: 2, copy_of: null, copies: 0, likeness: null }]);
    const report = await ingest(deps, { posts: [makePost({ text: `${TEXT}求证实` })], origin: 'c' });
    expect(report.copies).toBe(1);
    expect((await links(db)).at(-1)).toMatchObject({ copy_of: 2 });
  });
});
