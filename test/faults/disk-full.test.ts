import { expect, test } from 'vitest';
import { isFull } from '../../server/db/engine/full.ts';
import { ingest } from '../../server/flows/ingest/ingest.ts';
import { faultOf, serveHttp } from '../http/serve.ts';
import { engine } from '../support/database.ts';
import { ingestDeps } from '../support/ingest.ts';
import { anyOf, makeAnalysis, makePost } from '../support/make.ts';
import { makeWatch, watchInput } from '../support/make-watch.ts';
import { expectOnce, expectWhole } from '../support/whole.ts';
import { smallDatabase, smallFile } from './small-disk.ts';

const reader = { version: 'plain-1', read: () => makeAnalysis() };

test('a disk that is full costs the batch that found no room, and no other; with room it goes on', {
  timeout: 300_000,
}, async () => {
  const disk = engine() === 'sqlite' ? await smallFile() : await smallDatabase();
  const { ask, db } = await serveHttp({}, disk.place);
  await makeWatch(db);
  await disk.limit(db);
  const deps = ingestDeps(db, { reader });
  const acknowledged = new Set<string>();
  const batchOf = (n: number) =>
    Array.from({ length: 100 }, (_, i) =>
      makePost({
        externalId: `${n}-${i}`,
        text: `${n}号楼${i}单元的暖气不热${`,打不通${n * i}`.repeat(60)}`,
      }),
    );
  let fault: unknown = null;
  let batches = 0;
  for (; fault === null && batches < 400; batches++) {
    const posts = batchOf(batches);
    try {
      await ingest(deps, { posts, origin: 'test' });
      for (const post of posts) acknowledged.add(post.externalId);
    } catch (thrown) {
      fault = thrown;
    }
  }
  expect(fault).toSatisfy(isFull);
  expect(acknowledged.size).toBeGreaterThan(0);
  expect(await expectOnce(db, acknowledged)).toBe(acknowledged.size);

  const seen = await ask('GET', '/api/overview');
  expect(seen.status, seen.body).toBe(200);
  const rule = anyOf('与此无关');
  const another = (name: string) => ask('POST', '/api/watches', { body: watchInput({ name, rule }) });
  const refused = await untilFull((n) => another(`第${n}个`));
  expect([refused.status, faultOf(refused).code]).toEqual([507, 'disk_full']);
  expect((await ask('GET', '/api/watches')).status).toBe(200);

  await disk.grow();
  expect(await ingest(deps, { posts: batchOf(batches - 1), origin: 'test' })).toMatchObject({ stored: 100 });
  expect(await expectWhole(db, acknowledged)).toBe(acknowledged.size + 100);
  expect((await another('又一个')).status).toBe(201);
});

/** Something small may still find room where something large did not. */
async function untilFull<T extends { readonly status: number }>(
  write: (n: number) => Promise<T>,
): Promise<T> {
  for (let tries = 0; tries < 3_000; tries++) {
    const answer = await write(tries);
    if (answer.status >= 500) return answer;
  }
  throw new Error('the disk is never full');
}
