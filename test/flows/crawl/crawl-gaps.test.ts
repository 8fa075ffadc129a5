import { expect, test } from 'vitest';
import { goesOn, mostPages } from '../../../crawlers/catch-up.ts';
import type { Source } from '../../../server/core/feed/source.ts';
import { HOUR } from '../../../server/core/time.ts';
import { board, entry, json, makeCrawl } from './crawl-stage.ts';

const entriesOf = (from: number, to: number) =>
  Array.from({ length: from - to + 1 }, (_, at) => entry(`p${from - at}`));

/** As sources do that have an interface with pages: five entries each, newest first. */
const paged: Source = {
  ...board,
  async *collect(given, io) {
    for (let page = 1; page <= mostPages(io, 99); page++) {
      const result = await io.get(`${given.url}/${page}`);
      yield result;
      if (result.kind !== 'page' || !goesOn(io)) return;
    }
  },
};

async function makePaged(source: Source) {
  let newest = 10;
  const pageAt = (page: number) => () =>
    json(entriesOf(newest - (page - 1) * 5, Math.max(1, newest - page * 5 + 1)));
  const routes = Object.fromEntries(
    Array.from({ length: 12 }, (_, at) => [`/board/${at + 1}`, pageAt(at + 1)]),
  );
  const stage = await makeCrawl(routes);
  stage.sources.set('board', source);
  return { ...stage, come: (many: number) => (newest += many) };
}

test('a gap is filled to the first page with something known, and no further than ten pages', async () => {
  const { run, come, later, server } = await makePaged(paged);
  expect(await run()).toMatchObject({ stored: 5 });
  later(6 * HOUR);
  come(13);
  expect(await run()).toMatchObject({ stored: 13, known: 2, detail: '' });
  expect(server.seen.at(-1)?.path).toBe('/board/3');
  come(80);
  expect(await run()).toMatchObject({ stored: 50, detail: expect.stringContaining('more came') });
  expect(server.seen.at(-1)?.path).toBe('/board/10');
});

test('the run after one that broke off at its second page goes on behind a first one that has not changed', async () => {
  const first = json([entry('b1')], { etag: '"one"' });
  const stage = await makeCrawl({ '/board/1': first, '/board/2': { status: 500 } });
  stage.sources.set('board', {
    ...board,
    async *collect(given, io) {
      for (const page of [1, 2]) {
        const result = await io.get(`${given.url}/${page}`);
        yield result;
        if (result.kind !== 'page' || (result.page.notModified && !io.wasCut)) return;
      }
    },
  });
  expect(await stage.run()).toMatchObject({ outcome: 'failed', stored: 1 });
  stage.server.route('/board/2', json([entry('b2')]));
  stage.later(HOUR);
  expect(await stage.run()).toMatchObject({ outcome: 'posts', stored: 1, known: 0 });
  stage.later(HOUR);
  expect(await stage.run()).toMatchObject({ outcome: 'quiet', detail: 'not modified' });
});

test('a feed of one page says when more came than that shows, and never at its first look', async () => {
  const { run, come } = await makePaged({ ...paged, collect: board.collect });
  expect(await run()).toMatchObject({ stored: 5, detail: '' });
  come(4);
  expect(await run()).toMatchObject({ stored: 4, detail: '' });
  come(7);
  expect(await run()).toMatchObject({
    stored: 5,
    detail: expect.stringContaining('more came than one page'),
  });
});
