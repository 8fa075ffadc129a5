import { describe, expect, test } from 'vitest';
import type { SurveyRow } from '../../web/api/surveys.ts';
import {
  agreementWord,
  changeWord,
  lowestOf,
  signedWord,
  surveysFinding,
  useWord,
  worstWord,
} from '../../web/words/survey-words.ts';
import { zh } from '../../web/words/zh.ts';

describe('the words of surveys', () => {
  test.each([
    [{ value: 12, lo: 3, hi: 21, verdict: 'higher' }, 'score', '比上次高 12.0（3.0 至 21.0）'],
    [
      { value: -0.108, lo: -0.18, hi: -0.03, verdict: 'lower' },
      'share',
      '比上次低 10.8 个百分点（3.0 至 18.0）',
    ],
    [{ value: 0.1, lo: -0.1, hi: 0.3, verdict: 'unclear' }, 'mean', '与上次分不出高低'],
  ] as const)('say higher and lower only of what is sure', (change, kind, words) => {
    expect(changeWord(change, kind, zh)).toBe(words);
    expect(changeWord(null, kind, zh)).toBeNull();
  });

  test('say plainly where survey and posts contradict each other', () => {
    const say = (verdict: 'same' | 'differ' | 'unclear' | 'few') =>
      worstWord(
        { verdict, survey: 'responsiveness', posts: 'reliability' },
        zh.codes.servqual,
        zh.surveys.beside,
      );
    expect(say('differ')).toBe('问卷里最差的是响应性，公开讨论里最差的是可靠性');
    expect(say('unclear')).toContain('分不清');
    expect(say('few')).toBeNull();
  });

  test('tell an agreement of orders only below five per cent', () => {
    const say = (tau: number, p: number) => agreementWord({ agreement: { tau, p } }, zh);
    expect(say(1, 2 / 120)).toBe(
      '五项从差到好的排序两边一致，不像碰巧（一致程度 1.00，1 为完全相同；碰巧的可能 1.7%）',
    );
    expect(say(-1, 2 / 120)).toContain('相反');
    expect(say(0.8, 10 / 120)).toContain('看不出一致');
    expect(agreementWord({ agreement: null }, zh)).toBeNull();
  });

  test('are led by nothing that few answered', () => {
    const mean = (value: number, n: number) => ({ n, mean: value, variance: 1, lo: value, hi: value });
    const row = (n: number) =>
      ({
        name: '秋季',
        answers: 100,
        figures: {
          nps: { n, value: -100 },
          csat: { n: 100, share: { p: 0.5 } },
          dimensions: [
            { dimension: 'empathy', perceived: null, expected: null, gap: mean(-4, n) },
            { dimension: 'reliability', perceived: null, expected: null, gap: mean(-0.75, 100) },
          ],
        },
      }) as unknown as SurveyRow;
    const told = (n: number) => surveysFinding({ surveys: [row(n)], fewest: 20 }, zh);
    expect(told(2)).toBe('“秋季”100 份：满意 50.0%，差距最大的是可靠性（−0.75）');
    expect(told(20)).toBe('“秋季”100 份：NPS −100，满意 50.0%，差距最大的是移情性（−4.00）');
    expect(lowestOf({ ...row(2).figures, dimensions: row(2).figures.dimensions.slice(0, 1) }, 20)).toBeNull();
  });

  test('name what a column is', () => {
    expect(useWord('nps', zh)).toBe('推荐意愿（0 至 10）');
    expect(useWord('expected.reliability', zh)).toBe('可靠性·期望');
    expect([signedWord(-0.004, 2), signedWord(-1.5, 1), signedWord(2, 0)]).toEqual(['0.00', '−1.5', '+2']);
  });
});
