import { describe, expect, test } from 'vitest';
import { makeSnapshot } from '../../../../server/core/report/make-snapshot.ts';
import type { FixInput } from '../../../../server/core/service/fix.ts';
import { DAY, HOUR, startOfDay } from '../../../../server/core/time.ts';
import type { Db } from '../../../../server/db/database.ts';
import { readFixDays } from '../../../../server/db/service/fix-days.ts';
import { createFix, listFixes, removeFix } from '../../../../server/db/service/fixes.ts';
import { readReportFacts } from '../../../../server/db/views/report/report-facts.ts';
import { readService } from '../../../../server/db/views/service/service-quality.ts';
import { readTouchpoint } from '../../../../server/db/views/service/touchpoint.ts';
import { deleteWatch } from '../../../../server/db/watch/watches.ts';
import { ingest } from '../../../../server/flows/ingest/ingest.ts';
import { createNearCopies, type NearCopies } from '../../../../server/flows/ingest/near-copies.ts';
import { createStoring } from '../../../../server/flows/ingest/storing.ts';
import { correct } from '../../../../server/flows/reading/correct.ts';
import { keepProofs } from '../../../../server/flows/upkeep/keep-proofs.ts';
import { prune } from '../../../../server/flows/upkeep/prune.ts';
import { makeDatabase } from '../../../support/database.ts';
import { ingestDeps } from '../../../support/ingest.ts';
import { anyOf, makePost, NOW } from '../../../support/make.ts';
import { makeWatch } from '../../../support/make-watch.ts';
import { listen } from '../../../support/query-plans.ts';

const TODAY = startOfDay(NOW);
/** Two whole weeks ago, as the day began. */
const FIXED = TODAY - 14 * DAY;
const who = { by: '王经理', now: NOW };
const input: FixInput = {
  watchId: 1,
  touchpoint: 'delivery',
  dimension: null,
  title: '增派骑手',
  doneAt: FIXED,
};

interface Said {
  readonly at: number;
  readonly text: string;
  readonly platform?: string;
}

const LATE = (n: number) => `优鲜配送说好次日达，第${n}单结果3天才到，失望`;
const UNHEARD = (n: number) => `优鲜客服热线打了${n}遍没人接，太差劲了`;
const FINE = (n: number) => `优鲜的草莓很新鲜，第${n}次买了`;

/** So many of these texts differ by a number alone that all but one would be copies. */
const NO_COPIES: NearCopies = {
  follow: async () => {},
  open: async () => ({ place: () => null, remember: () => {} }),
};

async function put(db: Db, said: readonly Said[], now = NOW, copies = NO_COPIES): Promise<void> {
  const posts = said.map(({ at, text, platform = 'news' }) =>
    makePost({ text, platform, publishedAt: at, observedAt: at }),
  );
  const storing = createStoring(db, copies);
  await ingest(ingestDeps(db, { now: () => now, storing }), { posts, origin: 'test' });
}

/**
 * Each day of four weeks five posts: three late deliveries a day before the fix, none after, and one call. One the day
 * before, so that all of them are known whole.
 */
function fourWeeks(): readonly Said[] {
  const days = Array.from({ length: 28 }, (_, day) => {
    const at = TODAY - (28 - day) * DAY + 12 * HOUR;
    const texts = at < FIXED ? [LATE, LATE, LATE, UNHEARD, FINE] : [FINE, FINE, FINE, UNHEARD, FINE];
    return texts.map((text, n) => ({ at: at + n * 60_000, text: text(day * 5 + n) }));
  });
  return [{ at: TODAY - 29 * DAY + 12 * HOUR, text: FINE(999) }, ...days.flat()];
}

async function makeShop(said: readonly Said[] = fourWeeks()): Promise<Db> {
  const db = await makeDatabase();
  const rule = anyOf('优鲜');
  await makeWatch(db, { name: '优鲜', rule }, TODAY - 30 * DAY);
  await put(db, said);
  return db;
}

const ask = (db: Db, parts: Partial<Parameters<typeof readService>[1]> = {}) =>
  readService(db, { watchId: 1, from: FIXED, to: TODAY, now: NOW, ...parts });

describe('the page of service expectations', () => {
  test('says which touchpoint breaks which expectation, beside the time before', async () => {
    const screen = await ask(await makeShop());
    expect(screen).toMatchObject({
      watchId: 1,
      watches: [{ id: 1, name: '优鲜' }],
      mentions: 70,
      mentionsBefore: 70,
      span: { from: FIXED, to: TODAY },
      before: { from: FIXED - 14 * DAY, to: FIXED },
    });
    const [hotline, delivery] = screen.touchpoints;
    expect(hotline).toMatchObject({ touchpoint: 'hotline', complaints: 14, before: 14 });
    expect(hotline?.share.p).toBe(14 / 70);
    expect(hotline?.growth).toMatchObject({ ratio: 1 });
    expect(hotline?.dimensions.map(({ dimension, complaints }) => [dimension, complaints])).toEqual([
      ['tangibles', 0],
      ['reliability', 0],
      ['responsiveness', 14],
      ['assurance', 0],
      ['empathy', 0],
    ]);
    // What nobody complains of any more is still told of.
    expect(delivery).toMatchObject({ touchpoint: 'delivery', complaints: 0, before: 42 });
    expect(delivery?.dimensions.find(({ facet }) => facet === 'pair.reliability.delivery')).toMatchObject({
      complaints: 0,
      before: 42,
    });
    expect(delivery?.growth?.hi).toBeLessThan(1);
  });

  test('has nothing to compare with where nobody looked before', async () => {
    const screen = await ask(await makeShop(), { from: TODAY - 28 * DAY });
    expect(screen).toMatchObject({ before: null, mentions: 140, mentionsBefore: null });
    expect(screen.touchpoints[0]).toMatchObject({ touchpoint: 'delivery', before: null, growth: null });
    expect(screen.touchpoints[0]?.dimensions[1]).toMatchObject({ complaints: 42, before: null });
  });

  test('a quiet watch among others was watched all the same', async () => {
    const db = await makeDatabase();
    for (const name of ['优鲜', '别家']) {
      await makeWatch(db, { name, rule: anyOf(name) }, TODAY - 30 * DAY);
    }
    await put(db, [{ at: TODAY - 29 * DAY, text: FINE(1) }], TODAY - 29 * DAY);
    await put(db, [...fourWeeks(), { at: TODAY - 3 * DAY, text: '别家客服热线打了9遍没人接，太差劲了' }]);
    expect(await ask(db, { watchId: null })).toMatchObject({ mentions: 71, mentionsBefore: 70 });
    expect(await ask(db, { watchId: 2 })).toMatchObject({ mentions: 1, mentionsBefore: 0 });
  });

  test('of all watches together counts each, and is compared once all of them were watched', async () => {
    const db = await makeShop();
    await makeWatch(db, { name: '别家', rule: anyOf('别家') }, TODAY - 30 * DAY);
    await put(db, [{ at: TODAY - 13 * DAY, text: '别家客服热线打了9遍没人接，太差劲了' }]);
    const of = async (watchId: number | null, days = 14) => {
      const { touchpoints, before } = await ask(db, { watchId, from: TODAY - days * DAY });
      const hotline = touchpoints.find(({ touchpoint }) => touchpoint === 'hotline');
      return [hotline?.complaints, hotline?.before, before !== null];
    };
    expect(await of(1)).toEqual([14, 14, true]);
    expect(await of(2)).toEqual([1, null, false]);
    expect(await of(null)).toEqual([15, null, false]);
    expect(await of(null, 6)).toEqual([6, 6, true]);
    await expect(ask(db, { watchId: 3 })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('of an empty installation is empty, not broken', async () => {
    const screen = await ask(await makeDatabase(), { watchId: null });
    expect(screen).toMatchObject({ mentions: 0, mentionsBefore: null, touchpoints: [], fixes: [] });
  });

  test('follows the labels of the team', async () => {
    const db = await makeShop([{ at: FIXED + HOUR, text: UNHEARD(3) }]);
    expect((await ask(db)).touchpoints).toMatchObject([{ touchpoint: 'hotline', complaints: 1 }]);
    const label = { sentiment: 0, intents: null, severity: null } as const;
    await correct({ db, now: () => NOW }, { postId: 1, by: '王', verdict: 'correct', label, note: null });
    // What took long to count is remembered for a minute: another stretch is counted anew.
    expect((await ask(db, { to: TODAY - HOUR })).touchpoints).toEqual([]);
  });
});

describe('fixes', () => {
  test('are proven by what was written in whole weeks before and after', async () => {
    const db = await makeShop();
    await createFix(db, input, who);
    const [fix] = (await ask(db)).fixes;
    expect(fix).toMatchObject({ ...input, watchName: '优鲜', createdBy: '王经理', createdAt: NOW });
    expect(fix?.proof).toMatchObject({
      verdict: 'better',
      weeks: 2,
      difference: { value: -42 / 70 },
      // Calls that nobody answered, one a day.
      others: { before: 1, after: 1 },
      before: { from: FIXED - 14 * DAY, mentions: 70, complaints: 42, perDay: 3 },
      after: { to: TODAY, mentions: 70, complaints: 0, perDay: 0, share: { p: 0 } },
    });
  });

  test('of one dimension, of another touchpoint and of another day are each measured by their own', async () => {
    const db = await makeShop();
    const doneAt = FIXED + 3 * DAY + HOUR;
    await createFix(db, { ...input, dimension: 'reliability' }, who);
    await createFix(db, { ...input, dimension: 'empathy' }, who);
    await createFix(db, { ...input, touchpoint: 'hotline', doneAt }, who);
    await createFix(db, { ...input, doneAt: NOW - HOUR }, who);
    const told = (await ask(db)).fixes.map(({ proof: { verdict, weeks, before, after } }) => {
      return [verdict, weeks, before.complaints, after.complaints, after.mentions];
    });
    // Newest first; of those done at one moment the one told last.
    expect(told).toEqual([
      ['early', 0, 0, 0, 0],
      ['early', 0, 0, 0, 0],
      ['few', 2, 0, 0, 70],
      ['better', 2, 42, 0, 70],
    ]);
  });

  test('of the same touchpoint within days of each other are not told apart, nor is one that only a season made', async () => {
    const db = await makeShop();
    await createFix(db, input, who);
    const doubts = async () => (await ask(db)).fixes.map(({ proof }) => [proof.verdict, proof.doubt]);
    await createFix(db, { ...input, dimension: 'reliability', title: '换包装' }, who);
    expect(await doubts()).toEqual([
      ['unclear', 'overlap'],
      ['unclear', 'overlap'],
    ]);
    const [first] = (await ask(db)).fixes;
    expect(first?.proof.overlapping).toMatchObject([{ title: '增派骑手', doneAt: FIXED }]);
    await createFix(db, { ...input, touchpoint: 'hotline' }, who);
    expect((await ask(db)).fixes.find(({ touchpoint }) => touchpoint === 'hotline')?.proof).toMatchObject({
      overlapping: [],
    });
  });

  test('are compared with the same weeks a year before, where they were watched', async () => {
    const db = await makeShop();
    const year = fourWeeks().map(({ at, text }) => ({ at: at - 364 * DAY, text: `去年${text}` }));
    await put(db, year);
    await createFix(db, input, who);
    expect((await ask(db)).fixes[0]?.proof).toMatchObject({
      verdict: 'unclear',
      doubt: 'season',
      before: { complaints: 42 },
      lastYear: { before: 3, after: 0 },
    });
  });

  test('of several watches are read in as many statements as one', async () => {
    const db = await makeShop([]);
    const rule = anyOf('草莓');
    await makeWatch(db, { name: '草莓', rule }, TODAY - 30 * DAY);
    await put(db, fourWeeks());
    const proofs = async () => {
      const { heard, asked } = listen(db);
      await readFixDays(heard, await listFixes(db, [1, 2]), NOW);
      const { fixes } = await ask(db, { watchId: null });
      return { statements: asked.length, mentions: fixes.map(({ proof }) => proof.before.mentions) };
    };
    await createFix(db, input, who);
    expect(await proofs()).toEqual({ statements: 4, mentions: [70] });
    for (const days of [1, 2, 3]) await createFix(db, { ...input, doneAt: FIXED + days * DAY }, who);
    await createFix(db, { ...input, watchId: 2 }, who);
    expect(await proofs()).toEqual({ statements: 4, mentions: [0, 0, 0, 14, 70] });
  });

  test('are proven on originals: one text that is posted again and again makes nothing worse', async () => {
    const db = await makeShop();
    const said =
      '优鲜客服热线打不通，我打了整整一个上午都没有人接听，最后接通了还被客服挂断电话，大家不要再来了';
    const spread = Array.from({ length: 60 }, (_, n) => ({ at: FIXED + DAY + n * 4 * HOUR, text: said }));
    await put(
      db,
      spread,
      NOW,
      createNearCopies(() => NOW),
    );
    await createFix(db, { ...input, touchpoint: 'hotline' }, who);
    const [fix] = (await ask(db)).fixes;
    expect(fix?.proof).toMatchObject({
      verdict: 'unclear',
      before: { complaints: 14, copies: 0 },
      after: { complaints: 15, copies: 59, mentions: 71 },
    });
  });

  test('prove nothing where the platform that complained fell silent, and name it', async () => {
    const heard = fourWeeks().map((each) => ({
      ...each,
      platform: each.text.includes('次日达') ? 'heimao' : 'news',
    }));
    const db = await makeShop(heard);
    await createFix(db, input, who);
    expect((await ask(db)).fixes[0]?.proof).toMatchObject({
      verdict: 'unclear',
      doubt: 'silence',
      silent: ['heimao'],
      before: { complaints: 42 },
      after: { complaints: 0 },
    });
  });

  test('are kept with what came of them, though what it was counted from is forgotten', async () => {
    const db = await makeShop();
    await createFix(db, input, who);
    const [counted] = (await ask(db)).fixes;
    expect(counted).toMatchObject({ keptAt: null, proof: { verdict: 'better', weeks: 2 } });
    const soon = NOW + HOUR;
    await prune({ db, now: () => soon }, { keepDays: 0 });
    expect(await db.selectFrom('bucket').selectAll().execute()).toEqual([]);
    const proofs = () => db.selectFrom('fix_proof').select(['made_at', 'final']).execute();
    expect(await proofs()).toEqual([{ made_at: soon, final: 0 }]);
    const later = NOW + 60 * DAY;
    expect((await ask(db, { now: later })).fixes).toMatchObject([{ keptAt: soon, proof: counted?.proof }]);
    // All its weeks have passed: what was counted stays, and is asked about no more.
    expect(await keepProofs({ db, now: later }, later)).toBe(1);
    expect(await proofs()).toEqual([{ made_at: soon, final: 1 }]);
    expect(await keepProofs({ db, now: later + DAY }, later)).toBe(0);
    expect((await ask(db, { now: later })).fixes).toMatchObject([{ keptAt: soon, proof: counted?.proof }]);
    await deleteWatch(db, 1);
    expect(await db.selectFrom('fix_proof').selectAll().execute()).toEqual([]);
  });

  test('are counted anew while their posts are there, long after their weeks, and for the last time before some go', async () => {
    const db = await makeShop();
    await createFix(db, input, who);
    const later = FIXED + 40 * DAY;
    const nightly = (now: number, forgetting: number) => keepProofs({ db, now }, forgetting);
    const shown = async (now: number) => {
      const [fix] = (await ask(db, { now })).fixes;
      return [fix?.proof.verdict, fix?.proof.after.complaints, fix?.keptAt];
    };
    await nightly(later, NOW);
    expect(await shown(later + HOUR)).toEqual(['better', 0, null]);
    // A month late a vendor delivers what was said in the weeks after the fix.
    const late = Array.from({ length: 42 }, (_, n) => ({
      at: FIXED + Math.floor(n / 3) * DAY + 8 * HOUR + n * 60_000,
      text: LATE(500 + n),
    }));
    await put(db, late, later);
    // What is counted slowly is remembered for a minute, but not into the next day.
    expect(await shown(later + DAY)).toEqual(['unclear', 42, null]);
    // Nothing of its time was stored so early.
    await nightly(later + DAY + HOUR, NOW);
    expect(await db.selectFrom('fix_proof').select('final').execute()).toEqual([{ final: 0 }]);
    await nightly(later + 2 * DAY, NOW + 1);
    expect(await db.selectFrom('fix_proof').select('final').execute()).toEqual([{ final: 1 }]);
    expect(await shown(later + 3 * DAY)).toEqual(['unclear', 42, later + 2 * DAY]);
  });

  test('that are removed are shown nowhere and kept, with who removed them', async () => {
    const db = await makeShop([]);
    const { id } = await createFix(db, input, who);
    expect(await listFixes(db, [1])).toMatchObject([{ id, title: '增派骑手' }]);
    expect(await listFixes(db, [2])).toEqual([]);
    await removeFix(db, id, { by: '李', now: NOW + 1 });
    expect(await listFixes(db, [1])).toEqual([]);
    const kept = await db.selectFrom('fix').select(['removed_by', 'removed_at']).execute();
    expect(kept).toEqual([{ removed_by: '李', removed_at: NOW + 1 }]);
    await expect(removeFix(db, id, who)).rejects.toMatchObject({ code: 'not_found' });
    await expect(createFix(db, { ...input, watchId: 9 }, who)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('of a span are listed, however many came later', async () => {
    const db = await makeShop([]);
    const { id } = await createFix(db, { ...input, doneAt: FIXED - 90 * DAY }, who);
    for (let n = 0; n < 100; n++) await createFix(db, { ...input, doneAt: FIXED + n * HOUR }, who);
    expect((await listFixes(db, [1])).some((fix) => fix.id === id)).toBe(false);
    const span = { from: FIXED - 90 * DAY, to: FIXED };
    expect(await listFixes(db, [1], span)).toMatchObject([{ id }]);
  });

  test('go with their watch', async () => {
    const db = await makeShop([]);
    await createFix(db, input, who);
    await deleteWatch(db, 1);
    expect(await db.selectFrom('fix').selectAll().execute()).toEqual([]);
  });
});

describe('one touchpoint looked into', () => {
  const look = (db: Db, parts: Partial<Parameters<typeof readTouchpoint>[1]> = {}) =>
    readTouchpoint(db, { watchId: 1, touchpoint: 'delivery', from: TODAY - DAY, to: NOW, ...parts });
  const at = TODAY - HOUR;
  const said: readonly Said[] = [
    { at, text: '优鲜配送说好次日达，结果3天才到，失望' },
    { at: at + 1, text: '优鲜晚高峰配送超时，预计40分钟送到，实际95分钟才到' },
    { at: at + 2, text: '优鲜的骑手配送太慢，说好30分钟送到，等了90分钟才来，差评' },
    { at: at + 3, text: '优鲜骑手配送超时，5号订单没人管，太气人了' },
    { at: at + 4, text: '优鲜客服热线说好2小时回电，等了6小时没人接，太差劲了' },
    { at: TODAY - 2 * DAY, text: '优鲜配送说好次日达，结果5天才到，失望' },
  ];

  test('says what was promised and what came, with the words that say so', async () => {
    const db = await makeShop(said);
    const screen = await look(db);
    expect(screen).toMatchObject({ touchpoint: 'delivery', looked: 4 });
    expect(screen.gaps).toEqual([
      // 40 → 95 and 30 → 90 minutes.
      {
        unit: 'minute',
        standard: false,
        mentions: 2,
        expected: 35,
        actual: 92.5,
        relative: (55 / 40 + 2) / 2,
        judged: 2,
        worse: 2,
      },
      {
        unit: 'day',
        standard: false,
        mentions: 1,
        expected: 1,
        actual: 3,
        relative: 2,
        judged: 1,
        worse: 1,
      },
    ]);
    expect(
      screen.examples.map(({ mentionId, quote, ...rest }) => [quote, rest.expected, rest.actual]),
    ).toEqual([
      ['说好30分钟送到，等了90分钟', 30, 90],
      ['预计40分钟送到，实际95分钟', 40, 95],
      ['次日达，结果3天', 1, 3],
    ]);
    const first = await db
      .selectFrom('post')
      .select('at')
      .where('id', '=', screen.examples[0]?.mentionId ?? 0);
    expect(await first.executeTakeFirst()).toEqual({ at: at + 2 });
  });

  test('looks at the newest two hundred and shows ten of them', async () => {
    const signs = [...'春夏秋冬东南西北山水花草云雨风雪日月星辰'];
    const sign = (n: number) => signs[n % signs.length] ?? '';
    // Each in words of its own, so that none is a copy.
    const many = Array.from({ length: 203 }, (_, n) => ({
      at: at + n,
      text: `${sign(n)}${sign(n * 7 + 1)}${sign(n * 3)}家，优鲜配送说好次日达，结果${(n % 50) + 3}天才到，${sign((n * 11) >> 2)}${sign(n >> 1)}${sign((n * 13) >> 3)}`,
    }));
    const screen = await look(await makeShop(many));
    expect(screen).toMatchObject({ looked: 200, gaps: [{ unit: 'day', mentions: 200 }] });
    expect(screen.examples.map((example) => example.at)).toEqual(
      Array.from({ length: 10 }, (_, n) => at + 202 - n),
    );
  });

  test('takes a copied complaint for one, and tells how many say so', async () => {
    const text =
      '优鲜配送承诺两小时送到，结果等了72小时都没来，气死了，这样的服务真是让人失望透顶，再也不会来了';
    const db = await makeShop([
      ...Array.from({ length: 14 }, (_, n) => ({ at: at + n, text })),
      { at: at + 20, text: said[2]?.text ?? '' },
    ]);
    const screen = await look(db);
    expect(screen).toMatchObject({ looked: 2, copies: 13 });
    expect(screen.gaps.map(({ unit, mentions }) => [unit, mentions])).toEqual([
      ['hour', 1],
      ['minute', 1],
    ]);
    expect(screen.examples.map(({ times, actual }) => [times, actual])).toEqual([
      [1, 90],
      [14, 72],
    ]);
  });

  test('is empty where nobody complains of it, and unknown of no watch', async () => {
    const db = await makeShop(said);
    const nothing = { touchpoint: 'app', looked: 0, copies: 0, gaps: [], examples: [] };
    expect(await look(db, { touchpoint: 'app', watchId: null })).toEqual(nothing);
    await expect(look(db, { watchId: 9 })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('does not look into what the team says is no complaint', async () => {
    const db = await makeShop(said.slice(0, 1));
    const label = { sentiment: 1, intents: null, severity: null } as const;
    await correct({ db, now: () => NOW }, { postId: 1, by: '王', verdict: 'correct', label, note: null });
    expect((await look(db)).looked).toBe(0);
  });
});

describe('a source that is read from some day on', () => {
  /** Eight weeks of two posts a day on one platform, half of them calls unheard; of four weeks a second platform. */
  async function makeTwo(second = 28): Promise<Db> {
    const days = Array.from({ length: 56 }, (_, day) => {
      const at = TODAY - (56 - day) * DAY + 12 * HOUR;
      const of = (platform: string, n: number) => [
        { at, text: UNHEARD(day * 5 + n), platform },
        { at: at + 60_000, text: FINE(day * 5 + n), platform },
      ];
      return [...of('weibo', 0), ...(day >= second ? of('12345', 1) : [])];
    });
    const db = await makeDatabase();
    await makeWatch(db, { name: '优鲜', rule: { any: ['优鲜'], all: [], none: [] } }, TODAY - 60 * DAY);
    await put(db, [{ at: TODAY - 57 * DAY, text: FINE(999), platform: 'weibo' }, ...days.flat()]);
    return db;
  }
  const range = { watchId: 1, from: TODAY - 28 * DAY, to: TODAY, now: NOW };

  test('doubles no complaints: counts have it, growth is that of the platforms heard in both stretches', async () => {
    const db = await makeTwo();
    const { oneSided, touchpoints } = await readService(db, range);
    expect(oneSided).toEqual([{ platform: '12345', missing: 'before' }]);
    const [hotline] = touchpoints;
    expect(hotline).toMatchObject({
      touchpoint: 'hotline',
      complaints: 56,
      before: 28,
      growth: { ratio: 1 },
    });
    // Had it been read all along, nothing would be left out.
    const all = await readService(await makeTwo(0), range);
    expect([all.oneSided, all.touchpoints[0]?.growth?.ratio]).toEqual([[], 1]);
  });

  test('is named in the report, and nothing rises by it', async () => {
    const db = await makeTwo();
    const period = { kind: 'custom', from: range.from, to: range.to, complete: true } as const;
    const facts = await readReportFacts(db, { watchId: 1, period, now: NOW });
    expect(facts.oneSided).toEqual([{ platform: '12345', missing: 'before' }]);
    expect(facts.touchpoints).toMatchObject([
      { touchpoint: 'hotline', count: 56, before: 28, growth: { ratio: 1 }, direction: 'steady' },
    ]);
    const complaints = facts.topics.find(({ name }) => name === 'intent.complaint');
    expect(complaints).toMatchObject({ count: 56, before: 28, growth: { ratio: 1 } });
    // Words are not known by platform: none of them is called rising by what came with a source.
    const words = facts.topics.filter(({ name }) => name.startsWith('term.'));
    expect(words.length).toBeGreaterThan(0);
    expect(words.every(({ growth, direction }) => growth === null && direction === 'steady')).toBe(true);
    const snapshot = makeSnapshot(facts);
    const said = '没有一直读到12345 热线的内容';
    expect(snapshot.summary.join('')).toContain(said);
    const texts = snapshot.sections.map(({ id, blocks }) => [id, JSON.stringify(blocks).includes(said)]);
    expect(texts.filter(([, told]) => told).map(([id]) => id)).toEqual(['service', 'data']);
    expect(snapshot.sections.find(({ id }) => id === 'volume')?.finding).toContain(said);
  });
});
