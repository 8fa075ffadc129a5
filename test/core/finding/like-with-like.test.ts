import { expect, test } from 'vitest';
import { happening } from '../../../server/core/finding/finding-sentence.ts';
import { likeWithLike } from '../../../server/core/finding/like-with-like.ts';
import { makeFinding } from '../alert/make-alert.ts';

const rule = makeFinding({ detector: 'severity', key: 'sev.fire', baseline: { kind: 'rule' }, score: 0 });
const hour = makeFinding({ key: 'volume-1h', facts: { measure: 'total' }, observed: 90 });
const negative = makeFinding({ key: 'negative-1h', facts: { measure: 'negative' }, observed: 40 });

test('what is gone without the new feeds is held, what claims no probability stands', () => {
  const { findings, held } = likeWithLike({ all: [rule, hour, negative], before: [], brought: [] });
  expect(findings).toEqual([rule, hour, negative]);
  expect(held).toEqual([
    { finding: hour, reason: 'more-heard' },
    { finding: negative, reason: 'more-heard' },
  ]);
});

test('what is left without them is told by what was heard before, with how much was left out', () => {
  const smaller = { ...hour, observed: 60 };
  const longer = makeFinding({ key: 'volume-6h', facts: { measure: 'total' }, observed: 200 });
  const { findings, held } = likeWithLike({ all: [hour, negative], before: [smaller, longer], brought: [] });
  expect(findings).toEqual([
    { ...smaller, facts: { measure: 'total', besides: 30, leftOut: 30 } },
    longer,
    negative,
  ]);
  expect(held.map(({ finding }) => finding)).toEqual([negative]);
});

test('the one post of a hot list among ninety is not worth a word', () => {
  const smaller = { ...hour, observed: 89 };
  const { findings } = likeWithLike({ all: [hour], before: [smaller], brought: [] });
  // Who lists the posts meets it there all the same.
  expect(findings).toEqual([{ ...smaller, facts: { measure: 'total', besides: 1 } }]);
});

test('a rise that is seen to begin later without them says nothing of how many were left out', () => {
  const rise = makeFinding({ detector: 'cusum', key: 'volume-rise', windowMinutes: 600, observed: 200 });
  const later = { ...rise, windowMinutes: 300, observed: 90 };
  expect(likeWithLike({ all: [rise], before: [later], brought: [] }).findings).toEqual([later]);
});

test('nothing is told that was not there with them: an old feed fell silent, say', () => {
  const silence = makeFinding({ detector: 'silence', key: 'silence', facts: { measure: 'silence' } });
  expect(likeWithLike({ all: [hour], before: [hour, silence], brought: [] }).findings).toEqual([hour]);
});

test('rules speak for what the new feeds brought, and say nothing twice', () => {
  const cold = makeFinding({
    detector: 'cold-start',
    expected: null,
    baseline: { kind: 'cold-start', days: 2 },
    score: 0,
  });
  const { findings, held } = likeWithLike({ all: [rule, hour], before: [], brought: [rule, cold] });
  const apart = { ...cold, facts: { ...cold.facts, newFeeds: 1 } };
  expect(findings).toEqual([rule, apart, hour]);
  // The watch may be known for years.
  expect(happening(apart)).toMatch(/，新接入的来源历史不足 7 天，还没有平时水平$/);
  expect(held).toEqual([{ finding: hour, reason: 'more-heard' }]);
});
