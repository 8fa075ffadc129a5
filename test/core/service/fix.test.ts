import { expect, test } from 'vitest';
import { checkFix, facetOf } from '../../../server/core/service/fix.ts';
import { NOW } from '../../support/make.ts';

const input = {
  watchId: 1,
  touchpoint: 'delivery',
  dimension: null,
  title: '增派骑手',
  doneAt: NOW,
} as const;

test('the title of a fix is kept without the blanks around it', () => {
  expect(checkFix({ ...input, title: '  增派骑手\n' }, NOW)).toEqual(input);
  expect(checkFix({ ...input, title: '修'.repeat(200) }, NOW).title).toHaveLength(200);
});

test.each([
  ['says nothing', { title: ' \n ' }, ['title']],
  ['says too much', { title: '修'.repeat(201) }, ['title']],
  ['is still to come', { doneAt: NOW + 1 }, ['doneAt']],
  ['is wrong in two ways', { title: '', doneAt: NOW + 1 }, ['title', 'doneAt']],
])('one that %s is refused with its reasons', (_, wrong, fields) => {
  const faults = fields.map((field) => expect.objectContaining({ field }));
  expect(() => checkFix({ ...input, ...wrong }, NOW)).toThrow(
    expect.objectContaining({ code: 'bad_request', details: { faults } }),
  );
});

test('is counted by its touchpoint, or by one dimension of it', () => {
  expect(facetOf(input)).toBe('touch.delivery');
  expect(facetOf({ ...input, dimension: 'empathy' })).toBe('pair.empathy.delivery');
});
