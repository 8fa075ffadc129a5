import { describe, expect, test } from 'vitest';
import { SERVQUAL, type Servqual } from '../../../server/core/reading/analysis.ts';
import { besideOf, type Complaints } from '../../../server/core/service/survey-beside.ts';
import { changesOf, figuresOf } from '../../../server/core/service/survey-figures.ts';
import type { AnswerTally, DimensionTally } from '../../../server/core/survey/answer-tally.ts';

const moments = (mean: number, n = 100, variance = 0.25) => ({ n, mean, variance });
const NOTHING: AnswerTally = { answers: 0, nps: null, csat: null, ces: null, dimensions: [] };
const scales = { scale: 5, cesScale: 5, cesBetter: 'high' } as const;
/** Gaps in the order of SERVQUAL: tangibles, reliability, responsiveness, assurance, empathy. */
const withGaps = (gaps: readonly number[], n?: number): readonly DimensionTally[] =>
  gaps.map((gap, at) => ({
    dimension: SERVQUAL[at] as Servqual,
    perceived: moments(4 + gap, n),
    expected: moments(4, n),
    gap: moments(gap, n),
  }));

describe('the figures of a survey', () => {
  test('are the share of the two best steps with Wilson’s interval, and means with Student’s', () => {
    const figures = figuresOf(
      { ...NOTHING, csat: [5, 5, 10, 40, 40], ces: moments(3, 5, 2.5), dimensions: withGaps([-0.5]) },
      scales,
    );
    expect(figures.csat).toMatchObject({ n: 100, satisfied: 80, share: { p: 0.8 } });
    // Wilson of 80 among 100.
    expect(figures.csat?.share.lo).toBeCloseTo(0.7112, 3);
    expect(figures.csat?.share.hi).toBeCloseTo(0.8666, 3);
    expect(figures.ces?.hi).toBeCloseTo(3 + 2.7764 * Math.sqrt(0.5), 3);
    expect(figures.dimensions[0]?.gap).toMatchObject({ mean: -0.5, n: 100 });
    expect(figuresOf(NOTHING, scales)).toMatchObject({ nps: null, csat: null, ces: null, dimensions: [] });
  });

  test('are higher or lower than before only where the interval leaves no difference out', () => {
    const of = (satisfied: number, gap: number) => ({
      ...NOTHING,
      ...scales,
      csat: [100 - satisfied, 0, 0, 0, satisfied],
      ces: moments(3),
      dimensions: withGaps([gap]),
    });
    const changes = changesOf(of(80, -0.2), of(60, -0.25));
    expect(changes).toMatchObject({ nps: null, csat: { verdict: 'higher' }, ces: { verdict: 'unclear' } });
    // Newcombe's own example: 56/70 less 48/80 is 0.2, 0.0524 to 0.3339.
    const newcombe = changesOf(
      { ...NOTHING, ...scales, csat: [14, 0, 0, 0, 56] },
      { ...NOTHING, ...scales, csat: [32, 0, 0, 0, 48] },
    );
    expect(newcombe.csat?.lo).toBeCloseTo(0.0524, 3);
    expect(newcombe.csat?.hi).toBeCloseTo(0.3339, 3);
    expect(changes.dimensions).toMatchObject([{ dimension: 'tangibles', change: { verdict: 'unclear' } }]);
    expect(changesOf(of(80, -1), of(80, 0)).dimensions[0]?.change?.verdict).toBe('lower');
  });

  test('end where the steps that were offered end', () => {
    const two = (mean: number) => ({ n: 2, mean, variance: 4 });
    const dimensions = [
      { dimension: 'empathy', perceived: two(1.5), expected: two(5), gap: two(-3.5) },
    ] as const;
    const tally = { ...NOTHING, ces: two(6), dimensions };
    const figures = figuresOf(tally, { scale: 5, cesScale: 7 });
    expect(figures.ces).toMatchObject({ lo: 1, hi: 7 });
    expect(figures.dimensions[0]).toMatchObject({
      perceived: { lo: 1, hi: 5 },
      expected: { lo: 1, hi: 5 },
      gap: { lo: -4, hi: 4 },
    });
    const steps = { ...scales, cesScale: 7 } as const;
    const changes = changesOf({ ...tally, ...steps }, { ...tally, ...steps, ces: two(2) });
    expect(changes.ces).toMatchObject({ value: 4, hi: 6 });
    expect(changes.dimensions[0]?.change).toMatchObject({ lo: -8, hi: 8 });
  });

  test('by gaps are not held against what was perceived alone', () => {
    const gaps = { ...NOTHING, ...scales, dimensions: withGaps([-0.75]) };
    const perceived = {
      ...gaps,
      dimensions: gaps.dimensions.map((each) => ({
        ...each,
        perceived: moments(3.5),
        expected: null,
        gap: null,
      })),
    };
    const change = (now: typeof gaps, before: typeof gaps) => changesOf(now, before).dimensions[0]?.change;
    expect(change(gaps, perceived as typeof gaps)).toBeNull();
    expect(change(perceived as typeof gaps, gaps)).toBeNull();
    expect(change(perceived as typeof gaps, perceived as typeof gaps)?.value).toBe(0);
  });

  test('on other scales are not held against each other', () => {
    const now = { ...NOTHING, ...scales, ces: moments(3), dimensions: withGaps([-1]) };
    const changes = changesOf(now, { ...now, scale: 7, cesBetter: 'low' });
    expect(changes).toMatchObject({ ces: null, dimensions: [{ change: null }] });
  });
});

describe('a survey beside what is said in public', () => {
  const posts = (complaints: readonly number[], n = 1_000): Complaints => ({
    n,
    touchpoints: {},
    dimensions: Object.fromEntries(complaints.map((count, at) => [SERVQUAL[at], count])),
  });
  const beside = (gaps: readonly number[], complaints: readonly number[], n?: number) =>
    besideOf(
      figuresOf({ ...NOTHING, dimensions: withGaps(gaps, n) }, scales).dimensions,
      posts(complaints),
      posts([], 0),
    );

  test('says where both find the same worst, and that the orders agree', () => {
    const told = beside([-0.1, -1, -0.8, -0.5, -0.3], [5, 100, 80, 40, 20]);
    expect(told).toMatchObject({
      by: 'gap',
      worst: { verdict: 'same', survey: 'reliability', posts: 'reliability' },
    });
    expect(told.agreement).toMatchObject({ tau: 1 });
    expect(told.agreement?.p).toBeLessThan(0.05);
    expect(told.dimensions[1]).toMatchObject({
      dimension: 'reliability',
      complaints: 100,
      share: { p: 0.1 },
    });
  });

  test('says where they contradict each other, if both are sure', () => {
    expect(beside([-0.1, -0.3, -1, -0.2, -0.2], [5, 100, 10, 4, 2]).worst).toEqual({
      verdict: 'differ',
      survey: 'responsiveness',
      posts: 'reliability',
    });
    expect(beside([-0.1, -0.95, -1, -0.2, -0.2], [5, 100, 10, 4, 2]).worst.verdict).toBe('unclear');
    expect(beside([-0.1, -0.3, -1, -0.2, -0.2], [5, 30, 28, 4, 2]).worst.verdict).toBe('unclear');
  });

  test('says nothing of few answers, few complaints, or one dimension', () => {
    expect(beside([-0.1, -0.3, -1, -0.2, -0.2], [2, 9, 4, 2, 2])).toMatchObject({
      worst: { verdict: 'few', survey: null },
      agreement: null,
    });
    expect(beside([-0.1, -0.3, -1, -0.2, -0.2], [5, 100, 10, 4, 2], 19).worst.verdict).toBe('few');
    expect(beside([-0.1], [5, 100, 10, 4, 2]).worst.verdict).toBe('few');
  });

  test('holds what was asked against the same of posts only', () => {
    const told = beside([-1, -0.3], [30, 20, 400, 0, 0]);
    expect(told).toMatchObject({ worst: { posts: 'tangibles', verdict: 'same' }, agreement: null });
  });

  test('holds the touchpoints that texts complain of against those of posts', () => {
    const texts = { n: 100, dimensions: {}, touchpoints: { hotline: 40, heating: 5 } };
    const said = { n: 1_000, dimensions: {}, touchpoints: { heating: 200, hotline: 20, app: 1 } };
    const told = besideOf([], said, texts);
    expect(told.touchpoints.map(({ touchpoint }) => touchpoint)).toEqual(['hotline', 'heating', 'app']);
    expect(told.worstTouchpoint).toEqual({ verdict: 'differ', survey: 'hotline', posts: 'heating' });
    expect(besideOf([], said, { ...texts, touchpoints: { hotline: 9 } }).worstTouchpoint.verdict).toBe('few');
  });
});
