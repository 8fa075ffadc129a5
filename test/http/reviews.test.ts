import { describe, expect, test } from 'vitest';
import type { ReviewScreen } from '../../server/core/screens/review.ts';
import { insertAlert } from '../../server/db/alert/alerts.ts';
import { makeDraft } from '../core/alert/make-alert.ts';
import { makeWatch } from '../support/make-watch.ts';
import { faultOf, serveHttp } from './serve.ts';

async function alerted() {
  const { ask, db, bus } = await serveHttp();
  let heard = 0;
  bus.subscribe((event) => {
    if (event.kind === 'settings' && event.what === 'reviews') heard++;
  });
  const watch = await makeWatch(db, {}, Date.now());
  const id = await insertAlert(db, makeDraft({ watchId: watch.id }), Date.now());
  const send = async (method: string, path: string, body?: object) => {
    const answer = await ask(method, `/api${path}`, body === undefined ? {} : { body });
    return { answer, status: answer.status, screen: answer.json<ReviewScreen>() };
  };
  return { id, send, heard: () => heard };
}

const cause = { playbook: null, question: 'cause', text: '阀门老化' };
const review = { by: '陈', version: 0, status: 'working', answers: [cause] };
const measure = { by: '陈', what: '更换阀门', owner: '维修部', dueAt: 1_900_000_000_000 };

describe('the review of an alert', () => {
  test('is kept with who wrote it; who saves over an older one is told by whom it was changed', async () => {
    const { id, send, heard } = await alerted();
    const first = await send('PUT', `/alerts/${id}/review`, review);
    expect([first.status, first.screen.review.version]).toEqual([200, 1]);
    expect(first.screen.review.answers).toMatchObject([{ ...cause, by: '陈' }]);
    const second = await send('PUT', `/alerts/${id}/review`, { ...review, by: '李', answers: [] });
    expect([second.status, faultOf(second.answer).code]).toEqual([409, 'conflict']);
    // Other open pages hear of what was saved, and of nothing else.
    expect(heard()).toBe(1);
    const { screen } = await send('GET', `/alerts/${id}/review`);
    expect(screen.review).toMatchObject({ version: 1, updatedBy: '陈', answers: [{ text: '阀门老化' }] });
  });

  test('a measure is planned, done, changed by one at a time, and taken back', async () => {
    const { id, send } = await alerted();
    const made = await send('POST', `/alerts/${id}/measures`, measure);
    expect([made.status, made.screen.measures[0]?.overdue]).toEqual([201, false]);
    const at = `/measures/${made.screen.measures[0]?.id}`;
    const done = await send('PUT', at, { ...measure, version: 1, done: true });
    expect(done.screen.measures).toMatchObject([{ doneBy: '陈', version: 2 }]);
    expect((await send('PUT', at, { ...measure, version: 1, done: false })).status).toBe(409);
    expect((await send('POST', `${at}/remove`, { by: '陈', version: 1 })).status).toBe(409);
    expect((await send('POST', `${at}/remove`, { by: '陈', version: 2 })).screen.measures).toEqual([]);
    expect((await send('PUT', at, { ...measure, version: 3, done: true })).status).toBe(404);
  });

  test.each([
    ['PUT', '/alerts/1/review', { ...review, status: 'done', answers: [] }, 400],
    ['PUT', '/alerts/1/review', { ...review, by: ' ' }, 400],
    ['PUT', '/alerts/1/review', { ...review, answers: [{ ...cause, text: 'x'.repeat(5_001) }] }, 400],
    ['PUT', '/alerts/9/review', review, 404],
    ['POST', '/alerts/1/measures', { ...measure, owner: '' }, 400],
    ['POST', '/alerts/9/measures', measure, 404],
    ['GET', '/alerts/9/review', undefined, 404],
    ['GET', '/alerts/x/review', undefined, 400],
  ])('%s %s %j is refused with %d', async (method, path, body, status) => {
    const { send } = await alerted();
    expect((await send(method, path, body)).status).toBe(status);
  });

  test('an installation without alerts has an empty list', async () => {
    const { get } = await serveHttp();
    expect(await get('/api/reviews')).toMatchObject({
      waiting: [],
      working: [],
      done: [],
      due: [],
    });
  });
});
