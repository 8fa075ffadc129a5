import { describe, expect, test } from 'vitest';
import type { DutyScreen } from '../../server/core/screens/duty.ts';
import { makeChannel } from '../support/make-channel.ts';
import { faultOf, type Served, serveHttp } from './serve.ts';

const ZONE = 'Asia/Shanghai';

async function ask({ ask }: Served, method: string, path: string, body?: unknown): Promise<DutyScreen> {
  const answer = await ask(method, `/api/duty${path}`, body === undefined ? {} : { body });
  expect(answer.status).toBe(200);
  return answer.json();
}

async function withPeople() {
  const served = await serveHttp();
  const { id } = await makeChannel(served.db, { name: '李静的手机' });
  await ask(served, 'POST', '/people', { name: '李静', title: '值班', zone: ZONE, channelIds: [id] });
  const screen = await ask(served, 'POST', '/people', { name: '赵磊', zone: ZONE });
  return { served, screen, people: screen.people.map((person) => person.id) };
}

const step = (people: readonly number[], parts: object = {}) => ({
  id: null,
  name: '一线',
  people,
  turn: 'everyone',
  startsAt: 0,
  zone: ZONE,
  ...parts,
});

/** Steps of the chain of all watches that name none. */
const restOf = ({ chains }: DutyScreen) => chains[0]?.steps ?? [];

describe('who is rung', () => {
  test('at first nobody, with the usual times', async () => {
    expect(await ask(await serveHttp(), 'GET', '')).toMatchObject({
      people: [],
      swaps: [],
      channels: [],
      chains: [{ id: null, name: '', watchIds: [], steps: [] }],
      policy: { minutes: { I: 5, II: 10, III: 30, IV: 120 }, repeats: 5 },
    });
  });

  test('a channel that is named twice is given once', async () => {
    const { served, screen, people } = await withPeople();
    const [own = 0] = screen.people[0]?.channelIds ?? [];
    const person = { name: '赵磊', zone: ZONE, channelIds: [own, own] };
    const changed = await ask(served, 'PUT', `/people/${people[1]}`, person);
    expect(changed.people.map(({ channelIds }) => channelIds)).toEqual([[], [own]]);
  });

  test('people, their chain, who stands in and the times are kept and told', async () => {
    const { served, people } = await withPeople();
    const chain = await ask(served, 'PUT', '/chain', {
      steps: [step([people[0] ?? 0]), step([people[1] ?? 0], { name: '经理' })],
    });
    expect(restOf(chain).map(({ name, shift }) => [name, ...shift.people])).toEqual([
      ['一线', people[0]],
      ['经理', people[1]],
    ]);
    const at = Date.now();
    const swap = { stepId: restOf(chain)[0]?.id, personId: people[1], from: at, until: at + 3_600_000 };
    const swapped = await ask(served, 'POST', '/swaps', { ...swap, by: '王' });
    expect(swapped.swaps).toMatchObject([{ personId: people[1], by: '王' }]);
    const policy = { minutes: { I: 3, II: 9, III: null, IV: null }, repeats: 2 };
    expect((await ask(served, 'PUT', '/policy', policy)).policy).toEqual(policy);
    const gone = await ask(served, 'DELETE', `/swaps/${swapped.swaps[0]?.id}`);
    expect(gone.swaps).toEqual([]);
  });

  test('a step that stays keeps its number, and so who stands in', async () => {
    const { served, people } = await withPeople();
    const steps = restOf(await ask(served, 'PUT', '/chain', { steps: [step(people)] }));
    const id = steps[0]?.id ?? 0;
    const at = Date.now();
    const swap = { stepId: id, personId: people[1], from: at, until: at + 3_600_000, by: '王' };
    await ask(served, 'POST', '/swaps', swap);
    const next = { steps: [step(people, { name: '新的' }), step(people, { id, turn: 'week' })] };
    const chain = await ask(served, 'PUT', '/chain', next);
    expect(restOf(chain).map(({ name, turn }) => [name, turn])).toEqual([
      ['新的', 'everyone'],
      ['一线', 'week'],
    ]);
    expect(restOf(chain)[1]?.id).toBe(id);
    expect(chain.swaps).toHaveLength(1);
    expect((await ask(served, 'PUT', '/chain', { steps: [] })).swaps).toEqual([]);
  });

  test('a channel belongs to one person', async () => {
    const { served, screen, people } = await withPeople();
    const channelIds = screen.channels.map(({ id }) => id);
    const changed = await ask(served, 'PUT', `/people/${people[1]}`, {
      name: '赵磊',
      zone: ZONE,
      channelIds,
    });
    expect(changed.people.map((person) => person.channelIds)).toEqual([[], channelIds]);
    const left = await ask(served, 'DELETE', `/people/${people[1]}`);
    expect(left.people.map(({ name }) => name)).toEqual(['李静']);
  });

  test.each([
    ['a zone that does not exist', 'POST', '/people', { name: '王', zone: 'Mars/Olympus' }],
    ['no name', 'POST', '/people', { name: ' ', zone: ZONE }],
    [
      'hours without length',
      'POST',
      '/people',
      { name: '王', zone: ZONE, hours: { days: 'workdays', from: 9, to: 9 } },
    ],
    ['a step with nobody', 'PUT', '/chain', { steps: [step([])] }],
    ['a turn that is none', 'PUT', '/chain', { steps: [step([1], { turn: 'month' })] }],
    [
      'a first turn that no calendar can tell',
      'PUT',
      '/chain',
      { steps: [step([1], { turn: 'day', startsAt: 8_640_000_000_000_000 })] },
    ],
    [
      'somebody who stands in after the year 2199',
      'POST',
      '/swaps',
      { stepId: 1, personId: 1, from: 7_258_118_400_000, until: 7_258_118_500_000, by: '王' },
    ],
    ['too many repeats', 'PUT', '/policy', { minutes: { I: 1, II: 1, III: 1, IV: 1 }, repeats: 6 }],
    ['no time at all', 'PUT', '/policy', { minutes: { I: 0, II: 1, III: 1, IV: 1 }, repeats: 1 }],
  ])('%s is refused by name', async (_, method, path, body) => {
    const { served } = await withPeople();
    const answer = await served.ask(method, `/api/duty${path}`, { body });
    expect([answer.status, faultOf(answer).code]).toEqual([400, 'bad_request']);
  });

  test.each([
    ['PUT', '/people/99', { name: '王', zone: ZONE }],
    ['DELETE', '/people/99', undefined],
    ['DELETE', '/swaps/99', undefined],
    ['PUT', '/chain', { steps: [step([99])] }],
  ])('%s %s of what is not there is not found', async (method, path, body) => {
    const { served } = await withPeople();
    const answer = await served.ask(method, `/api/duty${path}`, body === undefined ? {} : { body });
    expect([answer.status, faultOf(answer).code]).toEqual([404, 'not_found']);
  });
});
