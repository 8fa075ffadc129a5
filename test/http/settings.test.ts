import { describe, expect, test } from 'vitest';
import { changedDetail } from '../../server/core/feed/feed.ts';
import { openIncident } from '../../server/db/feed/feed-incidents.ts';
import { addRefusals } from '../../server/db/feed/refusals.ts';
import { formerNames } from '../../server/db/watch/watches.ts';
import { anyOf } from '../support/make.ts';
import { makeRun } from '../support/make-feed.ts';
import { faultOf, type Served, serveHttp } from './serve.ts';

const watch = (name: string, any: string[] = ['停暖']) => ({ name, rule: anyOf(...any) });

describe('watches', () => {
  test('made, changed, listed, removed', async () => {
    const { ask, get } = await serveHttp();
    const made = await ask('POST', '/api/watches', { body: watch('热力公司') });
    expect(made.status).toBe(201);
    const { id } = made.json();
    const changed = await ask('PUT', `/api/watches/${id}`, { body: { ...watch('热力集团'), active: false } });
    expect(changed.json()).toMatchObject({ id, name: '热力集团', active: false, mentions24h: 0 });
    expect(await get('/api/watches')).toHaveLength(1);
    expect((await ask('DELETE', `/api/watches/${id}`)).status).toBe(204);
    expect((await ask('DELETE', `/api/watches/${id}`)).status).toBe(404);
    expect(await get('/api/watches')).toEqual([]);
  });

  test('a faulty rule is refused with every fault, and nothing is stored', async () => {
    const { ask, get } = await serveHttp();
    const answer = await ask('POST', '/api/watches', {
      body: watch('x', ['NEAR/x(停暖', '"没有引号的结尾']),
    });
    expect(answer.status).toBe(400);
    const { code, details } = faultOf(answer);
    expect(code).toBe('bad_rule');
    expect((details.faults as { zh: string }[]).length).toBeGreaterThanOrEqual(2);
    expect(await get('/api/watches')).toEqual([]);
  });

  test('a name is taken once', async () => {
    const { ask } = await serveHttp();
    await ask('POST', '/api/watches', { body: watch('热力公司') });
    const again = await ask('POST', '/api/watches', { body: watch('热力公司') });
    expect([again.status, faultOf(again).code]).toEqual([409, 'conflict']);
  });

  test('a source that does not exist is told', async () => {
    const { ask } = await serveHttp();
    const answer = await ask('POST', '/api/watches', {
      body: { ...watch('x'), sources: ['rss', 'weibo-secret'] },
    });
    expect(faultOf(answer)).toMatchObject({ code: 'unknown_source', details: { unknown: ['weibo-secret'] } });
  });

  test('a change sends the worker looking at what is stored', async () => {
    const { ask, db } = await serveHttp();
    const { id } = (await ask('POST', '/api/watches', { body: watch('x') })).json();
    const jobs = await db.selectFrom('job').select(['kind', 'payload_json']).execute();
    const asked = jobs.map(({ kind, payload_json }) => [kind, JSON.parse(payload_json)]);
    expect(asked).toEqual([['rematch', { watchId: id, updatedAt: expect.any(Number) }]]);
  });

  test('a change of its names keeps what its subject was called before', async () => {
    const { ask, db } = await serveHttp();
    const { id } = (await ask('POST', '/api/watches', { body: watch('云川热力') })).json();
    await ask('PUT', `/api/watches/${id}`, { body: watch('云川供暖') });
    expect(await formerNames(db, id)).toEqual(['云川热力']);
  });
});

describe('feeds', () => {
  const feed = { name: '新闻', source: 'rss', params: { url: 'https://news.example/rss' }, every: 600 };

  test('made, changed, listed with its runs, removed', async () => {
    const { ask, get } = await serveHttp();
    const made = await ask('POST', '/api/feeds', { body: feed });
    expect(made.status).toBe(201);
    const { id, health } = made.json();
    expect(health).toBe('new');
    const changed = await ask('PUT', `/api/feeds/${id}`, { body: { ...feed, active: false } });
    expect(changed.json()).toMatchObject({ id, active: false, health: 'paused' });
    expect(await get(`/api/feeds/${id}/runs`)).toEqual([]);
    expect((await ask('DELETE', `/api/feeds/${id}`)).status).toBe(204);
    expect((await ask('GET', `/api/feeds/${id}/runs`)).status).toBe(404);
  });

  test('marked as the subject’s own, or no more, have every watch look once more; other changes do not', async () => {
    const { ask, db } = await serveHttp();
    const watchId = (await ask('POST', '/api/watches', { body: watch('x') })).json().id;
    const { id } = (await ask('POST', '/api/feeds', { body: feed })).json();
    const put = (body: object) => ask('PUT', `/api/feeds/${id}`, { body: { ...feed, ...body } });
    const asked = async () => {
      const jobs = await db.selectFrom('job').select(['kind', 'payload_json']).execute();
      return jobs
        .map(({ payload_json }) => JSON.parse(payload_json))
        .filter(({ feedId }) => feedId !== undefined);
    };
    await put({ name: '要闻' });
    expect(await asked()).toEqual([]);
    expect((await put({ params: { ...feed.params, voice: 'own' } })).status).toBe(200);
    expect(await asked()).toEqual([{ watchId, updatedAt: expect.any(Number), feedId: id }]);
  });

  test('settings that the source cannot use are refused, all of them at once', async () => {
    const { ask } = await serveHttp();
    const params = { url: 'ftp://x', voice: 'shouting', depth: 3 };
    const answer = await ask('POST', '/api/feeds', { body: { ...feed, params } });
    expect(answer.status).toBe(400);
    const { code, details } = faultOf(answer);
    expect(code).toBe('bad_params');
    expect((details.faults as { field: string }[]).map(({ field }) => field).toSorted()).toEqual([
      'depth',
      'url',
      'voice',
    ]);
  });

  test('the same source with the same settings is one feed', async () => {
    const { ask } = await serveHttp();
    await ask('POST', '/api/feeds', { body: feed });
    expect((await ask('POST', '/api/feeds', { body: { ...feed, name: 'b' } })).status).toBe(409);
  });

  test('run now: the worker is asked once, however often the button is pressed', async () => {
    const { ask } = await serveHttp();
    const { id } = (await ask('POST', '/api/feeds', { body: feed })).json();
    const [first, second] = [
      await ask('POST', `/api/feeds/${id}/run`),
      await ask('POST', `/api/feeds/${id}/run`),
    ];
    expect(first.status).toBe(202);
    expect(second.body).toBe(first.body);
  });
});

describe('how feeds are run', () => {
  const feed = { name: '新闻', source: 'rss', params: { url: 'https://news.example/rss' }, every: 600 };
  const made = async (ask: Awaited<ReturnType<typeof serveHttp>>['ask'], more: object = {}) =>
    (await ask('POST', '/api/feeds', { body: { ...feed, ...more } })).json();

  test('by the clock or by an interval that finds its own way', async () => {
    const { ask } = await serveHttp();
    const byClock = await made(ask, { cron: '0 9 * * 1-5' });
    expect(byClock).toMatchObject({ cron: '0 9 * * 1-5', adaptive: null, health: 'new' });
    expect(new Date(byClock.nextAt).toISOString()).toContain('T01:00:00');
    const changed = await ask('PUT', `/api/feeds/${byClock.id}`, {
      body: { ...feed, adaptive: { min: 60, max: 3_600 } },
    });
    expect(changed.json()).toMatchObject({
      cron: null,
      adaptive: { min: 60, max: 3_600 },
      pace: 600,
    });
  });

  test.each([
    ['cron', { cron: '0 9 1 * 1' }],
    ['cron', { cron: '* * * * * *' }],
    ['adaptive.min', { adaptive: { min: 1, max: 60 } }],
    ['adaptive', { adaptive: { min: 600, max: 60 } }],
  ])('%s that cannot be kept is refused', async (field, more) => {
    const { ask } = await serveHttp();
    const answer = await ask('POST', '/api/feeds', { body: { ...feed, ...more } });
    expect([answer.status, faultOf(answer).code]).toEqual([400, 'bad_request']);
    expect(faultOf(answer).details).toMatchObject({ faults: [{ field }] });
  });

  test('a cron expression tells when it rings next, or what is wrong with it', async () => {
    const { get } = await serveHttp();
    const rings = (cron: string) => get(`/api/feeds/rings?cron=${encodeURIComponent(cron)}`);
    expect(await rings('0 9 1 * 1')).toEqual({ fault: 'day-and-weekday', rings: [] });
    const hourly = await rings('0 * * * *');
    expect(hourly.rings[1] - hourly.rings[0]).toBe(3_600_000);
  });

  test('paused and resumed without touching the settings', async () => {
    const { ask, get } = await serveHttp();
    const { id } = await made(ask, { cron: '0 9 * * *' });
    const set = (active: boolean) => ask('POST', `/api/feeds/${id}/active`, { body: { active } });
    const row = async () => (await get('/api/feeds'))[0];
    expect((await set(false)).status).toBe(204);
    expect(await row()).toMatchObject({ health: 'paused', cron: '0 9 * * *' });
    await set(true);
    expect(await row()).toMatchObject({ health: 'new', active: true });
    expect((await ask('POST', '/api/feeds/77/active', { body: { active: true } })).status).toBe(404);
  });

  test('a back-fill is asked for once at a time, and only of a source that can', async () => {
    const { ask, db } = await serveHttp();
    const fill = (id: number, body: object) => ask('POST', `/api/feeds/${id}/backfill`, { body });
    const range = { from: 1_790_000_000_000, to: 1_790_086_400_000 };
    const cannot = await made(ask);
    expect(faultOf(await fill(cannot.id, range)).code).toBe('bad_request');
    const can = await made(ask, { source: 'hacker-news', params: { query: 'heating' } });
    const [first, second] = [await fill(can.id, range), await fill(can.id, range)];
    expect([first.status, second.body]).toEqual([202, first.body]);
    // Another time is another wish, also while the first is being granted.
    const later = await fill(can.id, { from: range.to, to: range.to + 86_400_000 });
    expect(later.body).not.toEqual(first.body);
    const job = await db
      .selectFrom('job')
      .select('payload_json')
      .where('kind', '=', 'crawl')
      .orderBy('id')
      .executeTakeFirst();
    expect(JSON.parse(job!.payload_json)).toEqual({ feedId: can.id, range });
    expect((await fill(can.id, { from: range.to, to: range.from })).status).toBe(400);
    expect((await fill(can.id, { from: 0, to: range.to })).status).toBe(400);
  });

  test('articles are read again once at a time, and only of a source that reads articles', async () => {
    const { ask, get, db } = await serveHttp();
    const again = (id: number) => ask('POST', `/api/feeds/${id}/again`);
    const cannot = await made(ask);
    expect(faultOf(await again(cannot.id)).code).toBe('bad_request');
    expect((await again(77)).status).toBe(404);
    const can = await made(ask, {
      source: 'web-page',
      params: { url: 'https://heat.example/news/' },
      acknowledged: true,
    });
    const rows = await get<{ id: number; articles: boolean }[]>('/api/feeds');
    expect(rows.map(({ id, articles }) => [id, articles]).toSorted()).toEqual([
      [cannot.id, false],
      [can.id, true],
    ]);
    const before = Date.now();
    const [first, second] = [await again(can.id), await again(can.id)];
    expect([first.status, second.body]).toEqual([202, first.body]);
    const jobs = await db.selectFrom('job').select('payload_json').where('kind', '=', 'crawl').execute();
    expect(jobs).toHaveLength(1);
    const { feedId, again: since } = JSON.parse(jobs[0]?.payload_json ?? '{}');
    expect([feedId, since >= before, since <= Date.now()]).toEqual([can.id, true, true]);
    await makeRun(db, can.id, { kind: 'again', startedAt: before, detail: changedDetail(3) });
    await makeRun(db, can.id, { startedAt: before - 1 });
    const runs = await get(`/api/feeds/${can.id}/runs`);
    expect(runs).toMatchObject([
      { kind: 'again', changed: 3 },
      { kind: 'turn', changed: null },
    ]);
  });

  test('which are out of order is told', async () => {
    const { ask, get, db } = await serveHttp();
    const { id } = await made(ask);
    expect(await get('/api/feeds/incidents')).toEqual([]);
    const incident = { feedId: id, health: 'walled', reason: 'captcha', detail: '', openedAt: 5 } as const;
    await openIncident(db, incident);
    expect(await get('/api/feeds/incidents')).toMatchObject([incident]);
    expect((await get('/api/feeds'))[0]).toMatchObject({ downSince: 5 });
  });
});

describe('channels', () => {
  test('a secret is never shown, and survives being sent back hidden', async () => {
    const { ask, db } = await serveHttp();
    const channel = {
      kind: 'webhook',
      name: '值班群',
      settings: { url: 'https://hook.example/x', secret: 'very-secret-key-of-the-hook' },
      minLevel: 'III',
    };
    const made = await ask('POST', '/api/channels', { body: channel });
    expect(made.status).toBe(201);
    expect(made.body).not.toContain('very-secret');
    const { id, settings } = made.json();
    const changed = await ask('PUT', `/api/channels/${id}`, { body: { ...channel, name: '群', settings } });
    expect(changed.status).toBe(200);
    const stored = await db.selectFrom('channel').select('settings_json').executeTakeFirstOrThrow();
    expect(JSON.parse(stored.settings_json).secret).toBe('very-secret-key-of-the-hook');
  });

  const channelOf = (kind: string, settings: object) => ({ kind, name: '群', minLevel: 'III', settings });
  const kept = async ({ db }: Served) => {
    const row = await db.selectFrom('channel').select(['kind', 'settings_json']).executeTakeFirstOrThrow();
    return { kind: row.kind, ...JSON.parse(row.settings_json) };
  };

  test('a secret of one kind is not shown as the open setting of another', async () => {
    const served = await serveHttp();
    const url = 'https://oapi.dingtalk.com/robot/send?access_token=very-secret';
    const made = await served.ask('POST', '/api/channels', { body: channelOf('dingtalk', { url }) });
    const { id } = made.json();
    for (const kind of ['webhook', 'feishu', 'wecom']) {
      const body = channelOf(kind, { url: '•••' });
      const answer = await served.ask('PUT', `/api/channels/${id}`, { body });
      expect([answer.status, faultOf(answer).code]).toEqual([400, 'bad_params']);
      expect(faultOf(answer).details).toMatchObject({ faults: [{ field: 'url' }] });
      expect(answer.body).not.toContain('very-secret');
    }
    expect(await kept(served)).toEqual({ kind: 'dingtalk', url });
  });

  test('a stored secret does not follow an address to another host', async () => {
    const served = await serveHttp();
    const first = { url: 'https://push.example.com/gotify', token: 'very-secret' };
    const made = await served.ask('POST', '/api/channels', { body: channelOf('gotify', first) });
    const { id } = made.json();
    const put = (settings: object) =>
      served.ask('PUT', `/api/channels/${id}`, { body: channelOf('gotify', settings) });
    for (const url of ['https://evil.example/gotify', 'http://push.example.com/gotify']) {
      const moved = await put({ url, token: '•••' });
      expect([moved.status, faultOf(moved).code]).toEqual([400, 'bad_params']);
      expect(faultOf(moved).details).toMatchObject({ faults: [{ field: 'token', code: 'hidden' }] });
    }
    expect(await kept(served)).toMatchObject(first);
    expect((await put({ url: 'https://push.example.com/', token: '•••' })).status).toBe(200);
    expect(await kept(served)).toMatchObject({ url: 'https://push.example.com/', token: 'very-secret' });
    expect((await put({ url: 'https://new.example/', token: 'typed-anew' })).status).toBe(200);
    expect(await kept(served)).toMatchObject({ url: 'https://new.example/', token: 'typed-anew' });
  });

  test('an address that is none is kept neither anew nor in place of a good one', async () => {
    const served = await serveHttp();
    const wrong = channelOf('dingtalk', { url: '随便写的' });
    const refused = await served.ask('POST', '/api/channels', { body: wrong });
    expect([refused.status, faultOf(refused).code]).toEqual([400, 'bad_params']);
    expect(faultOf(refused).details).toMatchObject({ faults: [{ field: 'url', code: 'not-a-url' }] });
    const good = { url: 'https://oapi.dingtalk.com/robot/send?access_token=very-secret' };
    const { id } = JSON.parse(
      (await served.ask('POST', '/api/channels', { body: channelOf('dingtalk', good) })).body,
    );
    expect((await served.ask('PUT', `/api/channels/${id}`, { body: wrong })).status).toBe(400);
    expect(await kept(served)).toEqual({ kind: 'dingtalk', ...good });
    const hidden = channelOf('dingtalk', { url: '•••' });
    expect((await served.ask('PUT', `/api/channels/${id}`, { body: hidden })).status).toBe(200);
    const mail = channelOf('email', { server: 'smtp.example.com', from: 'a@b.cn', to: 'c@d.cn' });
    expect(faultOf(await served.ask('POST', '/api/channels', { body: mail })).details).toMatchObject({
      faults: [{ field: 'server', code: 'not-a-mail-server' }],
    });
  });

  test('a kind that does not exist is told', async () => {
    const { ask } = await serveHttp();
    const body = { kind: 'pigeon', name: 'x', settings: {}, minLevel: 'IV' };
    expect(faultOf(await ask('POST', '/api/channels', { body })).code).toBe('unknown_channel_kind');
  });
});

describe('faults', () => {
  test('what is wrong with a request is told field by field', async () => {
    const { ask } = await serveHttp();
    const answer = await ask('POST', '/api/watches', { body: { name: '', rule: { any: 'x' } } });
    expect(answer.status).toBe(400);
    const { code, details } = faultOf(answer);
    expect(code).toBe('bad_request');
    expect((details.faults as { field: string }[]).map(({ field }) => field)).toEqual(
      expect.arrayContaining(['name', 'rule.any']),
    );
  });

  test.each([
    ['a name', 'name', { name: 'a\0b' }],
    ['a rule', 'rule.any.0', { rule: anyOf('停\ud800暖') }],
    ['people', 'people.1', { people: ['王', '\udc00李'] }],
  ])('%s that no database stores is refused with its field', async (_, field, wrong) => {
    const { ask } = await serveHttp();
    const answer = await ask('POST', '/api/watches', { body: { ...watch('x'), ...wrong } });
    expect([answer.status, faultOf(answer).code]).toEqual([400, 'bad_request']);
    expect(faultOf(answer).details).toMatchObject({ faults: [{ field }] });
  });

  test.each([
    ['q', '/api/mentions?q=a%00b'],
    ['platform', '/api/mentions?platform=%00'],
    ['origin', '/api/refusals?origin=%00'],
    ['name', '/api/imports?name=a%00b'],
  ])('%s of a query that no database stores is refused', async (field, at) => {
    const { ask } = await serveHttp();
    const answer = await ask(field === 'name' ? 'POST' : 'GET', at);
    expect([answer.status, faultOf(answer).code]).toEqual([400, 'bad_request']);
    expect(faultOf(answer).details).toMatchObject({ faults: [{ field }] });
  });

  test('names of settings and parts of an address are looked at as well', async () => {
    const { ask } = await serveHttp();
    const params = { url: 'https://news.example/rss', 'a\0b': 'x' };
    const feed = await ask('POST', '/api/feeds', { body: { name: 'x', source: 'rss', every: 600, params } });
    expect(faultOf(feed).details).toMatchObject({ faults: [{ field: 'params' }] });
    const step = await ask('PUT', '/api/alerts/1/steps/a%00b/1', { body: { by: '王', done: true } });
    expect(faultOf(step).details).toMatchObject({ faults: [{ field: 'playbook' }] });
  });

  test('a signature needs something that can be seen', async () => {
    const { ask } = await serveHttp();
    for (const by of ['\u200b', '\u2060\u200d', '\u0301']) {
      const answer = await ask('POST', '/api/alerts/1/acknowledge', { body: { by } });
      expect(faultOf(answer).details).toMatchObject({ faults: [{ field: 'by' }] });
    }
  });

  test.each([
    ['GET', '/api/nothing', 404, 'not_found'],
    ['GET', '/api/mentions/x', 400, 'bad_request'],
    ['GET', '/api/mentions/77', 404, 'not_found'],
    ['GET', '/api/alerts/77', 404, 'not_found'],
    ['GET', '/api/overview?from=yesterday', 400, 'bad_request'],
    ['GET', '/api/overview?watch=77', 404, 'not_found'],
    ['PATCH', '/api/watches', 404, 'not_found'],
  ])('%s %s is %i %s', async (method, at, status, code) => {
    const { ask } = await serveHttp();
    const answer = await ask(method, at);
    expect([answer.status, faultOf(answer).code]).toEqual([status, code]);
    expect(answer.headers['x-request-id']).toMatch(/.{8}/);
  });

  test('a body of more than a megabyte, or of no JSON, is refused', async () => {
    const { ask } = await serveHttp();
    const large = await ask('POST', '/api/watches', { body: { name: 'x'.repeat(1_100_000) } });
    expect([large.status, faultOf(large).code]).toEqual([413, 'too_large']);
    const broken = await ask('POST', '/api/watches', { headers: { 'content-type': 'application/json' } });
    expect(broken.status).toBe(400);
  });
});

test('refusals of one feed are listed by its name', async () => {
  const { get, db } = await serveHttp();
  const one = { at: 1, position: 0, reason: 'empty', excerpt: '' };
  await addRefusals(db, [
    { ...one, origin: '论坛 一' },
    { ...one, origin: '新闻' },
  ]);
  const origins = async (path: string) => (await get<{ origin: string }[]>(path)).map((row) => row.origin);
  expect(await origins('/api/refusals')).toHaveLength(2);
  expect(await origins(`/api/refusals?origin=${encodeURIComponent('论坛 一')}`)).toEqual(['论坛 一']);
});
