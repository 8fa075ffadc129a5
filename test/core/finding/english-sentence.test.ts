import { describe, expect, test } from 'vitest';
import { englishFinding } from '../../../server/core/finding/english-sentence.ts';
import { englishDuration, englishFact } from '../../../server/core/finding/english-words.ts';
import type { Finding } from '../../../server/core/finding/finding.ts';
import { preferredLanguage } from '../../../server/core/language.ts';
import { DAY, HOUR, MINUTE } from '../../../server/core/time.ts';
import { loadPlugins } from '../../../server/plugins.ts';
import { factWord } from '../../../web/words/code-words.ts';
import { en } from '../../../web/words/en.ts';
import { findingSentence } from '../../../web/words/finding-sentence.ts';
import { duration } from '../../../web/words/format.ts';
import { makeFinding } from '../alert/make-alert.ts';

const rule = { kind: 'rule' } as const;
const shares = { share: 0.412, shareLow: 0.33, shareHigh: 0.5, usualShare: 0.08 };

/** At least one of every detector, with every turn that its sentence takes. */
const FINDINGS: readonly Finding[] = [
  makeFinding(),
  makeFinding({ detector: 'cold-start', expected: null, facts: { measure: 'total' } }),
  makeFinding({ key: 'negative-6h', windowMinutes: 360, observed: 6, expected: 0.4 }),
  makeFinding({ facts: { measure: 'negative', day: 'spring-festival' } }),
  makeFinding({ facts: { measure: 'negative', late: 480 } }),
  makeFinding({ detector: 'negative-share', facts: shares }),
  makeFinding({ detector: 'authority', baseline: rule, facts: { voice: 'official', amid: 'trouble' } }),
  makeFinding({ detector: 'authority', baseline: rule, facts: { voice: 'central_media', quietDays: 12 } }),
  makeFinding({ detector: 'hot-list', baseline: rule, observed: 7, facts: {} }),
  makeFinding({ detector: 'hot-list', facts: { move: 'entered', current: 31 } }),
  makeFinding({ detector: 'hot-list', facts: { move: 'climbing', current: 4, from: 20, minutes: 45 } }),
  makeFinding({ detector: 'hot-list', observed: 3, facts: { move: 'falling', current: 30 } }),
  makeFinding({ detector: 'source-mix', windowMinutes: 360, facts: { ...shares, platform: '本地论坛' } }),
  ...['public', 'unknown', 'feeds'].map((cause) =>
    makeFinding({ detector: 'silence', windowMinutes: 720, facts: { cause, feeds: 4, healthyFeeds: 2 } }),
  ),
  makeFinding({ detector: 'silence', facts: { cause: 'feeds', feeds: 4, healthyFeeds: 4 } }),
  makeFinding({ detector: 'copy-storm', facts: { pattern: 'few-authors', originals: 2, authors: 5 } }),
  makeFinding({ detector: 'copy-storm', facts: { pattern: 'few-texts', originals: 2, authors: 90 } }),
  makeFinding({ detector: 'cusum', windowMinutes: 2880, facts: { day: 'shifted' } }),
  makeFinding({ detector: 'reach', observed: 12_345, expected: 8.4, usualHigh: 60 }),
  makeFinding({
    detector: 'slow-rise',
    facts: {
      weeks: 4,
      shares: '0.05 0.08 0.11',
      timesLow: 2.1,
      touch: 'heating',
      touchFirst: 3,
      touchLast: 12,
      area: '阳光花园',
      areaFirst: 1,
      areaLast: 9,
      term: '停暖',
      termFirst: 0,
      termLast: 8,
    },
  }),
  makeFinding({ detector: 'slow-rise', facts: { weeks: 3, shares: '0.05 0.08', timesLow: 1.2 } }),
  makeFinding({ detector: 'touchpoint', facts: { ...shares, fact: 'touch.heating' } }),
  makeFinding({ detector: 'touchpoint', facts: { ...shares, usualShare: 0.001, fact: 'touch.hotline' } }),
  makeFinding({ detector: 'index-rise', facts: { ...shares, lastHour: 14 } }),
  makeFinding({ detector: 'rumour', baseline: rule }),
  makeFinding({ detector: 'rumour', baseline: rule, facts: { late: 100 } }),
  makeFinding({
    detector: 'severity',
    baseline: rule,
    key: 'sev.food_poisoning',
    observed: 9,
    facts: { fact: 'sev.food_poisoning', harm: 1, harmed: 4, originals: 7, usualAuthors: 1.5 },
  }),
  makeFinding({ detector: 'severity', baseline: rule, key: 'sev.death', facts: {} }),
];

describe('a finding in English', () => {
  test('says what the pages say of it, word for word', () => {
    for (const finding of FINDINGS)
      expect(englishFinding(finding)).toBe(findingSentence(finding, en, (ms) => duration(ms, 'en')));
  });

  test('of every detector there is one among them', async () => {
    const { detectors } = await loadPlugins();
    const told = new Set(FINDINGS.map(({ detector }) => detector));
    expect(detectors.map(({ name }) => name).filter((name) => !told.has(name))).toEqual([]);
  });

  test('names of facts and lengths of time are those of the pages', () => {
    const { touchpoint, severity } = en.codes;
    for (const [prefix, table] of Object.entries({ touch: touchpoint, sev: severity }))
      for (const name of Object.keys(table)) {
        const fact = `${prefix}.${name}`;
        expect(englishFact(fact)).toBe(factWord(fact, en));
      }
    for (const voice of ['official', 'central_media', 'big_account'])
      expect(englishFact(`source.${voice}`)).toBe(factWord(`source.${voice}`, en));
    for (const length of [5_000, 45 * MINUTE, 3 * HOUR, 200 * MINUTE, DAY + HOUR, 2 * DAY])
      expect(englishDuration(length)).toBe(duration(length, 'en'));
  });
});

describe('the language of a page without an account', () => {
  test.each([
    [undefined, 'zh'],
    ['', 'zh'],
    ['en-US,en;q=0.9', 'en'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
    ['en;q=0.5, zh-TW;q=0.8', 'zh'],
    ['fr-FR, en;q=0.3', 'en'],
    ['de, *;q=0.5', 'zh'],
    ['en;q=0, zh;q=0.1', 'zh'],
    ['english', 'zh'],
  ])('%s: %s', (header, language) => {
    expect(preferredLanguage(header)).toBe(language);
  });
});
