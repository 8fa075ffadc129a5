import { describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../server/core/time.ts';
import { makeWatch } from '../support/make-watch.ts';
import { type Answer, faultOf, serveHttp } from './serve.ts';

async function served() {
  const desk = await serveHttp();
  const watch = await makeWatch(desk.db, { name: '热力公司' });
  const draft = {
    matcher: { watchIds: [watch.id] },
    until: Date.now() + HOUR,
    by: '王值班',
    reason: ' 压力演练 ',
  };
  const make = (more: object = {}) => desk.ask('POST', '/api/silences', { body: { ...draft, ...more } });
  const list = () => desk.get('/api/silences');
  return { ...desk, watch, make, list };
}

describe('a silence whose answer was lost', () => {
  test('asked for again under its key is the same one, also once it was ended; under another key it is another', async () => {
    const { ask, watch, list } = await served();
    const body = {
      matcher: { watchIds: [watch.id] },
      until: Date.now() + HOUR,
      by: '王值班',
      reason: '演练',
    };
    const make = (key: string, more: object = {}) =>
      ask('POST', '/api/silences', {
        body: { ...body, ...more },
        headers: { 'idempotency-key': key },
      });
    const first = await make('night-1');
    const again = await make('night-1');
    expect(JSON.parse(again.body)).toMatchObject({ id: JSON.parse(first.body).id, reason: '演练' });
    expect([first, again].map(({ headers }) => headers['idempotency-replayed'])).toEqual([undefined, 'true']);
    await ask('POST', `/api/silences/${JSON.parse(first.body).id}/end`, { body: { by: '李经理' } });
    expect(JSON.parse((await make('night-1')).body)).toMatchObject({ state: 'past' });
    expect(await list()).toHaveLength(1);
    expect(faultOf(await make('night-1', { reason: '别的' })).code).toBe('key_reused');
    await make('night-2');
    await make('night-1', { by: '李经理' });
    expect(await list()).toHaveLength(3);
  });

  test('without a key is the same one for as long as one tries again', async () => {
    const { make, list, ask } = await served();
    const first = JSON.parse((await make()).body);
    expect(JSON.parse((await make({ until: Date.now() + HOUR + 20_000 })).body).id).toBe(first.id);
    expect(await list()).toHaveLength(1);
    await make({ until: Date.now() + 2 * HOUR });
    await make({ by: '李经理' });
    await make({ matcher: {} });
    expect(await list()).toHaveLength(4);
    // Ended since, it is wanted anew.
    await ask('POST', `/api/silences/${first.id}/end`, { body: { by: '李经理' } });
    await make();
    expect(await list()).toHaveLength(5);
  });
});

describe('silences', () => {
  test('are made, listed with what they are about, and stay in the list when they were ended early', async () => {
    const { ask, bus, watch, make, list, db } = await served();
    const heard: string[] = [];
    bus.subscribe((event) => event.kind === 'settings' && heard.push(event.what));
    const made = await make();
    expect(made.status).toBe(201);
    const { id } = made.json();
    const shown = { id, author: '王值班', reason: '压力演练', maxLevel: 'II', alerts: 0 };
    expect(await list()).toMatchObject([
      {
        ...shown,
        state: 'active',
        watches: [{ id: watch.id, name: '热力公司' }],
        stories: [],
        endedBy: null,
      },
    ]);
    const ended = await ask('POST', `/api/silences/${id}/end`, { body: { by: '李经理' } });
    expect(ended.status).toBe(200);
    expect(await list()).toMatchObject([{ ...shown, state: 'past', endedBy: '李经理' }]);
    expect(heard).toEqual(['silences', 'silences']);
    // What it held is told without waiting for the clock.
    const jobs = await db.selectFrom('job').select('kind').execute();
    expect(jobs).toEqual([{ kind: 'release-held' }]);
  });

  test('come in the order in which they matter: those that stand, then those that are over', async () => {
    const { ask, make, list } = await served();
    const [first, , third] = [
      await make(),
      await make({ from: Date.now() + MINUTE }),
      await make({ reason: '再演练' }),
    ];
    const idOf = (answer: Answer) => answer.json().id;
    await ask('POST', `/api/silences/${idOf(third)}/end`, { body: { by: '李经理' } });
    expect((await list()).map((row: { state: string }) => row.state)).toEqual(['coming', 'active', 'past']);
    expect((await list())[1].id).toBe(idOf(first));
  });

  test.each([
    ['without a reason', { reason: '  ' }, 'reason'],
    ['by nobody', { by: '' }, 'by'],
    ['that is over before it begins', { from: Date.now() + 2 * HOUR }, 'until'],
    ['in the past', { until: Date.now() - 1 }, 'until'],
    ['for longer than 30 days', { until: Date.now() + 31 * DAY }, 'until'],
    ['of no watch', { matcher: { watchIds: [] } }, 'matcher.watchIds'],
    ['of a watch that does not exist', { matcher: { watchIds: [99] } }, 'watchIds'],
    ['of a story that does not exist', { matcher: { storyIds: [99] } }, 'storyIds'],
    ['up to no level', { matcher: { maxLevel: 'V' } }, 'matcher.maxLevel'],
    ['of something unheard of', { matcher: { platform: 'weibo' } }, 'matcher'],
  ])('%s are refused, with what is wrong', async (_, wrong, field) => {
    const { make, list } = await served();
    const answer = await make(wrong);
    const { code, details } = faultOf(answer);
    expect([answer.status, code]).toEqual([400, 'bad_request']);
    const faults = details.faults as readonly { readonly field: string }[] | undefined;
    expect(faults?.[0]?.field ?? details.field).toBe(field);
    expect(await list()).toEqual([]);
  });

  test('end once, and only where there is one', async () => {
    const { ask, make } = await served();
    const { id } = (await make()).json();
    const end = (which: number, by = '李经理') => ask('POST', `/api/silences/${which}/end`, { body: { by } });
    expect((await end(id)).status).toBe(200);
    // Who got no answer and asks again is told that it is done.
    expect((await end(id)).status).toBe(200);
    expect([(await end(id, '王值班')).status, (await end(id + 1)).status]).toEqual([409, 404]);
  });
});

describe('channels', () => {
  const hook = {
    kind: 'webhook',
    name: '值班群',
    settings: { url: 'https://a.example/hook' },
    minLevel: 'IV',
  };
  const quiet = { from: '22:00', to: '07:30', workdaysOnly: true, zone: 'Asia/Shanghai' };

  test('keep quiet hours and the most messages an hour', async () => {
    const { ask } = await served();
    const plain = (await ask('POST', '/api/channels', { body: hook })).json();
    expect(plain).toMatchObject({ quiet: null, perHour: 20, held: [] });
    const body = { ...hook, quiet, perHour: 3 };
    const changed = await ask('PUT', `/api/channels/${plain.id}`, { body });
    expect(changed.json()).toMatchObject({ quiet, perHour: 3 });
  });

  test.each([
    ['hours that are none', { quiet: { ...quiet, from: '25:00' } }, 'quiet'],
    ['a zone that is none', { quiet: { ...quiet, zone: 'Asia/Nowhere' } }, 'quiet'],
    ['hours that never are', { quiet: { ...quiet, to: '22:00', workdaysOnly: false } }, 'quiet'],
    ['no message at all', { perHour: 0 }, 'perHour'],
  ])('refuse %s', async (_, wrong, field) => {
    const { ask } = await served();
    const answer = await ask('POST', '/api/channels', { body: { ...hook, ...wrong } });
    expect(answer.status).toBe(400);
    expect(faultOf(answer).details.faults).toMatchObject([{ field }]);
  });
});
