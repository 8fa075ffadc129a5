import { describe, expect, test } from 'vitest';
import { contentMark } from '../../../server/core/mention/pseudonym.ts';
import type { Correction, Verdict } from '../../../server/core/reading/correction.ts';
import {
  applyLabel,
  isRepeated,
  labelOf,
  opinionsOf,
  overrideOf,
  sentimentOfText,
} from '../../../server/core/reading/correction.ts';
import { scoreLabels } from '../../../server/core/reading/label-score.ts';
import {
  effectOf,
  isOneSided,
  type Move,
  movesTooMuch,
} from '../../../server/core/reading/overlay-effect.ts';
import { judgeOverlay, mayBeActive } from '../../../server/core/reading/overlay-version.ts';
import { isHeldOut } from '../../../server/core/statistics/held-out.ts';
import { makeAnalysis, NOW } from '../../support/make.ts';

const NOTHING = { sentiment: null, intents: null, severity: null };

function said(id: number, by: string, parts: Partial<Correction['label']>, more: Partial<Correction> = {}) {
  const correction: Correction = {
    id,
    postId: 1,
    by,
    at: NOW + id,
    verdict: 'correct',
    machine: NOTHING,
    reader: 'r',
    note: null,
    textOf: null,
    label: { ...NOTHING, ...parts },
    ...more,
  };
  return correction;
}

describe('which label holds', () => {
  test('the newest, part by part', () => {
    const override = overrideOf([
      said(3, '乙', { sentiment: 1 }),
      said(1, '甲', { sentiment: -1, intents: ['complaint'] }),
      said(2, '甲', { severity: [] }),
    ]);
    expect(override).toEqual({
      sentiment: 1,
      intents: ['complaint'],
      severity: [],
      by: '乙',
      at: NOW + 3,
    });
    expect(overrideOf([])).toBe(null);
  });

  test('an adjudication before any other, until the next one', () => {
    const ruled = [
      said(1, '甲', { sentiment: -1 }),
      said(2, '裁', { sentiment: 0 }, { verdict: 'adjudicate' }),
      said(3, '乙', { sentiment: 1 }),
    ];
    expect(overrideOf(ruled)).toMatchObject({ sentiment: 0, by: '裁' });
    const again = said(4, '裁', { sentiment: 1 }, { verdict: 'adjudicate' });
    expect(overrideOf([...ruled, again])?.sentiment).toBe(1);
  });

  test('people’s opinions are their newest ones; who adjudicates has seen the others', () => {
    const opinions = opinionsOf([
      said(2, '甲', { sentiment: 0 }),
      said(1, '甲', { sentiment: -1 }),
      said(3, '乙', { intents: [] }),
      said(4, '裁', { sentiment: 1 }, { verdict: 'adjudicate' }),
    ]);
    expect([...opinions]).toEqual([['甲', 0]]);
  });
});

describe('a label given again', () => {
  const complaint = said(1, '甲', { sentiment: -1, intents: ['complaint'] }, { note: '看过原文' });
  const again = (parts: Partial<Correction['label']>, more: Partial<Correction> = {}) =>
    said(99, '甲', parts, more);

  test('by the same person is a repetition, part by part, whatever they judged in between', () => {
    const before = [complaint, said(2, '甲', { severity: [] }), said(3, '乙', { sentiment: -1 })];
    expect(isRepeated(again({ sentiment: -1 }), before)).toBe(true);
    expect(isRepeated(again({ sentiment: -1, severity: [] }), before)).toBe(true);
    expect(isRepeated(again({ sentiment: -1 }, { note: '看过原文' }), before)).toBe(true);
  });

  test('is none where it is new, or holds no more', () => {
    expect(isRepeated(again({ sentiment: -1 }), [])).toBe(false);
    expect(isRepeated(again({ sentiment: -1 }, { by: '乙' }), [complaint])).toBe(false);
    expect(isRepeated(again({ sentiment: 0 }), [complaint])).toBe(false);
    expect(isRepeated(again({ intents: ['complaint', 'help'] }), [complaint])).toBe(false);
    expect(isRepeated(again({ sentiment: -1, severity: [] }), [complaint])).toBe(false);
    expect(isRepeated(again({ sentiment: -1 }, { note: '再看一遍' }), [complaint])).toBe(false);
    expect(isRepeated(again({ sentiment: -1 }, { verdict: 'agree' }), [complaint])).toBe(false);
    const back = [complaint, said(2, '甲', { sentiment: 0 })];
    expect(isRepeated(again({ sentiment: -1 }), back)).toBe(false);
    expect(isRepeated(again({ sentiment: -1 }), [complaint, said(2, '乙', { sentiment: 0 })])).toBe(false);
  });
});

test('a corrected reading is certain of what people judged, and keeps the rest', () => {
  const machine = makeAnalysis({
    label: 0,
    intents: [
      { name: 'question', p: 0.8 },
      { name: 'complaint', p: 0.2 },
    ],
    severity: [{ category: 'outage', confidence: 0.7, terms: ['停暖'] }],
  });
  expect(labelOf(machine)).toEqual({ sentiment: 0, intents: ['question'], severity: ['outage'] });
  const after = applyLabel(machine, {
    sentiment: -1,
    intents: ['complaint'],
    severity: ['outage', 'injury'],
  });
  expect(after.sentiment).toEqual({ label: -1, negative: 1, neutral: 0, positive: 0, score: -1 });
  expect(after.intents).toEqual([{ name: 'complaint', p: 1 }]);
  expect(after.severity.map(({ category, terms }) => [category, terms])).toEqual([
    ['outage', ['停暖']],
    ['injury', []],
  ]);
  expect(applyLabel(machine, NOTHING)).toEqual(machine);
});

test('one text in five is held out, always the same ones', () => {
  const texts = Array.from({ length: 10_000 }, (_, n) => contentMark(null, `第${n}户停暖`).hash);
  const held = texts.filter(isHeldOut);
  expect(held.length).toBeGreaterThan(1_900);
  expect(held.length).toBeLessThan(2_100);
  expect(texts.filter(isHeldOut)).toEqual(held);
  expect(isHeldOut(contentMark('通知', '第7户停暖!').hash)).toBe(
    isHeldOut(contentMark(null, '通知:第7户停暖').hash),
  );
});

test('scores count what people said, and a version is judged by both measures', () => {
  const good = scoreLabels([
    [-1, -1],
    [-1, -1],
    [1, 1],
    [1, 1],
    [0, 1],
  ]);
  expect(good).toMatchObject({ n: 5, correct: 4, accuracy: 0.8 });
  expect(good.macroF1).toBeCloseTo((1 + 0.8 + 0) / 3, 10);
  const bad = { ...good, correct: 3, accuracy: 0.6 };
  const trial = { said: [], moves: [], effect: effectOf([]) };
  const judge = (after: typeof good, before: typeof good, current: typeof good | null = null) =>
    judgeOverlay({ after, before, current, ...trial });
  expect(judge(good, bad)).toBe('better');
  expect(judge(good, good)).toBe('same');
  expect(judge(bad, good)).toBe('worse');
  expect(judge(good, bad, { ...good, correct: 5 })).toBe('worse');
  expect(judge({ ...good, macroF1: 0.2 }, bad)).toBe('worse');
  expect(judge({ ...good, n: 4 }, bad)).toBe('held_out_too_small');
});

describe('what a version would change', () => {
  const times = (n: number, move: Move): Move[] => Array.from({ length: n }, () => move);

  test('is counted by class', () => {
    const effect = effectOf([...times(3, [1, 0]), ...times(1, [1, 1]), ...times(2, [-1, -1]), [0, -1]]);
    expect(effect).toEqual({
      texts: 7,
      changed: 4,
      classes: [
        { label: -1, before: 2, after: 3, left: 0 },
        { label: 0, before: 1, after: 3, left: 1 },
        { label: 1, before: 4, after: 1, left: 3 },
      ],
    });
  });

  test('is known only where people labelled some of every class that it touches', () => {
    expect(isOneSided([0, 0, 0], times(9, [1, 0]))).toBe(true);
    expect(isOneSided([0, 0, 0, 1, 1], times(9, [1, 0]))).toBe(true);
    expect(isOneSided([0, 0, 0, 1, 1, 1], times(9, [1, 0]))).toBe(false);
    expect(isOneSided([], times(9, [1, 1]))).toBe(false);
  });

  test('is as good as untouched where a text or two of many leave', () => {
    expect(isOneSided([0, 0, 0], [...times(2, [1, 0]), ...times(98, [0, 0])])).toBe(false);
    expect(isOneSided([0, 0, 0], [...times(5, [1, 0]), ...times(95, [0, 0])])).toBe(true);
  });

  test('may be a quarter of a class and what chance adds, and no more', () => {
    const leaving = (left: number, stayed: number) => [...times(left, [1, 0]), ...times(stayed, [1, 1])];
    expect(movesTooMuch(effectOf(leaving(50, 150)))).toBe(false);
    expect(movesTooMuch(effectOf(leaving(62, 138)))).toBe(false);
    expect(movesTooMuch(effectOf(leaving(63, 137)))).toBe(true);
    // Others came in their stead: it is the same class by number alone.
    expect(movesTooMuch(effectOf([...leaving(63, 137), ...times(63, [0, 1])]))).toBe(true);
    expect(movesTooMuch(effectOf(leaving(1, 2)))).toBe(false);
    expect(movesTooMuch(effectOf(leaving(3, 0)))).toBe(true);
    expect(movesTooMuch(effectOf([]))).toBe(false);
  });

  test('puts a version into use by itself only where it is better', () => {
    const verdicts = [
      'better',
      'same',
      'worse',
      'held_out_too_small',
      'one_sided',
      'moves_too_much',
    ] as const;
    expect(verdicts.filter(mayBeActive)).toEqual(['better']);
  });
});

test('of a text whose copies were judged apart most people hold, then the newest, and a ruling before all', () => {
  const says = (id: number, by: string, sentiment: -1 | 0 | 1 | null, verdict: Verdict = 'correct') => ({
    id,
    by,
    verdict,
    label: { sentiment, intents: null, severity: null },
  });
  expect(sentimentOfText([])).toBe(null);
  expect(sentimentOfText([says(1, '甲', null)])).toBe(null);
  const differing = [says(1, '甲', 1), says(2, '乙', -1), says(3, '甲', -1), says(4, '丙', 1)];
  expect(sentimentOfText(differing)).toBe(-1);
  expect(sentimentOfText(differing.slice(1, 4).toReversed())).toBe(-1);
  expect(sentimentOfText([says(1, '甲', -1), says(2, '乙', 1)])).toBe(1);
  expect(sentimentOfText([...differing, says(5, '裁', 0, 'adjudicate'), says(6, '丁', -1)])).toBe(0);
});
