import { expect, test } from 'vitest';
import { makeFeed, makeRun } from '../support/make-feed.ts';
import { person } from './accounts.ts';
import { faultOf, serveHttp } from './serve.ts';

const URL_OF_FEED = 'https://me:pass-word@feeds.example/rss?token=tok-1&q=a';
const URL_OF_HOOK = 'https://hook.example/services/T0/B0/very-long-key';

async function serveAddresses() {
  const served = await serveHttp();
  const admin = await person(served, '管', 'admin');
  const viewer = await person(served, '看', 'viewer');
  const feed = {
    name: '公告',
    source: 'rss',
    params: { url: URL_OF_FEED },
    every: 3_600,
    acknowledged: true,
  };
  const hook = { kind: 'webhook', name: '群', settings: { url: URL_OF_HOOK }, minLevel: 'III' };
  const feedId: number = (await admin.ask('POST', '/api/feeds', feed)).json().id;
  const hookId: number = (await admin.ask('POST', '/api/channels', hook)).json().id;
  const storedFeed = async () =>
    JSON.parse(
      (await served.db.selectFrom('feed').select('params_json').executeTakeFirstOrThrow()).params_json,
    );
  const storedHook = async () =>
    JSON.parse(
      (await served.db.selectFrom('channel').select('settings_json').executeTakeFirstOrThrow()).settings_json,
    );
  return { served, admin, viewer, feed, hook, feedId, hookId, storedFeed, storedHook };
}

test('passwords and keys within addresses are shown to nobody, and given away in no list', async () => {
  const { viewer, admin } = await serveAddresses();
  for (const who of [viewer, admin]) {
    const feeds = (await who.ask('GET', '/api/feeds')).body;
    const shown = 'https://•••@feeds.example/rss?token=•••&q=a';
    expect(JSON.parse(feeds)[0].params.url).toBe(who === admin ? shown : 'https://feeds.example/•••');
    const channels = (await who.ask('GET', '/api/channels')).body;
    expect(JSON.parse(channels)[0].settings.url).toBe('https://hook.example/•••');
    const opml = (await admin.ask('GET', '/api/feeds.opml')).body;
    expect(opml).toContain('xmlUrl="https://feeds.example/rss?q=a"');
    for (const body of [feeds, channels, opml]) expect(body).not.toMatch(/pass-word|tok-1|very-long-key/);
  }
});

test('an address that comes back as it was shown stays; half of one is asked for again', async () => {
  const { admin, feed, hook, feedId, hookId, storedFeed, storedHook } = await serveAddresses();
  const put = (url: string) =>
    admin.ask('PUT', `/api/feeds/${feedId}`, { ...feed, name: '改名', params: { url } });
  expect((await put('https://•••@feeds.example/rss?token=•••&q=a')).status).toBe(200);
  expect(await storedFeed()).toMatchObject({ url: URL_OF_FEED });
  const half = await put('https://•••@other.example/rss?token=•••');
  expect(faultOf(half)).toMatchObject({
    code: 'bad_params',
    details: { faults: [{ field: 'url', code: 'hidden' }] },
  });
  expect(await storedFeed()).toMatchObject({ url: URL_OF_FEED });
  expect((await put('https://other.example/rss')).status).toBe(200);
  expect(await storedFeed()).toMatchObject({ url: 'https://other.example/rss' });
  const settings = { url: 'https://hook.example/•••' };
  expect((await admin.ask('PUT', `/api/channels/${hookId}`, { ...hook, settings })).status).toBe(200);
  expect(await storedHook()).toMatchObject({ url: URL_OF_HOOK });
});

test('a key in the path of an address is seen by those alone who may change it', async () => {
  const { served, admin, viewer, feedId } = await serveAddresses();
  const member = await person(served, '员', 'member');
  const url = 'https://feeds.example/feeds/SECRETTOKEN/rss.xml';
  const feed = await makeFeed(served.db, { params: { url } });
  const { id } = feed;
  const push = { kind: 'ntfy', name: '手机', minLevel: 'III' };
  const settings = { topic: 'a-topic-that-nobody-guesses', url: 'https://ntfy.example/OWNSERVERPATH' };
  expect((await admin.ask('POST', '/api/channels', { ...push, settings })).status).toBe(201);
  // Written down by an earlier version, which left addresses in what faults say.
  const detail = `robots.txt does not allow ${new URL(url).pathname}`;
  await makeRun(served.db, id, { startedAt: Date.now(), outcome: 'wall', wall: 'gone', detail });
  const pages = ['/api/feeds', '/api/channels', `/api/feeds/${id}/runs`];
  for (const who of [viewer, member]) {
    for (const page of pages) {
      const { status, body } = await who.ask('GET', page);
      expect(status).toBe(200);
      expect(body).not.toMatch(/SECRETTOKEN|nobody-guesses|OWNSERVERPATH/);
    }
    expect(await who.does('GET', '/api/feeds.opml')).toBe('forbidden_role');
  }
  const shown = await admin.get('/api/feeds');
  expect(shown.find((row: { id: number }) => row.id === id).params.url).toBe(url);
  expect(shown.find((row: { id: number }) => row.id === id).lastRun.detail).not.toContain('SECRETTOKEN');
  expect((await admin.ask('GET', '/api/feeds.opml')).body).toContain(url);
  expect((await admin.ask('GET', '/api/channels')).body).toContain('https://ntfy.example/OWNSERVERPATH');
  // What an administrator sees can be sent back; what others see leads nowhere.
  const { name, source, every } = feed;
  const put = (to: string) =>
    admin.ask('PUT', `/api/feeds/${id}`, { name, source, every, params: { url: to } });
  expect((await put(url)).status).toBe(200);
  expect(faultOf(await put('https://feeds.example/•••'))).toMatchObject({ code: 'bad_params' });
  expect(id).not.toBe(feedId);
});
