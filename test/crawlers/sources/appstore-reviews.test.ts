import { describe, expect, test } from 'vitest';
import appstore from '../../../crawlers/sources/appstore-reviews.ts';
import type { FetchResult } from '../../../server/core/feed/source.ts';
import { pageOf, READ_AT, readPayload } from '../../support/read-payload.ts';
import { ask, found, parseBody, parseFile, postsOf, sample } from '../../support/source-results.ts';

describe('appstore-reviews', () => {
  test('a review: rating, votes, the time Apple’s zone means, keyed by id and edition', () => {
    expect(postsOf(parseFile(appstore, 'customerreviews-page1.constructed.json'))[0]).toMatchObject({
      externalId: '14548543799@2026-11-21T11:24:23.000Z',
      title: '闪退',
      text: '更新后一直闪退，\n客服没人理😡',
      author: '示例用户A',
      publishedAt: Date.parse('2026-11-21T19:24:23+08:00'),
      rating: 1,
      metrics: { likes: 3 },
    });
  });

  test('one review may be an object, none is an answer, the app itself is no review', () => {
    expect(postsOf(parseFile(appstore, 'customerreviews-single-entry-object.constructed.json'))).toHaveLength(
      1,
    );
    expect(postsOf(parseFile(appstore, 'customerreviews-no-entry.constructed.json'))).toEqual([]);
    const page = JSON.parse(readPayload('appstore-reviews', 'customerreviews-page1.constructed.json').body);
    page.feed.entry.unshift({ id: { label: 'app' }, title: { label: '示例应用' } });
    expect(postsOf(appstore.parse(pageOf(JSON.stringify(page)), {}, READ_AT))).toHaveLength(2);
  });

  test('reads page after page until one is empty, for every country', async () => {
    const full = readPayload('appstore-reviews', 'customerreviews-page1.constructed.json').body;
    const none = readPayload('appstore-reviews', 'customerreviews-no-entry.constructed.json').body;
    const { urls: asked } = await ask(appstore, { app: '389801252', countries: 'CN, hk' }, (url) =>
      found(/page=[12]\//.test(url) ? full : none),
    );
    expect(asked.map((url) => /com\/(\w\w)\/.*page=(\d+)/.exec(url)?.slice(1).join(''))).toEqual([
      'cn1',
      'cn2',
      'cn3',
      'hk1',
      'hk2',
      'hk3',
    ]);
    expect(asked[0]).toBe(
      'https://itunes.apple.com/cn/rss/customerreviews/page=1/id=389801252/sortby=mostrecent/json',
    );
  });

  test('stops at page ten and at the first failure', async () => {
    const full = readPayload('appstore-reviews', 'customerreviews-page1.constructed.json').body;
    expect((await ask(appstore, { app: '1' }, () => found(full))).urls).toHaveLength(10);
    const { results } = await ask(appstore, { app: '1', countries: 'cn,hk' }, () => ({
      kind: 'failed',
      reason: 'timeout',
      detail: '',
      bytes: 0,
    }));
    expect(results).toHaveLength(1);
  });

  test('something else than a review feed is named', () => {
    expect(appstore.parse(pageOf('{"error":"x"}'), {}, READ_AT)).toMatchObject({ wall: 'shape-changed' });
    expect(appstore.parse(pageOf('<html><title>502</title></html>'), {}, READ_AT)).toMatchObject({
      wall: 'not-json',
    });
    expect(appstore.parse(pageOf(''), {}, READ_AT)).toMatchObject({ wall: 'empty-body' });
  });

  const page = () => JSON.parse(sample(appstore, 'customerreviews-page1.constructed.json'));
  const readEntries = (change: (entries: Record<string, { label: string }>[]) => void) => {
    const changed = page();
    change(changed.feed.entry);
    return postsOf(parseBody(appstore, changed)).map(({ externalId }) => externalId);
  };

  test('an edited review is a new post; the same edition is known, in winter’s offset too', () => {
    const first = '14548543799@2026-11-21T11:24:23.000Z';
    expect(readEntries(() => {})[0]).toBe(first);
    expect(readEntries((entries) => (entries[0]!.updated!.label = '2026-11-21T03:24:23-08:00'))[0]).toBe(
      first,
    );
    expect(readEntries((entries) => (entries[0]!.updated!.label = '2026-11-22T03:24:23-08:00'))).toEqual([
      '14548543799@2026-11-22T11:24:23.000Z',
      '14545746087@2026-11-20T18:02:00.000Z',
    ]);
    const both = readEntries((entries) => {
      const edited = structuredClone(entries[0]!);
      edited.updated!.label = '2026-11-22T03:24:23-08:00';
      entries.unshift(edited);
    });
    expect(both.slice(0, 2)).toEqual(['14548543799@2026-11-22T11:24:23.000Z', first]);
  });

  test('a review without a date keeps its id alone, and claims no time', () => {
    expect(readEntries((entries) => delete entries[0]!.updated)[0]).toBe('14548543799');
  });

  test('many countries in any writing, each once, in the order that is set', async () => {
    const none = sample(appstore, 'customerreviews-no-entry.constructed.json');
    const app = 'https://apps.apple.com/cn/app/shili/id389801252?l=en';
    const { urls } = await ask(
      appstore,
      { app, countries: 'CN，hk、tw us;cn', sort: 'mosthelpful' },
      () => none,
    );
    expect(urls.map((url) => url.slice('https://itunes.apple.com/'.length))).toEqual(
      ['cn', 'hk', 'tw', 'us'].map(
        (country) => `${country}/rss/customerreviews/page=1/id=389801252/sortby=mosthelpful/json`,
      ),
    );
  });

  test('a country that does not have the app keeps no other one waiting; one who keeps silent ends the run', async () => {
    const gone: FetchResult = { kind: 'wall', wall: 'gone', detail: 'status 404', bytes: 0 };
    const silent: FetchResult = { kind: 'failed', reason: 'timeout', detail: '', bytes: 0 };
    const none = sample(appstore, 'customerreviews-no-entry.constructed.json');
    const answer = (url: string) => (url.includes('/cn/') ? gone : url.includes('/tw/') ? silent : none);
    const { urls, results } = await ask(appstore, { app: '1', countries: 'cn,hk,tw,us' }, answer);
    expect(urls.map((url) => url.split('/')[3])).toEqual(['cn', 'hk', 'tw']);
    expect(results.map(({ kind }) => kind)).toEqual(['wall', 'page', 'failed']);
  });

  test('what is no country is said before anything is asked', async () => {
    const { urls, results } = await ask(appstore, { app: '1', countries: 'cn,中国' });
    expect(urls).toEqual([]);
    expect(results).toMatchObject([
      { kind: 'failed', reason: 'bad-url', detail: expect.stringContaining('中国') },
    ]);
  });

  test('an unchanged first page ends a country by time, not by votes', async () => {
    const unchanged: FetchResult = {
      kind: 'page',
      page: pageOf('', { status: 304, notModified: true }),
      bytes: 0,
    };
    expect((await ask(appstore, { app: '1' }, () => unchanged)).urls).toHaveLength(1);
    expect((await ask(appstore, { app: '1', sort: 'mosthelpful' }, () => unchanged)).urls).toHaveLength(10);
    // After a run that broke off, the rest of it waits behind the first page.
    const cut = { wasCut: true };
    expect((await ask(appstore, { app: '1' }, () => unchanged, undefined, cut)).urls).toHaveLength(10);
  });
});
