import { expect, test } from 'vitest';
import telegram from '../../../crawlers/sources/telegram-channel.ts';
import { readHere } from '../../../server/core/feed/page-reading.ts';
import type { FetchResult } from '../../../server/core/feed/source.ts';
import { readPages } from '../../../server/flows/crawl/crawl-pages.ts';
import { ingest } from '../../../server/flows/ingest/ingest.ts';
import { makeDatabase } from '../../support/database.ts';
import { ingestDeps } from '../../support/ingest.ts';
import { NOW } from '../../support/make.ts';
import { makeFeed } from '../../support/make-feed.ts';
import { pageOf } from '../../support/read-payload.ts';

async function readChannel(messages: string) {
  const db = await makeDatabase();
  const feed = await makeFeed(db, { source: telegram.name, params: { channel: 'x' } });
  const page = pageOf(`<html><section class="tgme_channel_history">${messages}</section></html>`);
  const get = async (): Promise<FetchResult> => ({ kind: 'page', page, bytes: 1 });
  const deps = ingestDeps(db);
  const sources = new Map([[telegram.name, telegram]]);
  const pages = { db, sources, fetcher: { get }, readPage: readHere, now: () => NOW };
  return readPages(
    { ...pages, ingest: (each) => ingest(deps, each) },
    { feed, backlog: false, isFirst: false },
  );
}

test('a page of pictures alone is refused entry by entry, and has not changed its shape', async () => {
  const picture = '<div class="tgme_widget_message" data-post="x/1"><a class="photo"></a></div>';
  expect(await readChannel(picture)).toMatchObject({ end: null, stored: 0, refused: 1 });
});

test('a page of entries without what an entry has, has', async () => {
  const odd = '<div class="tgme_widget_message" data-post="odd"><p class="new-text">x</p></div>';
  expect((await readChannel(odd)).end).toMatchObject({ wall: 'shape-changed' });
});
