import { describe, expect, test } from 'vitest';
import { FACT_NAMES, factsOf, PAIR_NAMES } from '../../../server/core/mention/facts.ts';
import type { Aspect, SeverityReading } from '../../../server/core/reading/analysis.ts';
import { makeMention } from '../../support/make.ts';

const names = (mention: Parameters<typeof makeMention>[0]) =>
  factsOf(makeMention(mention), null).map((fact) => fact.name);

const grave = (category: SeverityReading['category'], confidence = 0.8, terms: readonly string[] = []) => ({
  category,
  confidence,
  terms,
});

const aspect = (parts: Partial<Aspect>): Aspect => ({
  aspect: '等候',
  servqual: null,
  expectation: null,
  touchpoint: null,
  polarity: -1,
  span: [0, 2],
  ...parts,
});

describe('severities', () => {
  test('count from a confidence of one half', () => {
    expect(names({ analysis: { severity: [grave('outage', 0.5), grave('fraud', 0.49)] } })).toEqual([
      'sev.outage',
    ]);
  });

  test('an amplifier is none by itself in a post that is not negative', () => {
    const severity = [grave('vulnerable')];
    expect(names({ analysis: { label: 0, severity } })).toEqual([]);
    expect(names({ analysis: { label: -1, severity } })).toEqual(['sev.vulnerable']);
    expect(names({ analysis: { label: 0, severity: [...severity, grave('injury')] } })).toEqual([
      'sev.vulnerable',
      'sev.injury',
    ]);
  });

  test('an authority counts when it acts or the post is negative', () => {
    expect(names({ analysis: { label: 0, severity: [grave('official', 0.9, ['住建局'])] } })).toEqual([]);
    expect(names({ analysis: { label: 0, severity: [grave('official', 0.9, ['被立案调查'])] } })).toEqual([
      'sev.official',
    ]);
    expect(names({ analysis: { label: -1, severity: [grave('official', 0.9, ['住建局'])] } })).toEqual([
      'sev.official',
    ]);
  });

  test('a watched authority that is merely named does not step in; one that acts does, and one that only stands beside the subject', () => {
    const watched = ['云川市市场监管局'];
    const mention = (terms: readonly string[], names = watched) => {
      const made = makeMention({ analysis: { severity: [grave('official', 0.9, terms)] } });
      return factsOf({ ...made, match: { ...made.match, terms: watched, names } }, null);
    };
    expect(mention(['市场监管局'])).toEqual([]);
    expect(mention(['市场监管局', '立案'])).toMatchObject([{ name: 'sev.official' }]);
    expect(mention(['住建局'])).toMatchObject([{ name: 'sev.official' }]);
    expect(mention(['市场监管局'], [])).toMatchObject([{ name: 'sev.official' }]);
  });
});

describe('intents, aspects and places', () => {
  test('spam is no intent that anybody alarms on', () => {
    const intents = [
      { name: 'complaint', p: 0.9 },
      { name: 'rumour', p: 0.3 },
      { name: 'spam', p: 0.9 },
    ] as const;
    expect(factsOf(makeMention({ analysis: { intents } }), null)).toEqual([
      { name: 'intent.complaint', value: 0.9 },
    ]);
  });

  test('service quality counts for negative mentions only, each dimension once', () => {
    const aspects = [
      aspect({ servqual: 'empathy', touchpoint: 'hotline' }),
      aspect({ servqual: 'empathy' }),
      aspect({ servqual: 'assurance', polarity: 1 }),
    ];
    expect(names({ analysis: { aspects } })).toEqual([
      'servqual.empathy',
      'touch.hotline',
      'pair.empathy.hotline',
    ]);
    expect(names({ analysis: { label: 0, aspects } })).toEqual([]);
  });

  test('every place, speaker of weight, rank and named person is one', () => {
    const mention = {
      post: { voice: 'official', metrics: { rank: 7 } },
      analysis: { label: 0, places: ['阳光花园'] },
      people: ['王强'],
    } as const;
    expect(factsOf(makeMention(mention), null)).toEqual([
      { name: 'area.阳光花园', value: null },
      { name: 'source.official', value: null },
      { name: 'hot', value: 7 },
      { name: 'exec', value: null },
    ]);
  });

  test('junk has no facts', () => {
    expect(names({ analysis: { quality: 0.29, severity: [grave('death')] } })).toEqual([]);
  });

  test('every name but the places is in the closed lists that counts are read by', () => {
    const analysis = {
      severity: [grave('death')],
      intents: [{ name: 'rumour', p: 0.8 }] as const,
      aspects: [aspect({ servqual: 'empathy', touchpoint: 'heating' })],
    };
    const found = names({ analysis, post: { voice: 'review', metrics: { rank: 1 } }, people: ['王强'] });
    expect(found).toHaveLength(8);
    for (const name of found) expect([...FACT_NAMES, ...PAIR_NAMES]).toContain(name);
  });
});
