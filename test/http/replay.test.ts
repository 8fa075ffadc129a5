import { describe, expect, test } from 'vitest';
import { DAY } from '../../server/core/time.ts';
import { anyOf } from '../support/make.ts';
import { faultOf, serveHttp } from './serve.ts';

const watch = { name: '热力公司', rule: anyOf('停暖') };
const crisis = { name: ' 大面积停暖 ', from: 10 * DAY, to: 11 * DAY, by: '王标注' };

async function served() {
  const desk = await serveHttp();
  const { id } = (await desk.ask('POST', '/api/watches', { body: watch })).json();
  /** Names of the labels that stand, as the table has them. */
  const standing = async () => {
    const rows = desk.db.selectFrom('crisis_label').select('name').where('removed_at', 'is', null);
    return (await rows.execute()).map(({ name }) => name);
  };
  return { ...desk, at: `/api/watches/${id}`, standing };
}

describe('labelled crises', () => {
  test('are made and taken away, with who did it', async () => {
    const { ask, at, db, standing } = await served();
    const made = await ask('POST', `${at}/crises`, { body: crisis });
    expect(made.status).toBe(201);
    const label = made.json();
    expect(label).toMatchObject({ name: '大面积停暖', from: 10 * DAY, to: 11 * DAY, by: '王标注' });
    expect(await standing()).toEqual(['大面积停暖']);
    const gone = await ask('POST', `${at}/crises/${label.id}/remove`, { body: { by: '李复核' } });
    expect(gone.status).toBe(204);
    expect(await standing()).toEqual([]);
    const rows = await db.selectFrom('crisis_label').select(['removed_by', 'name']).execute();
    expect(rows).toEqual([{ removed_by: '李复核', name: '大面积停暖' }]);
    expect((await ask('POST', `${at}/crises/${label.id}/remove`, { body: { by: '李复核' } })).status).toBe(
      404,
    );
  });

  test('are taken away under their own watch only', async () => {
    const { ask, at, standing } = await served();
    const { id } = (await ask('POST', `${at}/crises`, { body: crisis })).json();
    const other = (await ask('POST', '/api/watches', { body: { ...watch, name: '公交' } })).json();
    for (const wrong of [other.id, 99]) {
      const body = { by: '李复核' };
      const answer = await ask('POST', `/api/watches/${wrong}/crises/${id}/remove`, { body });
      expect([answer.status, faultOf(answer).code]).toEqual([404, 'not_found']);
    }
    expect(await standing()).toEqual(['大面积停暖']);
  });

  test.each([
    ['without a name', { ...crisis, name: ' ' }],
    ['that ends before it begins', { ...crisis, to: 9 * DAY }],
    ['by nobody', { ...crisis, by: '' }],
  ])('%s is refused, and nothing is stored', async (_, body) => {
    const { ask, at, standing } = await served();
    const answer = await ask('POST', `${at}/crises`, { body });
    expect([answer.status, faultOf(answer).code]).toEqual([400, 'bad_request']);
    expect(await standing()).toEqual([]);
  });

  test('a range that ends before it begins is neither replayed nor searched', async () => {
    const { ask, at } = await served();
    const wrong = { from: 10 * DAY, to: 10 * DAY };
    for (const [path, body] of [
      ['replay', { ...wrong, setting: null }],
      ['replay/suggest', wrong],
    ] as const) {
      const answer = await ask('POST', `${at}/${path}`, { body });
      expect([answer.status, faultOf(answer).code]).toEqual([400, 'bad_request']);
    }
  });

  test('go with their watch', async () => {
    const { ask, at, db } = await served();
    await ask('POST', `${at}/crises`, { body: crisis });
    expect((await ask('DELETE', at)).status).toBe(204);
    expect(await db.selectFrom('crisis_label').selectAll().execute()).toEqual([]);
  });
});

test('a replay of a watch that does not exist is not asked for', async () => {
  const { ask } = await served();
  const body = { from: 0, to: DAY, setting: null };
  for (const at of ['/api/watches/99/replay', '/api/watches/99/replay/suggest', '/api/watches/99/crises']) {
    const answer = await ask('POST', at, { body: { ...body, ...crisis } });
    expect([answer.status, faultOf(answer).code]).toEqual([404, 'not_found']);
  }
});
