import { expect, test } from 'vitest';
import { seenOf } from '../../../server/core/drill/team-view.ts';
import { MINUTE } from '../../../server/core/time.ts';
import { makeDrill } from './make-drill.ts';

test('the team sees what came so far, and nothing of what is right or to come', () => {
  const early = seenOf(makeDrill(), 11 * MINUTE);
  expect(early.injects.map(({ id }) => id)).toEqual(['first']);
  expect(early.claims.map(({ id, state }) => [id, state])).toEqual([
    ['burst', 'unverified'],
    ['dead', 'unverified'],
  ]);
  expect(early.injects[0]?.ask).toMatchObject({ many: true, dueAt: 5 * MINUTE });
  expect(JSON.stringify(early)).not.toMatch(/right|why|truth|settledBy|确实/);
  expect(seenOf(makeDrill(), 12 * MINUTE).injects.map(({ id }) => id)).toEqual(['first', 'known']);
});

test('options stand in an order of their own, each under the place that an answer names', () => {
  const [inject] = seenOf(makeDrill(), 0).injects;
  const shown = inject?.ask?.options ?? [];
  expect(shown.toSorted((a, b) => a.place - b.place).map(({ text }) => text)).toEqual([
    '去看',
    '去问',
    '去删',
  ]);
  expect(seenOf(makeDrill(), 0).injects[0]?.ask?.options).toEqual(shown);
});

test('what was done last is what stands', () => {
  const drill = makeDrill([
    [1, { kind: 'level', level: 'III' }],
    [2, { kind: 'level', level: 'I' }, '李'],
    [3, { kind: 'step', playbook: 'PB00', no: 1, done: true }],
    [4, { kind: 'step', playbook: 'PB00', no: 2, done: true }],
    [5, { kind: 'step', playbook: 'PB00', no: 1, done: false }],
    [6, { kind: 'answer', inject: 'first', options: [2] }],
    [7, { kind: 'answer', inject: 'first', options: [0] }],
  ]);
  const seen = seenOf(drill, 8 * MINUTE);
  expect(seen.level).toEqual({ level: 'I', by: '李', drillAt: 2 * MINUTE });
  expect(seen.steps.map(({ no }) => no)).toEqual([2]);
  expect(seen.injects[0]?.answer).toMatchObject({ options: [0], drillAt: 7 * MINUTE });
  expect(seen.log).toHaveLength(7);
});
