import { expect, test } from 'vitest';
import { STATED_NAMES, statedFacts } from '../../../server/core/mention/stated-facts.ts';
import type { Aspect } from '../../../server/core/reading/analysis.ts';

const aspect = (more: Partial<Aspect>): Aspect => ({
  aspect: '',
  servqual: null,
  expectation: null,
  touchpoint: null,
  polarity: -1,
  span: [0, 1],
  ...more,
});

function told(
  aspects: readonly Partial<Aspect>[],
  copyOf: number | null = null,
): Record<string, number | null> {
  const mention = { post: { copyOf }, analysis: { aspects: aspects.map(aspect) } };
  const facts = statedFacts(mention as unknown as Parameters<typeof statedFacts>[0]);
  return Object.fromEntries(facts.map(({ name, value }) => [name, value]));
}

test('a post tells what came and what was expected, times in minutes', () => {
  const repair = { touchpoint: 'onsite_repair', expected: 2, actual: 6, unit: 'hour' } as const;
  expect(told([repair])).toEqual({
    'actual.onsite_repair.minute': 360,
    'expected.onsite_repair.minute': 120,
  });
});

test('a wait of nothing in particular is for what the post is about, one of its own comes first', () => {
  const wait = { touchpoint: 'waiting', actual: 40, unit: 'minute' } as const;
  expect(told([{ touchpoint: 'hotline' }, wait])).toEqual({
    'actual.hotline.minute': 40,
    'actual.waiting.minute': 40,
  });
  const own = { touchpoint: 'hotline', actual: 12, unit: 'minute' } as const;
  expect(told([wait, own])['actual.hotline.minute']).toBe(12);
});

test('the least that rooms must have is nobody’s expectation, another warmth is', () => {
  const room = { touchpoint: 'heating', actual: 16, unit: 'celsius' } as const;
  expect(told([{ ...room, expected: 18 }])).toEqual({ 'actual.heating.celsius': 16 });
  expect(told([{ ...room, expected: 20 }])).toMatchObject({ 'expected.heating.celsius': 20 });
});

test('copies, other units and cold phones tell nothing', () => {
  const room = { touchpoint: 'heating', actual: 16, unit: 'celsius' } as const;
  expect(told([room], 3)).toEqual({});
  expect(
    told([{ ...room, touchpoint: 'hotline' }, { ...room, unit: 'percent' }, { touchpoint: 'store' }]),
  ).toEqual({});
});

test('every name is one of those that go with their mention', () => {
  expect(new Set(STATED_NAMES).size).toBe(STATED_NAMES.length);
  expect(STATED_NAMES).toContain('actual.heating.celsius');
  expect(STATED_NAMES).not.toContain('actual.hotline.celsius');
});
