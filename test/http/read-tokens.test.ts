import { describe, expect, test } from 'vitest';
import { deleteWatch } from '../../server/db/watch/watches.ts';
import { makeWatch } from '../support/make-watch.ts';
import { SPAN, serveSeeded } from './seeded.ts';
import { type Answer, faultOf, serveHttp } from './serve.ts';

const TOKEN = 'an access token of thirty two signs';
const admin = { authorization: `Bearer ${TOKEN}` };
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const refusal = (answer: Answer) => [answer.status, faultOf(answer).code];

/** Behind an access token, readAs servers that others reach are. */
async function serveLocked() {
  const served = await serveHttp({ token: TOKEN });
  const make = async (
    body: object,
  ): Promise<{ readonly token: string; readonly row: { readonly id: number } }> =>
    (await served.ask('POST', '/api/read-tokens', { headers: admin, body })).json();
  return { ...served, make };
}

describe('a read token', () => {
  test('reads what is documented, and is kept as a hash', async () => {
    const { ask, make, db } = await serveLocked();
    await makeWatch(db);
    const { token, row } = await make({ name: 'BI' });
    expect(token).toMatch(/^tcr_[\w-]{32}$/);
    for (const at of [
      '/api/overview',
      '/api/alerts',
      '/api/watches',
      '/api/openapi.json',
      '/api/mentions.csv',
    ])
      expect((await ask('GET', at, { headers: bearer(token) })).status, at).toBe(200);
    const basic = Buffer.from(`bi:${token}`).toString('base64');
    expect((await ask('GET', '/api/alerts', { headers: { authorization: `Basic ${basic}` } })).status).toBe(
      200,
    );
    const stored = await db.selectFrom('read_token').selectAll().execute();
    expect(JSON.stringify(stored)).not.toContain(token.slice(4, 20));
    const listed = await ask('GET', '/api/read-tokens', { headers: admin });
    expect(listed.json()).toMatchObject([
      { id: row.id, name: 'BI', hint: token.slice(-4), watchIds: null, lastUsedAt: expect.any(Number) },
    ]);
  });

  test('changes nothing, and sees neither settings nor what runs', async () => {
    const { ask, make } = await serveLocked();
    const { token } = await make({ name: 'BI' });
    const headers = bearer(token);
    const closed = [
      '/api/channels',
      '/api/feeds',
      '/api/live',
      '/api/system',
      '/api/read-tokens',
      '/api/duty',
    ];
    for (const at of [
      ...closed,
      '/api/ingest-tokens',
      '/api/templates',
      '/api/nothing',
      '/api/mentions/1/labels',
    ])
      expect(refusal(await ask('GET', at, { headers })), at).toEqual([403, 'forbidden_token']);
    const writes = [
      'POST /api/watches',
      'DELETE /api/watches/1',
      'POST /api/alerts/1/close',
      'POST /api/ingest',
    ];
    for (const write of [...writes, 'POST /api/read-tokens']) {
      const [method = '', at = ''] = write.split(' ');
      expect((await ask(method, at, { headers })).status, write).toBe(403);
    }
  });

  test('is no hindrance where nobody needs one, and may ask for the head alone', async () => {
    const { ask, make } = await serveLocked();
    const { token } = await make({ name: 'BI' });
    for (const at of ['/api/health', '/api/login']) {
      const without = await ask('GET', at);
      expect([at, (await ask('GET', at, { headers: bearer(token) })).status]).toEqual([at, without.status]);
      expect(without.status).toBe(200);
    }
    expect((await ask('HEAD', '/api/alerts', { headers: bearer(token) })).status).toBe(200);
    expect(refusal(await ask('GET', '/api/channels', { headers: bearer(token) }))).toEqual([
      403,
      'forbidden_token',
    ]);
    expect((await ask('HEAD', '/api/channels', { headers: bearer(token) })).status).toBe(403);
    expect(refusal(await ask('POST', '/api/logout', { headers: bearer(token) }))).toEqual([
      403,
      'forbidden_token',
    ]);
  });

  test('stops at once when it is revoked, and unknown ones never began', async () => {
    const { ask, make } = await serveLocked();
    const { token, row } = await make({ name: 'BI' });
    const tried = () => ask('GET', '/api/alerts', { headers: bearer(token) });
    expect((await tried()).status).toBe(200);
    expect((await ask('DELETE', `/api/read-tokens/${row.id}`, { headers: admin })).status).toBe(204);
    const after = await tried();
    expect(refusal(after)).toEqual([401, 'unauthorised']);
    expect(after.headers['www-authenticate']).toContain('Bearer');
    expect(refusal(await ask('DELETE', `/api/read-tokens/${row.id}`, { headers: admin }))[0]).toBe(404);
    expect(refusal(await ask('GET', '/api/alerts', { headers: bearer('tcr_guess') }))[0]).toBe(401);
  });

  test('is made under a free name, for watches that there are', async () => {
    const { ask } = await serveHttp();
    const make = (body: object) => ask('POST', '/api/read-tokens', { body });
    expect((await make({ name: 'BI' })).status).toBe(201);
    expect(refusal(await make({ name: 'BI' }))).toEqual([409, 'conflict']);
    expect(refusal(await make({ name: 'B', watchIds: [7] }))).toEqual([404, 'not_found']);
    expect(refusal(await make({ name: 'C', watchIds: [] }))).toEqual([400, 'bad_request']);
    expect(refusal(await make({ name: ' ' }))).toEqual([400, 'bad_request']);
  });

  test('is held to 120 reads a minute, each for itself', async () => {
    const { ask, make } = await serveLocked();
    const [one, two] = [await make({ name: '一' }), await make({ name: '二' })];
    const get = (token: string) => ask('GET', '/api/openapi.json', { headers: bearer(token) });
    for (let n = 0; n < 120; n++) expect((await get(one.token)).status).toBe(200);
    const refused = await get(one.token);
    expect([refusal(refused), refused.headers['retry-after']]).toEqual([
      [429, 'too_many'],
      expect.stringMatching(/^[1-6]?\d$/),
    ]);
    expect((await get(two.token)).status).toBe(200);
  });

  test('is held to its rights where nobody has to log in, too', async () => {
    const { ask } = await serveHttp();
    const { token } = (await ask('POST', '/api/read-tokens', { body: { name: 'BI' } })).json();
    expect((await ask('GET', '/api/channels')).status).toBe(200);
    expect(refusal(await ask('GET', '/api/channels', { headers: bearer(token) }))[0]).toBe(403);
  });
});

describe('a token limited to a watch', () => {
  test('sees that watch, and nothing of another', async () => {
    const { watch, other, readToken, readAs, get } = await serveSeeded();
    const [mine, theirs] = [await readToken([watch]), await readToken([other])];
    const about = [
      'overview',
      'mentions',
      'mentions.csv',
      'mentions/evidence',
      'mentions/platforms',
      'trends',
      'stories',
      'service',
    ];
    for (const what of [...about, 'service/kano', 'service/suggestions', 'service/heating']) {
      const at = (named: string) => `/api/${what}?${SPAN}${named}`;
      expect((await readAs(mine, at(`&watch=${watch}`))).status, what).toBe(200);
      for (const named of ['', `&watch=${other}`, `&watch=${watch}&watch=${other}`, '&watch=x'])
        expect(refusal(await readAs(mine, at(named))), what + named).toEqual([403, 'forbidden_token']);
      const seen = await readAs(theirs, at(`&watch=${other}`));
      expect(seen.body, what).not.toMatch(/供热|停暖/);
    }
    const [alert] = await get('/api/alerts');
    expect(alert.watchId).toBe(watch);
    for (const status of ['open', 'all']) {
      expect((await readAs(mine, `/api/alerts?status=${status}`)).json()).toHaveLength(1);
      expect((await readAs(theirs, `/api/alerts?status=${status}`)).json()).toEqual([]);
    }
    expect((await readAs(mine, `/api/alerts/${alert.id}`)).status).toBe(200);
    expect(refusal(await readAs(theirs, `/api/alerts/${alert.id}`))).toEqual([404, 'not_found']);
    expect((await readAs(theirs, '/api/watches')).json()).toMatchObject([{ id: other }]);
    for (const at of ['/api/stories/1', '/api/stories/1/posts', '/api/mentions/1', '/api/trends/compare'])
      expect(refusal(await readAs(mine, at)), at).toEqual([403, 'forbidden_token']);
  });

  test('is told of a story that others share by what its own watch says in it', async () => {
    const { db, other, readToken, readAs, ask } = await serveSeeded();
    const story = await db
      .selectFrom('story')
      .select(['id', 'last_at'])
      .orderBy('posts', 'desc')
      .executeTakeFirstOrThrow();
    const fresh = await db
      .selectFrom('mention')
      .select('post_id')
      .where('watch_id', '=', other)
      .executeTakeFirstOrThrow();
    await db
      .updateTable('story_post')
      .set({ story_id: story.id })
      .where('post_id', '=', fresh.post_id)
      .execute();
    const row = { story_id: story.id, watch_id: other, mentions: 2, negative: 1, last_at: story.last_at };
    await db.insertInto('story_watch').values(row).execute();
    await db.updateTable('story').set({ own_title: '停暖风波' }).where('id', '=', story.id).execute();
    const at = `/api/stories?${SPAN}&watch=${other}`;
    const titles = (answer: Answer) => answer.json().rows.map(({ title }: { title: string }) => title);
    expect(titles(await readAs(await readToken([other]), at))).toEqual([expect.stringContaining('生鲜')]);
    expect(titles(await ask('GET', at))).toEqual(['停暖风波']);
    // What is not shown is not found by its words.
    const found = `${at}&q=${encodeURIComponent('停暖风波')}`;
    expect(titles(await readAs(await readToken([other]), found))).toEqual([]);
    expect(titles(await ask('GET', found))).toEqual(['停暖风波']);
  });

  test('opens nothing once its watch is gone', async () => {
    const { db, other, readToken, readAs } = await serveSeeded();
    const token = await readToken([other]);
    await deleteWatch(db, other);
    expect((await readAs(token, '/api/watches')).json()).toEqual([]);
    expect((await readAs(token, '/api/alerts?status=all')).json()).toEqual([]);
    expect(refusal(await readAs(token, `/api/overview?watch=${other}`))[0]).toBe(403);
  });
});
