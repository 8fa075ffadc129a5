import { describe, expect, test } from 'vitest';
import { fromKept, keptUnit, toKept } from '../../../server/core/reading/amount-unit.ts';
import { checkStandard, type StandardInput } from '../../../server/core/service/standard.ts';

const input: StandardInput = {
  watchId: 1,
  touchpoint: 'hotline',
  unit: 'minute',
  better: 'low',
  name: ' 热线接通 ',
  owner: ' 客服部 ',
  floor: 10,
  target: 5,
  ideal: 1,
  reviewAt: null,
  promise: null,
};
const promise = { text: '5 分钟接通', value: 5, url: null, from: 1_000, to: null };

function fieldsOf(more: Partial<StandardInput>): readonly string[] {
  try {
    checkStandard({ ...input, ...more });
  } catch (error) {
    const { details } = error as { details: { faults: readonly { field: string }[] } };
    return details.faults.map(({ field }) => field);
  }
  return [];
}

describe('a standard', () => {
  test('is kept as it is written, without blanks around', () => {
    expect(checkStandard(input)).toMatchObject({ name: '热线接通', owner: '客服部', floor: 10 });
    expect(fieldsOf({ target: 10, ideal: null, promise })).toEqual([]);
  });

  test.each([
    ['says nothing', { name: ' ', owner: '' }, ['name', 'owner']],
    ['says too much', { name: '长'.repeat(81) }, ['name']],
    ['aims below its floor', { target: 11 }, ['target']],
    ['aims below its floor, the other way', { better: 'high', target: 9, ideal: null }, ['target']],
    ['wishes for no more than it aims at', { ideal: 5 }, ['ideal']],
    ['is out of bounds', { floor: 1e9 }, ['floor']],
    ['is no number', { target: Number.NaN }, ['target', 'ideal']],
    ['measures warmth on the phone', { unit: 'celsius' }, ['unit']],
    ['promises nothing', { promise: { ...promise, text: ' ' } }, ['promise.text']],
    ['promises until before it began', { promise: { ...promise, to: 1_000 } }, ['promise.to']],
  ] as const)('that %s is refused', (_, more, fields) => {
    expect(fieldsOf(more)).toEqual(fields);
  });
});

describe('units', () => {
  test('of time are kept in minutes, and come back as they were', () => {
    expect([toKept(1.5, 'hour'), toKept(3, 'day'), toKept(30, 'second')]).toEqual([90, 4_320, 0.5]);
    expect(fromKept(toKept(20, 'second'), 'second')).toBe(20);
    expect(fromKept(4_320, 'hour')).toBe(72);
    expect([toKept(16, 'celsius'), fromKept(16, 'celsius')]).toEqual([16, 16]);
  });

  test('of other kinds are of no standard', () => {
    expect(['week', 'yuan', 'percent', 'mbps', 'toString'].map((unit) => keptUnit(unit))).toEqual([
      'minute',
      'yuan',
      null,
      null,
      null,
    ]);
  });
});
