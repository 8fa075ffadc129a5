import { describe, expect, test } from 'vitest';
import type { DrillScreen, DrillsScreen } from '../../server/core/screens/drill.ts';
import { faultOf, serveHttp } from './serve.ts';

const start = { by: '王', scenario: 'heating-cold-night', speed: 12 };

async function drilled() {
  const { ask, bus } = await serveHttp();
  let heard = 0;
  bus.subscribe((event) => {
    if (event.kind === 'settings' && event.what === 'drills') heard++;
  });
  const send = async (method: string, path: string, body?: object) => {
    const answer = await ask(method, `/api/drills${path}`, body === undefined ? {} : { body });
    return { answer, status: answer.status, screen: answer.json<DrillScreen>() };
  };
  const { screen } = await send('POST', '', start);
  return { send, at: `/${screen.id}`, heard: () => heard };
}

describe('a drill', () => {
  test('is chosen from the scenarios, of which nothing is told that would spoil them', async () => {
    const { ask } = await serveHttp();
    const answer = await ask('GET', '/api/drills');
    const { scenarios, drills } = answer.json<DrillsScreen>();
    expect([scenarios.length >= 5, drills]).toEqual([true, []]);
    expect(answer.body).not.toMatch(/"(right|why|playbook|injects|truth)"/);
  });

  test('is run by members: every act answers with the drill as it is, and others hear of it', async () => {
    const { send, at, heard } = await drilled();
    const act = (of: object, more = {}) => send('POST', `${at}/acts`, { by: '李', act: of, ...more });
    expect((await act({ kind: 'acknowledged' })).screen.acknowledged).toMatchObject({ by: '李' });
    expect((await act({ kind: 'level', level: 'IV' })).screen.level).toMatchObject({ level: 'IV' });
    const words = { kind: 'statement', title: '说明', body: '我们会尽快恢复。' };
    const refused = await act(words);
    expect([refused.status, faultOf(refused.answer).code]).toEqual([422, 'statement_not_ready']);
    expect((await act(words, { anyway: true })).screen.statements).toHaveLength(1);
    expect((await send('POST', `${at}/pause`, { by: '李' })).screen.time.state).toBe('paused');
    expect((await act({ kind: 'note', text: '记一笔' })).status).toBe(409);
    expect((await send('POST', `${at}/resume`, { by: '李' })).screen.time.state).toBe('running');
    const { screen } = await send('POST', `${at}/end`, { by: '李' });
    expect(screen.result?.score.clocks.map(({ name }) => name)).toEqual([
      'confirmed',
      'reported',
      'answered',
    ]);
    expect(heard()).toBe(7);
    expect((await send('POST', `${at}/remove`, { by: '李' })).status).toBe(200);
    expect((await send('GET', at)).status).toBe(404);
  });

  test('before it is over no answer gives away what is right', async () => {
    const { send, at } = await drilled();
    const { answer } = await send('GET', at);
    expect(answer.body).not.toMatch(/"(right|why|truth|settledBy|plan)"/);
  });

  test.each([
    ['', { ...start, speed: 2 }, 400],
    ['', { ...start, by: ' ' }, 400],
    ['', { ...start, scenario: 'nothing' }, 404],
    ['', { ...start, channelIds: [7] }, 404],
    ['', { ...start, channelIds: Array.from({ length: 51 }, (_, i) => i + 1) }, 400],
    ['/1/acts', { by: '王', act: { kind: 'level', level: 'V' } }, 400],
    ['/1/acts', { by: '王', act: { kind: 'win' } }, 400],
    ['/1/acts', { by: '王', act: { kind: 'note', text: 'x'.repeat(1_001) } }, 400],
    ['/1/acts', { by: '王', act: { kind: 'answer', inject: 'first', options: [] } }, 400],
    ['/9/acts', { by: '王', act: { kind: 'acknowledged' } }, 404],
    ['/9/end', { by: '王' }, 404],
    ['/9/remove', { by: '王' }, 404],
    ['/x/pause', { by: '王' }, 400],
  ])('%s %j is refused with %d', async (path, body, status) => {
    const { send } = await drilled();
    expect((await send('POST', path, body)).status).toBe(status);
  });
});
