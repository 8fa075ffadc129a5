import { describe, expect, test } from 'vitest';
import { keepWhenDear } from '../../server/db/engine/memory.ts';
import { writeRunningOverlay } from '../../server/db/reading/overlays.ts';
import { ingest } from '../../server/flows/ingest/ingest.ts';
import { rereadPosts } from '../../server/flows/reading/reread.ts';
import { ingestDeps, realReader } from '../support/ingest.ts';
import { makePost } from '../support/make.ts';
import { makeWatch } from '../support/make-watch.ts';
import { faultOf, serveHttp } from './serve.ts';

async function serveBoard() {
  const served = await serveHttp();
  await makeWatch(served.db);
  const posts = ['暖气一整天不热,太差劲了', '暖气费怎么交'].map((text) =>
    makePost({ text, publishedAt: Date.now() - 60_000, observedAt: Date.now() }),
  );
  await ingest(ingestDeps(served.db, { now: Date.now }), { posts, origin: 'test' });
  const label = (id: number, body: object) => served.ask('POST', `/api/mentions/${id}/labels`, { body });
  const read = (at: string) => served.get(at);
  return { ...served, label, read, pagesRead: served.read };
}

describe('labels', () => {
  test('are given, seen everywhere, and taken back', async () => {
    const { ask, label, read, bus, db } = await serveBoard();
    const heard: string[] = [];
    bus.subscribe(({ kind }) => heard.push(kind));
    const answer = await label(1, { by: '甲', verdict: 'correct', sentiment: 0, note: '口误' });
    expect(answer.json()).toMatchObject({
      machine: { sentiment: -1 },
      override: { sentiment: 0, by: '甲' },
      corrections: [{ by: '甲', verdict: 'correct', note: '口误' }],
    });
    expect(heard).toContain('labels');
    expect(await db.selectFrom('job').select('kind').execute()).toContainEqual({ kind: 'detect' });
    expect(await read('/api/mentions/1')).toMatchObject({
      row: { sentiment: 0, counted: 0, labelledBy: '甲' },
      analysis: { sentiment: { label: -1 } },
    });
    const undone = await ask('POST', '/api/mentions/1/labels/undo', { body: { by: '甲' } });
    expect(undone.json()).toMatchObject({ override: null, corrections: [] });
    expect(await read('/api/labels')).toMatchObject({ people: [], recent: [{ by: '甲', undone: true }] });
  });

  test('that people differ on wait for somebody to rule', async () => {
    const { label, read } = await serveBoard();
    await label(1, { by: '甲', verdict: 'agree' });
    await label(1, { by: '乙', verdict: 'correct', sentiment: 1 });
    const { agreement, people } = await read('/api/labels');
    expect(agreement).toMatchObject({ overall: { n: 1, observed: 0 }, open: [{ postId: 1 }] });
    expect(people).toHaveLength(2);
    await label(1, { by: '裁', verdict: 'adjudicate', sentiment: -1 });
    expect((await read('/api/labels')).agreement).toMatchObject({ overall: { n: 1 }, open: [] });
  });

  test('wanted next are what nobody judged; faults have their names', async () => {
    const { label, read } = await serveBoard();
    expect(await read('/api/labels/queue?by=%E7%94%B2')).toHaveLength(2);
    await label(1, { by: '甲', verdict: 'agree' });
    const rest = (await read('/api/labels/queue?by=%E7%94%B2')) as { mention: { postId: number } }[];
    expect(rest.map(({ mention }) => mention.postId)).toEqual([2]);
    expect(faultOf(await label(99, { by: '甲', verdict: 'agree' })).code).toBe('not_found');
    expect(faultOf(await label(1, { by: '甲', verdict: 'correct' })).code).toBe('bad_request');
    expect(faultOf(await label(1, { by: '', verdict: 'agree' })).code).toBe('bad_request');
    expect(faultOf(await label(1, { by: '甲', verdict: 'correct', intents: ['x'] })).code).toBe(
      'bad_request',
    );
  });
});

test('everything stored is read anew when somebody asks, once a worker has said by what', async () => {
  const { ask, db, read } = await serveBoard();
  const again = () => ask('POST', '/api/labels/reread', { body: { by: '甲' } });
  expect(await read('/api/labels')).toMatchObject({ reread: null });
  expect(faultOf(await again()).code).toBe('busy');
  const { version } = realReader();
  await writeRunningOverlay(db, { id: null, damaged: null, reader: version, version, at: Date.now() });
  const shown = { inUse: true, since: 0, share: 0, read: 0, moved: 0, endedAt: null };
  expect((await again()).json()).toMatchObject({ reread: shown });
  expect(await db.selectFrom('job').select('kind').execute()).toEqual([{ kind: 'reread' }]);
  await rereadPosts(ingestDeps(db, { now: Date.now }), version);
  expect(await read('/api/labels')).toMatchObject({
    reread: { ...shown, share: 1, endedAt: expect.any(Number) },
  });
  const other = `${version}+team-1`;
  await writeRunningOverlay(db, { id: null, damaged: null, reader: version, version: other, at: Date.now() });
  expect(await read('/api/labels')).toMatchObject({ reread: { inUse: false } });
});

test('switching what was learned tells the readers', async () => {
  const { ask, db } = await serveBoard();
  const answer = await ask('POST', '/api/overlay/none', { body: { by: '甲' } });
  expect(answer.json()).toMatchObject({
    now: expect.any(Number),
    overlay: { versions: [], running: null, labels: 0, needed: 20 },
  });
  expect(await db.selectFrom('job').select('kind').execute()).toContainEqual({ kind: 'configure-readers' });
  expect(faultOf(await ask('POST', '/api/overlay/7/use', { body: { by: '甲' } })).code).toBe('not_found');
});

test('a page asked for after a label is counted anew, however dear its figures are', async () => {
  const { label, pagesRead } = await serveBoard();
  const negatives = () =>
    keepWhenDear(pagesRead, 'negatives', async () => {
      const rows = await pagesRead.selectFrom('mention').select('sentiment').execute();
      await new Promise((resolve) => setTimeout(resolve, 20));
      return rows.filter(({ sentiment }) => sentiment === -1).length;
    });
  const before = await negatives();
  await label(1, { by: '甲', verdict: 'correct', sentiment: 1 });
  expect(await negatives()).toBe(before - 1);
});
