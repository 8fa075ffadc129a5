import { describe, expect, test } from 'vitest';
import type { Db, Tx } from '../../../server/db/database.ts';
import { updateWatch } from '../../../server/db/watch/watches.ts';
import { type IngestDeps, type IngestReport, ingest } from '../../../server/flows/ingest/ingest.ts';
import { makeDatabase } from '../../support/database.ts';
import { ingestDeps } from '../../support/ingest.ts';
import { anyOf, makePost, NOW } from '../../support/make.ts';
import { makeWatch, watchInput } from '../../support/make-watch.ts';
import { seeded } from '../../support/random.ts';
import { expectWhole } from '../../support/whole.ts';

const PAGES = 12;
const TEXT = '阳光花园的暖气三天没有热过,老人孩子都穿着羽绒服,打了十个电话也没人接';

const post = (id: string, parts: Parameters<typeof makePost>[0] = {}) =>
  makePost({ externalId: id, text: `${id}号楼的暖气不热,等了三天`, ...parts });

/** Stores batches that all come at once; `storedIn` are the transactions that each was stored in. */
async function storeAtOnce(deps: IngestDeps, pages: readonly (readonly ReturnType<typeof post>[])[]) {
  const storedIn = new Map<number, Tx>();
  const reports = await Promise.all(
    pages.map((posts, page) =>
      ingest(deps, { posts, origin: `page ${page}`, after: async (tx) => void storedIn.set(page, tx) }),
    ),
  );
  return { reports, storedIn, transactions: new Set(storedIn.values()).size };
}

async function stage() {
  const db = await makeDatabase();
  const watch = await makeWatch(db);
  return { db, watch, deps: ingestDeps(db) };
}

describe('batches that come together', () => {
  test('are stored together, and each is told what became of its own', async () => {
    const { db, deps } = await stage();
    const pages = Array.from({ length: PAGES }, (_, page) =>
      Array.from({ length: 1 + (page % 3) }, (_, n) => post(`${page}-${n}`)),
    );
    const { reports, transactions } = await storeAtOnce(deps, pages);
    expect(transactions).toBeLessThan(PAGES);
    expect(reports.map(({ stored, mentions, added }) => [stored, mentions, added])).toEqual(
      pages.map(({ length }) => [length, length, Array.from({ length }, (_, n) => n)]),
    );
    expect(await expectWhole(db, new Set(pages.flat().map((each) => each.externalId)))).toBe(24);
  });

  test('bring a post once, whoever brings it, with the highest of its counts', async () => {
    const { db, deps } = await stage();
    const pages = Array.from({ length: PAGES }, (_, page) => [
      post('same', { metrics: { likes: page } }),
      post(`own-${page}`),
    ]);
    const { reports } = await storeAtOnce(deps, pages);
    expect(reports.reduce((all, { stored }) => all + stored, 0)).toBe(PAGES + 1);
    expect(reports.reduce((all, { known }) => all + known, 0)).toBe(PAGES - 1);
    expect(await expectWhole(db, new Set())).toBe(PAGES + 1);
    const row = await db
      .selectFrom('post')
      .select('metrics_json')
      .where('external_id', '=', 'same')
      .executeTakeFirstOrThrow();
    expect(JSON.parse(String(row.metrics_json))).toMatchObject({ likes: PAGES - 1 });
  });

  test('know of each other’s copies', async () => {
    const { db, deps } = await stage();
    const texts = [TEXT, TEXT, `转发:${TEXT}`, `${TEXT}!!求扩散`];
    const { reports } = await storeAtOnce(
      deps,
      texts.map((text, n) => [post(`${n}`, { text })]),
    );
    expect(reports.reduce((all, { copies }) => all + copies, 0)).toBe(3);
    const links = await db.selectFrom('post').select(['id', 'copy_of', 'copies']).orderBy('id').execute();
    const [first, ...others] = links;
    expect(first).toMatchObject({ copy_of: null, copies: 3 });
    expect(others.map((link) => link.copy_of)).toEqual([first?.id, first?.id, first?.id]);
  });

  test('fail alone', async () => {
    const { db, deps } = await stage();
    const answers = await Promise.allSettled(
      Array.from({ length: PAGES }, (_, page) =>
        ingest(deps, {
          posts: [post(`${page}`)],
          origin: 'a',
          after: () =>
            page === 5 ? Promise.reject(new Error('the run cannot be recorded')) : Promise.resolve(),
        }),
      ),
    );
    expect(answers.flatMap(({ status }, page) => (status === 'rejected' ? [page] : []))).toEqual([5]);
    expect(await expectWhole(db, new Set())).toBe(PAGES - 1);
    const again = await ingest(deps, { posts: [post('5')], origin: 'a' });
    expect(again).toMatchObject({ stored: 1, copies: 0 });
  });

  test('are matched anew where a watch was changed since they were, and the others are not kept waiting', async () => {
    const { db, watch, deps } = await stage();
    let matched = 0;
    const matcher = async () => {
      const compiled = await deps.matcher();
      matched += 1;
      // When the last of them is matched, the watch becomes another one.
      if (matched === PAGES) await updateWatch(db, watch.id, watchInput({ rule: anyOf('三天') }), NOW);
      return compiled;
    };
    const pages = Array.from({ length: PAGES }, (_, page) => [post(`${page}`)]);
    const { reports } = await storeAtOnce({ ...deps, matcher }, pages);
    expect(reports.map(({ stored }) => stored)).toEqual(Array(PAGES).fill(1));
    expect(await expectWhole(db, new Set())).toBe(PAGES);
    const terms = await db.selectFrom('mention').select('terms_json').orderBy('post_id').execute();
    expect(terms.map((row) => row.terms_json)).toContain('["三天"]');
  });

  test('of more than two hundred posts are stored apart, and a larger one by itself', async () => {
    const { db, deps } = await stage();
    const page = (name: string, count: number) =>
      Array.from({ length: count }, (_, n) => post(`${name}-${n}`, { text: `${name}${n}的暖气不热` }));
    const first = ['a', 'b'].map((name) => page(name, 1));
    const { storedIn } = await storeAtOnce(deps, [...first, page('c', 150), page('d', 150), page('e', 250)]);
    // The two small ones may go with any of the others but the largest.
    expect(new Set([2, 3, 4].map((large) => storedIn.get(large))).size).toBe(3);
    expect([0, 1].map((small) => storedIn.get(small))).not.toContain(storedIn.get(4));
    expect(await expectWhole(db, new Set())).toBe(552);
  });
});

/** What there is; posts have other ids where they came in another order. */
async function contentOf(db: Db) {
  const mentions = db
    .selectFrom('mention')
    .innerJoin('post', 'post.id', 'mention.post_id')
    .select(['external_id', 'watch_id', 'mention.at', 'sentiment', 'copy', 'metrics_json']);
  const rows = [
    await mentions.execute(),
    await db.selectFrom('bucket').selectAll().execute(),
    await db.selectFrom('facet_bucket').selectAll().execute(),
    await db.selectFrom('term_bucket').selectAll().execute(),
  ];
  return rows.map((each) => each.map((row) => JSON.stringify(row)).sort());
}

const SAYINGS = ['暖气不热', '暖气管漏水了', '师傅修好了暖气,点赞', '暖气费又涨了', '什么时候来暖气'];

test.each([1, 2, 3])(
  'batches stored at once come to what they come to one by one, round %i',
  async (seed) => {
    const random = seeded(seed);
    const dice = (below: number) => Math.floor(random() * below);
    const pages = Array.from({ length: 20 }, (_, page) =>
      Array.from({ length: 1 + dice(6) }, (_, n) => {
        // One post in four comes with several pages.
        const number = dice(4) === 0 ? dice(5) : 10 + page * 10 + n;
        const publishedAt = NOW - (1 + (number % 90)) * 60_000;
        return post(`${number}`, { text: `${SAYINGS[number % 5]}${number}`, publishedAt });
      }),
    );
    const [one, two] = [await stage(), await stage()];
    const apart: IngestReport[] = [];
    for (const posts of pages) apart.push(await ingest(one.deps, { posts, origin: 'a' }));
    const { reports } = await storeAtOnce(two.deps, pages);
    const sumOf = (all: readonly IngestReport[]) =>
      (['stored', 'known', 'copies', 'mentions'] as const).map((name) =>
        all.reduce((sum, report) => sum + report[name], 0),
      );
    expect(sumOf(reports)).toEqual(sumOf(apart));
    expect(await contentOf(two.db)).toEqual(await contentOf(one.db));
    await expectWhole(two.db, new Set());
  },
);
