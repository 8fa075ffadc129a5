import { describe, expect, test } from 'vitest';
import { anyOf } from '../support/make.ts';
import { faultOf, serveHttp } from './serve.ts';

type Json = Record<string, unknown>;
const line = { id: null, depth: 0, name: '热力', match: {}, channelIds: [], callsChain: false };
const route = { ...line, goesOn: false, active: true };
const person = { name: '李', zone: 'Asia/Shanghai' };
const watch = (name: string) => ({ name, rule: anyOf('停暖') });
const feed = (name: string) => ({ name, source: 'rss', params: FEED, every: 3_600 });
const FEED = { url: 'https://heat.example/feed.xml' };
const hook = (name: string) => ({ kind: 'slack', name, settings: SLACK, minLevel: 'IV' });
const SLACK = { url: 'https://hooks.slack.com/services/T0/B0/secret' };

async function served() {
  const { ask } = await serveHttp();
  const json = async (method: string, at: string, body?: Json) => {
    const answer = await ask(method, at, body === undefined ? {} : { body });
    expect(answer.status, answer.body).toBeLessThan(300);
    return answer.json();
  };
  return { ask, json };
}
type Desk = Awaited<ReturnType<typeof served>>;

/** Each thing that is written whole: where, what it is made of, and the mark that the page of it was given. */
const THINGS: readonly [
  string,
  (desk: Desk) => Promise<{ at: string; body: (name: string) => Json; mark: () => Promise<string> }>,
][] = [
  [
    'a watch',
    async ({ json }) => {
      const { id } = await json('POST', '/api/watches', watch('一'));
      const mark = async () => (await json('GET', '/api/watches'))[0].mark;
      return { at: `/api/watches/${id}`, body: watch, mark };
    },
  ],
  [
    'a channel',
    async ({ json }) => {
      const { id } = await json('POST', '/api/channels', hook('一'));
      const mark = async () => (await json('GET', '/api/channels'))[0].mark;
      return { at: `/api/channels/${id}`, body: hook, mark };
    },
  ],
  [
    'a feed',
    async ({ json }) => {
      const { id } = await json('POST', '/api/feeds', feed('一'));
      const mark = async () => (await json('GET', '/api/feeds'))[0].mark;
      return { at: `/api/feeds/${id}`, body: feed, mark };
    },
  ],
  [
    'the outline of routes',
    async ({ json }) => {
      const mark = async () => (await json('GET', '/api/routes')).mark;
      return { at: '/api/routes', body: (name) => ({ routes: [{ ...route, name }] }), mark };
    },
  ],
  [
    'how messages are put together',
    async ({ json }) => {
      const { grouping } = await json('GET', '/api/routes');
      const mark = async () => (await json('GET', '/api/routes')).groupingMark;
      const body = (name: string) => ({ ...grouping, waitSeconds: 40 + '甲乙丙'.indexOf(name) });
      return { at: '/api/routes/grouping', body, mark };
    },
  ],
  [
    'how long people have to confirm',
    async ({ json }) => {
      const { policy } = await json('GET', '/api/duty');
      const mark = async () => (await json('GET', '/api/duty')).policyMark;
      return {
        at: '/api/duty/policy',
        body: (name) => ({ ...policy, repeats: '甲乙丙'.indexOf(name) }),
        mark,
      };
    },
  ],
  [
    'somebody on duty',
    async ({ json }) => {
      await json('POST', '/api/duty/people', person);
      const { id } = (await json('GET', '/api/duty')).people[0];
      const mark = async () => (await json('GET', '/api/duty')).people[0].mark;
      return { at: `/api/duty/people/${id}`, body: (name) => ({ ...person, name }), mark };
    },
  ],
  [
    'the on-call chain',
    async ({ json }) => {
      await json('POST', '/api/duty/people', person);
      const { id } = (await json('GET', '/api/duty')).people[0];
      const step = { id: null, zone: 'Asia/Shanghai', startsAt: 0, turn: 'week', people: [id] };
      const mark = async () => (await json('GET', '/api/duty')).chains[0].mark;
      return { at: '/api/duty/chain', body: (name) => ({ steps: [{ ...step, name }] }), mark };
    },
  ],
  [
    'the template for all',
    async ({ json }) => {
      const mark = async () => String((await json('GET', '/api/templates')).forAll?.at ?? 0);
      return { at: '/api/templates/all', body: (title) => ({ title, body: '{{等级}}', by: '李' }), mark };
    },
  ],
];

describe.each(THINGS)('%s that two people write', (_, make) => {
  test('the second hears of the first, and may write over it knowingly', async () => {
    const desk = await served();
    const { at, body, mark } = await make(desk);
    const seen = await mark();
    await desk.json('PUT', at, { ...body('甲'), seen });
    const now = await mark();
    expect(now).not.toBe(seen);
    const second = await desk.ask('PUT', at, { body: { ...body('乙'), seen } });
    expect([second.status, faultOf(second)]).toMatchObject([
      409,
      { code: 'overtaken', details: { mark: now } },
    ]);
    expect(await mark()).toBe(now);
    await desk.json('PUT', at, { ...body('乙'), seen: now });
    // A program that does not look is not stopped.
    await desk.json('PUT', at, body('丙'));
    expect(await mark()).not.toBe(now);
  });
});

test('whoever changes the settings of a feed does not set one going that somebody paused meanwhile', async () => {
  const { ask, json } = await served();
  const { id, mark } = await json('POST', '/api/feeds', feed('一'));
  await ask('POST', `/api/feeds/${id}/active`, { body: { active: false } });
  const changed = await json('PUT', `/api/feeds/${id}`, { ...feed('二'), seen: mark });
  expect([changed.name, changed.active]).toEqual(['二', false]);
  expect((await json('PUT', `/api/feeds/${id}`, { ...feed('二'), active: true })).active).toBe(true);
});
