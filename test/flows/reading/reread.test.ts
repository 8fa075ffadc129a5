import { describe, expect, test } from 'vitest';
import { createThreadBus } from '../../../server/bus/threads.ts';
import type { Analysis, Reader } from '../../../server/core/reading/analysis.ts';
import type { Reread } from '../../../server/core/reading/reread.ts';
import { DAY, HOUR } from '../../../server/core/time.ts';
import type { Db } from '../../../server/db/database.ts';
import { parseJson } from '../../../server/db/engine/json.ts';
import { COUNTED_IN } from '../../../server/db/mention/count-queries.ts';
import { writeRunningOverlay } from '../../../server/db/reading/overlays.ts';
import { getReread } from '../../../server/db/reading/rereads.ts';
import { updateWatch } from '../../../server/db/watch/watches.ts';
import { ingest } from '../../../server/flows/ingest/ingest.ts';
import { correct, undoCorrection } from '../../../server/flows/reading/correct.ts';
import { queueReread } from '../../../server/flows/reading/queue-reread.ts';
import { rematchWatch } from '../../../server/flows/reading/rematch.ts';
import { beginReread, rereadPosts } from '../../../server/flows/reading/reread.ts';
import { prune } from '../../../server/flows/upkeep/prune.ts';
import { rebuildBuckets } from '../../../server/flows/upkeep/rebuild-buckets.ts';
import { createOverlayLoader } from '../../../server/worker/overlay-loader.ts';
import { createReadingHandlers } from '../../../server/worker/reading-handlers.ts';
import { makeDatabase, makePlace } from '../../support/database.ts';
import { ingestDeps, realReader } from '../../support/ingest.ts';
import { anyOf, makePost, NOW } from '../../support/make.ts';
import { makeQueue } from '../../support/make-queue.ts';
import { makeWatch, watchInput } from '../../support/make-watch.ts';
import { QUIET_LOG } from '../../support/quiet-log.ts';

const READER = realReader().version;
const CALM = { label: 0, score: 0, negative: 0.1, neutral: 0.8, positive: 0.1, confidence: 0.8 } as const;

/** An older version: it hardly understands complaints, takes every seventh text for junk and knows other keywords. */
function olderReader(): Reader {
  return {
    version: 'model-of-before',
    read(text, context): Analysis {
      const read = realReader().read(text, context);
      if (text.includes('看不懂')) throw new Error('too hard');
      if (text.includes('7号楼')) return { ...read, quality: 0.1 };
      if (!text.includes('停暖')) return read;
      const sentiment = { ...read.sentiment, ...CALM };
      return { ...read, sentiment, aspects: [], severity: [], intents: [], keywords: ['旧词'] };
    },
  };
}

/** And one that takes other texts for junk, so that what was counted is no more. */
function stricterReader(): Reader {
  const read: Reader['read'] = (text, context) => {
    const analysis = realReader().read(text, context);
    return text.includes('3号楼') ? { ...analysis, quality: 0.1 } : analysis;
  };
  return { version: 'model-stricter', read };
}

const postsOf = (count: number) =>
  Array.from({ length: count }, (_, n) =>
    makePost({
      externalId: `p${n}`,
      author: `u${n % 9}`,
      text:
        n % 3 === 0
          ? `阳光花园${n % 11}号楼停暖${n}天,暖气冰凉,老人冻得发抖,热线没人接,太差劲了`
          : `第${n}户暖气很热,师傅上门很快`,
      publishedAt: NOW - (n % 40) * HOUR,
      ...(n % 5 === 0 && { rating: 2 }),
    }),
  );

async function makeBoard(posts = postsOf(60), reader: Reader = olderReader(), place?: string) {
  const db = await makeDatabase(place);
  await makeWatch(db);
  await makeWatch(db, { name: '热线', rule: anyOf('热线') });
  await ingest(ingestDeps(db, { reader }), { posts, origin: 'a' });
  return db;
}

/** What a reading was put together from gives its parts another order. */
const tellRow = (row: object) =>
  Object.entries(row)
    .map(([name, value]) => {
      const told = name.endsWith('_json') && typeof value === 'string' ? JSON.parse(value) : value;
      const parts = told === null || Array.isArray(told) ? null : Object.keys(told).sort();
      return `${name} ${JSON.stringify(parts === null ? told : parts.map((part) => [part, told[part]]))}`;
    })
    .join('\n');

/** A database gives rows in any order. */
async function rowsOf(db: Db) {
  const tables = ['mention', 'fact', ...COUNTED_IN, 'analysis'] as const;
  const all = tables.map(async (table) => {
    const rows: readonly object[] = await db.selectFrom(table).selectAll().execute();
    return [table, rows.map(tellRow).sort()] as const;
  });
  return Object.fromEntries(await Promise.all(all));
}

const readers = async (db: Db) =>
  Map.groupBy(await db.selectFrom('analysis').select('reader').execute(), ({ reader }) => reader);

describe('stored posts', () => {
  test('that an older reader read are read anew, exactly as if this one had read them first', async () => {
    const posts = postsOf(60);
    const [late, right] = [await makeBoard(posts), await makeBoard(posts, realReader())];
    expect(await rowsOf(late)).not.toEqual(await rowsOf(right));
    const report = await rereadPosts(ingestDeps(late), READER);
    expect(report).toMatchObject({ reader: READER, since: 0, read: 60, endedAt: NOW });
    expect(report?.moved).toBe(20);
    expect(await rowsOf(late)).toEqual(await rowsOf(right));
    expect((await rebuildBuckets({ db: late, now: () => NOW })).corrected).toBe(0);
  });

  test('read anew once more change nothing', async () => {
    const db = await makeBoard();
    await rereadPosts(ingestDeps(db), READER);
    const before = await rowsOf(db);
    expect(await rereadPosts(ingestDeps(db), READER)).toMatchObject({ read: 0, moved: 0 });
    expect(await rowsOf(db)).toEqual(before);
  });

  test('that turn out to be junk are counted no more, and nor is who wrote them', async () => {
    const reader = stricterReader();
    const posts = postsOf(60);
    const [late, right] = [await makeBoard(posts, realReader()), await makeBoard(posts, reader)];
    await rereadPosts(ingestDeps(late, { reader }), reader.version);
    expect(await rowsOf(late)).toEqual(await rowsOf(right));
  });

  test('stay what people say they are, and are what the new reader says once that is taken back', async () => {
    const posts = postsOf(9);
    const [late, right] = [await makeBoard(posts), await makeBoard(posts, realReader())];
    const label = { sentiment: 1, intents: ['help'], severity: ['injury'] } as const;
    for (const db of [late, right]) {
      const flow = { db, now: () => NOW };
      await correct(flow, { postId: 1, by: '甲', verdict: 'correct', label, note: null });
    }
    await rereadPosts(ingestDeps(late), READER);
    expect(await rowsOf(late)).toEqual(await rowsOf(right));
    for (const db of [late, right]) await undoCorrection({ db, now: () => NOW }, { postId: 1, by: '甲' });
    expect(await rowsOf(late)).toEqual(await rowsOf(right));
  });

  test('are left alone where they are older than four weeks and many are stored, until somebody asks', async () => {
    const posts = [
      makePost({ text: '停暖了,暖气冰凉', publishedAt: NOW - 40 * DAY }),
      makePost({ text: '停暖两天,暖气冰凉' }),
    ];
    const db = await makeBoard(posts);
    const deps = ingestDeps(db);
    await beginReread(deps, { reader: READER, since: NOW - 28 * DAY });
    expect(await rereadPosts(deps, READER)).toMatchObject({ read: 1 });
    expect((await readers(db)).get('model-of-before')).toHaveLength(1);
    await beginReread(deps, { reader: READER, since: 0 });
    expect(await rereadPosts(deps, READER)).toMatchObject({ read: 1, since: 0 });
    expect([...(await readers(db)).keys()]).toEqual([READER]);
  });

  test('that this reader cannot read keep the reading that they have', async () => {
    const db = await makeBoard(
      [makePost({ text: '暖气看不懂' }), makePost({ text: '停暖两天,暖气冰凉' })],
      realReader(),
    );
    const before = (await rowsOf(db)).analysis;
    const report = await rereadPosts(ingestDeps(db, { reader: olderReader() }), 'model-of-before');
    expect(report).toMatchObject({ read: 1, endedAt: NOW });
    const kept = (await rowsOf(db)).analysis;
    expect(kept?.filter((row) => before?.includes(row))).toHaveLength(1);
  });
});

describe('a reread', () => {
  test('that is stopped goes on where it was, by another process too', async () => {
    const posts = postsOf(200);
    const [late, right] = [await makeBoard(posts), await makeBoard(posts, realReader())];
    const stop = new AbortController();
    const onSlice = () => stop.abort(new Error('the worker ends'));
    const cut = rereadPosts({ ...ingestDeps(late), onSlice }, READER, stop.signal);
    await expect(cut).rejects.toThrow('the worker ends');
    expect(await getReread(late)).toMatchObject({ read: 80, endedAt: null });
    expect((await rebuildBuckets({ db: late, now: () => NOW })).corrected).toBe(0);
    const seen: Reread[] = [];
    await rereadPosts({ ...ingestDeps(late), onSlice: (reread) => seen.push(reread) }, READER);
    expect(seen.map(({ read }) => read)).toEqual([160, 200]);
    expect(await rowsOf(late)).toEqual(await rowsOf(right));
  });

  test('is left to a process that reads by the reader asked for', async () => {
    const db = await makeBoard();
    const before = await rowsOf(db);
    expect(await rereadPosts(ingestDeps(db, { reader: olderReader() }), READER)).toBe(null);
    expect(await rowsOf(db)).toEqual(before);
    expect(await getReread(db)).toBe(null);
  });

  test('under way gives place to one that goes further back, and loses nothing of what was asked', async () => {
    const old = makePost({ text: '停暖了,暖气冰凉', publishedAt: NOW - 40 * DAY });
    const posts = [old, ...postsOf(200)];
    const [late, right] = [await makeBoard(posts), await makeBoard(posts, realReader())];
    const deps = ingestDeps(late);
    await beginReread(deps, { reader: READER, since: NOW - 28 * DAY });
    let asked: Promise<Reread> | null = null;
    const onSlice = () => {
      asked ??= beginReread({ ...deps, now: () => NOW + 1 }, { reader: READER, since: 0 });
    };
    expect(await rereadPosts({ ...deps, onSlice }, READER)).toMatchObject({ since: 0, endedAt: NOW });
    expect(await asked).toMatchObject({ since: 0 });
    expect(await rowsOf(late)).toEqual(await rowsOf(right));
  });

  test('ends where another reader takes over, and the next begins anew', async () => {
    const posts = postsOf(60);
    const db = await makeBoard(posts);
    let reader = realReader();
    const changing = {
      get version() {
        return reader.version;
      },
      read: ((...of) => reader.read(...of)) as Reader['read'],
    };
    const deps = ingestDeps(db, { reader: changing });
    await beginReread(deps, { reader: READER });
    const turned = {
      ...deps,
      reading: {
        ...deps.reading,
        async readAll(inputs: never) {
          const answer = await deps.reading.readAll(inputs);
          reader = stricterReader();
          return answer;
        },
      },
    };
    expect(await rereadPosts(turned, READER)).toMatchObject({ endedAt: null, read: 0 });
    const right = await makeBoard(posts, stricterReader());
    expect(await rereadPosts(deps, 'model-stricter')).toMatchObject({ read: 60, endedAt: NOW });
    expect(await rowsOf(db)).toEqual(await rowsOf(right));
  });

  test('that comes while a watch takes over older readings is not undone by it', async () => {
    const posts = postsOf(60);
    const place = await makePlace();
    const [late, beside] = [await makeBoard(posts, olderReader(), place), await makeDatabase(place)];
    const right = await makeBoard(posts, realReader());
    let [taken, done] = [false, false];
    const watched = late.withPlugin({
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        if (taken && !done) {
          done = true;
          await rereadPosts(ingestDeps(beside), READER);
        }
        taken = result.rows.some((row) => 'analysis_json' in row);
        return result;
      },
    });
    await rematchWatch({ ...ingestDeps(late), db: watched }, 1);
    expect(done).toBe(true);
    expect(await rowsOf(late)).toEqual(await rowsOf(right));
    expect((await rebuildBuckets({ db: late, now: () => NOW })).corrected).toBe(0);
  });

  test('beside a watch that looks back, ingest, labels and pruning leaves everything right', async () => {
    const posts = [...postsOf(400), makePost({ text: '停暖很久了,暖气冰凉', publishedAt: NOW - 100 * DAY })];
    const [late, right] = [await makeBoard(posts), await makeBoard(posts, realReader())];
    const more = postsOf(30).map((post, n) => ({ ...post, externalId: `q${n}` }));
    const others = async (db: Db) => {
      await updateWatch(db, 2, watchInput({ name: '热线', rule: anyOf('暖气', '停暖') }), NOW);
      const label = { sentiment: 0, intents: null, severity: null } as const;
      await Promise.all([
        rematchWatch(ingestDeps(db), 2),
        ingest(ingestDeps(db), { posts: more, origin: 'b' }),
        correct({ db, now: () => NOW }, { postId: 4, by: '甲', verdict: 'correct', label, note: null }),
        prune({ db, now: () => NOW }, { keepDays: 90 }),
      ]);
    };
    await Promise.all([rereadPosts(ingestDeps(late), READER), others(late)]);
    await others(right);
    const [is, shall] = [await rowsOf(late), await rowsOf(right)];
    for (const table of Object.keys(shall)) expect(is[table], table).toEqual(shall[table]);
    expect((await rebuildBuckets({ db: late, now: () => NOW })).corrected).toBe(0);
  });
});

describe('asking for a reread', () => {
  const running = { id: null, damaged: null, reader: READER, at: NOW };

  async function boardAndQueue() {
    const db = await makeBoard(postsOf(3));
    return { db, queue: makeQueue(db) };
  }
  const jobs = (db: Db) => db.selectFrom('job').select(['kind', 'status']).execute();

  test('is done once for each reader that takes over, and not before one has', async () => {
    const { db, queue } = await boardAndQueue();
    await queueReread({ db, queue });
    expect(await jobs(db)).toEqual([]);
    await writeRunningOverlay(db, { ...running, version: READER });
    for (let n = 0; n < 3; n++) await queueReread({ db, queue });
    expect(await jobs(db)).toHaveLength(1);
    await rereadPosts(ingestDeps(db), READER);
    await db.deleteFrom('job').execute();
    await queueReread({ db, queue });
    expect(await jobs(db)).toEqual([]);
    await writeRunningOverlay(db, { ...running, version: `${READER}+team-1` });
    await queueReread({ db, queue });
    expect(await jobs(db)).toHaveLength(1);
  });

  test('is not repeated where its job died: people see it among the dead', async () => {
    const { db, queue } = await boardAndQueue();
    await writeRunningOverlay(db, { ...running, version: READER });
    await queueReread({ db, queue });
    await db.updateTable('job').set({ status: 'dead' }).execute();
    await queueReread({ db, queue });
    expect(await jobs(db)).toHaveLength(1);
  });
});

describe('the job', () => {
  async function jobsOf(db: Db) {
    const rows = await db.selectFrom('job').select(['kind', 'payload_json']).execute();
    return rows.map((row) => ({ kind: row.kind, payload: parseJson(row.payload_json) }));
  }

  test('tells pages and detectors what moved, and says how far it came', async () => {
    const db = await makeBoard();
    const bus = createThreadBus();
    const heard: string[] = [];
    bus.subscribe((event) =>
      heard.push(event.kind === 'rematched' ? `rematched ${event.watchId}` : event.kind),
    );
    const queue = makeQueue(db, { bus });
    const { reading, hashKey } = ingestDeps(db);
    const overlayLoader = createOverlayLoader({ pool: reading, reading, db, log: QUIET_LOG, now: () => NOW });
    const { reread } = createReadingHandlers({
      db,
      bus,
      queue,
      log: QUIET_LOG,
      now: () => NOW,
      reading,
      hashKey,
      overlayLoader,
    });
    const job = { id: '1', kind: 'reread', payload: { reader: READER }, attempts: 1 } as const;
    expect(await reread(job, new AbortController().signal)).toMatchObject({ read: 60, moved: 20 });
    expect(heard.filter((kind) => kind !== 'wake').sort()).toEqual(['labels', 'rematched 1', 'rematched 2']);
    const jobs = await jobsOf(db);
    expect(jobs).toEqual([{ kind: 'detect', payload: { watchIds: [1, 2] } }]);
  });

  test('follows from putting another overlay into use, as from a worker that starts with another reader', async () => {
    const db = await makeBoard(postsOf(6));
    const bus = createThreadBus();
    const queue = makeQueue(db, { bus });
    const { reading, hashKey } = ingestDeps(db);
    const overlayLoader = createOverlayLoader({ pool: reading, reading, db, log: QUIET_LOG, now: () => NOW });
    const handlers = createReadingHandlers({
      db,
      bus,
      queue,
      log: QUIET_LOG,
      now: () => NOW,
      reading,
      hashKey,
      overlayLoader,
    });
    const job = { id: '1', kind: 'configure-readers', payload: {}, attempts: 1 } as const;
    await handlers['configure-readers'](job, new AbortController().signal);
    const jobs = await jobsOf(db);
    expect(jobs).toEqual([{ kind: 'reread', payload: { reader: READER } }]);
  });
});
