import { describe, expect, test } from 'vitest';
import { makeWatch } from '../support/make-watch.ts';
import { faultOf, serveHttp } from './serve.ts';

describe('trends', () => {
  test('an empty installation has an empty page, not a broken one', async () => {
    const { ask } = await serveHttp();
    const answer = await ask('GET', '/api/trends?basis=week');
    expect(answer.status).toBe(200);
    expect(answer.json()).toMatchObject({ topics: [], total: { count: 0 }, watches: [] });
  });

  test.each([
    ['/api/trends?basis=year', 400],
    ['/api/trends?watch=7', 404],
    ['/api/trends/compare', 400],
    ['/api/trends/compare?of=', 400],
    ['/api/trends/compare?of=drop%20table', 400],
    [`/api/trends/compare?of=${['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => `term.${name}`)}`, 400],
    ['/api/trends/compare?of=watch.9', 404],
    ['/api/trends/compare?of=term.x,area.y', 200],
    ['/api/trends/compare?of=term.NEAR/8(a%252Cb),area.y', 200],
    ['/api/trends/compare?of=term.NEAR/8(a,b),area.y', 400],
    ['/api/trends?from=0', 400],
    ['/api/trends/compare?of=term.x&from=0', 400],
    ['/api/trends/compare?of=term.x&from=1600000000000&to=1750000000000', 200],
  ])('%s answers %d', async (at, status) => {
    const { ask } = await serveHttp();
    expect((await ask('GET', at)).status).toBe(status);
  });

  const LAST = 8_640_000_000_000_000;
  const Y2199 = 7_258_118_399_999;
  test.each([
    [400, `from=${LAST}`],
    [400, `to=${LAST}`],
    [400, `from=${LAST - 1}&to=${LAST}`],
    [400, `from=${Y2199}`],
    [400, 'to=0'],
    [400, 'from=0&to=0'],
    [400, 'from=2000&to=1000'],
    [200, `to=${Y2199}`],
    [200, 'from=0&to=1'],
  ])('every screen answers %i for the range %s', async (status, range) => {
    const { ask, db } = await serveHttp();
    await makeWatch(db);
    const compare = 'trends/compare?of=term.x&';
    const files = ['mentions.csv?', 'mentions/evidence?'];
    for (const path of ['trends?', compare, 'overview?', 'mentions?', ...files, 'stories?']) {
      const answer = await ask('GET', `/api/${path}${range}`);
      expect([path, answer.status]).toEqual([path, status]);
      if (status === 200) continue;
      const faults = faultOf(answer).details.faults as { field: string }[];
      expect(faults[0]?.field).toMatch(/^(from|to)$/);
    }
  });

  test('an annotation is made, changed and removed, each in somebody’s name', async () => {
    const { ask, db } = await serveHttp();
    const { id: watchId } = await makeWatch(db);
    const body = { by: '陈', watchId, kind: 'campaign', text: ' 促销上线 ', at: 1_000, until: null };
    const made = await ask('POST', '/api/annotations', { body });
    expect(made.status).toBe(201);
    const { id, text } = made.json();
    expect(text).toBe('促销上线');
    const changed = await ask('PUT', `/api/annotations/${id}`, { body: { ...body, by: '李', until: 2_000 } });
    expect(changed.json()).toMatchObject({ createdBy: '陈', updatedBy: '李', until: 2_000 });
    const removed = await ask('POST', `/api/annotations/${id}/remove`, { body: { by: '李' } });
    expect(removed.status).toBe(200);
    const gone = await ask('PUT', `/api/annotations/${id}`, { body });
    expect([gone.status, faultOf(gone).code]).toEqual([404, 'not_found']);
  });

  test('an annotation that somebody else changed meanwhile is not written over unseen', async () => {
    const { ask } = await serveHttp();
    const body = { by: '陈', watchId: null, kind: 'note', text: '停暖', at: 1_000, until: null };
    const { id } = (await ask('POST', '/api/annotations', { body })).json();
    const write = (text: string, seen?: string) =>
      ask('PUT', `/api/annotations/${id}`, { body: { ...body, text, ...(seen && { seen }) } });
    const first = await write('停暖，已修复', '0');
    expect(first.status).toBe(200);
    for (const seen of ['0', 'nonsense']) {
      const late = await write('停暖三小时', seen);
      const { code, details } = faultOf(late);
      expect([late.status, code, details.mark]).toEqual([409, 'overtaken', String(first.json().updatedAt)]);
    }
    const { details } = faultOf(await write('停暖三小时', '0'));
    expect((await write('停暖三小时', String(details.mark))).json().text).toBe('停暖三小时');
    // A program that does not look is not held up.
    expect((await write('停暖四小时')).status).toBe(200);
  });

  test('one that says nothing, ends before it begins or names no watch is refused with its reason', async () => {
    const { ask } = await serveHttp();
    const body = { by: '陈', watchId: null, kind: 'note', text: 'x', at: 1_000, until: null };
    for (const [wrong, code] of [
      [{ text: '  ' }, 'bad_request'],
      [{ until: 900 }, 'bad_request'],
      [{ kind: 'gossip' }, 'bad_request'],
      [{ by: '' }, 'bad_request'],
      [{ watchId: 9 }, 'not_found'],
    ] as const) {
      const answer = await ask('POST', '/api/annotations', { body: { ...body, ...wrong } });
      expect(faultOf(answer).code).toBe(code);
    }
  });
});
