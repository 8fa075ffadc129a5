import { expect, test } from 'vitest';
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
  const feedId: number = JSON.parse((await admin.ask('POST', '/api/feeds', feed)).body).id;
  const hookId: number = JSON.parse((await admin.ask('POST', '/api/channels', hook)).body).id;
  const storedFeed = async () =>
    JSON.parse(
      (await served.db.selectFrom('feed').select('params_json').executeTakeFirstOrThrow()).params_json,
    );
  const storedHook = async () =>
    JSON.parse(
      (await served.db.selectFrom('channel').select('settings_json').executeTakeFirstOrThrow()).settings_json,
    );
  return { admin, viewer, feed, hook, feedId, hookId, storedFeed, storedHook };
}

test('passwords and keys within addresses are shown to nobody, and given away in no list', async () => {
  const { viewer, admin } = await serveAddresses();
  for (const who of [viewer, admin]) {
    const feeds = (await who.ask('GET', '/api/feeds')).body;
    expect(JSON.parse(feeds)[0].params.url).toBe('https://•••@feeds.example/rss?token=•••&q=a');
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
