import { describe, expect, test } from 'vitest';
import type { Series, VoiceHeard } from '../../server/core/series/series.ts';
import { DAY, HOUR } from '../../server/core/time.ts';
import authority from '../../server/detectors/authority.ts';
import { makeClaim } from '../core/alert/make-alert.ts';
import { MONDAY, peak, posts, seriesAt } from '../core/series/make-series.ts';

const START = MONDAY - 28 * DAY;
const usual = posts({ rate: 2, seed: 8, from: START, to: MONDAY });
const heard = (more: Partial<VoiceHeard> = {}): VoiceHeard => ({
  voice: 'official',
  posts24h: 2,
  authors24h: 1,
  since: MONDAY - 2 * HOUR,
  before: null,
  examples: [4, 2],
  ...more,
});
const detect = (
  voices: readonly VoiceHeard[],
  more: Partial<Series> = {},
  trouble = false,
  since = START,
) => {
  const all = trouble ? [...usual, ...peak(40, MONDAY, 300, true)] : usual;
  return authority.detect(seriesAt(all, MONDAY, since, { voices, ...more }), MONDAY);
};

describe('a voice of weight', () => {
  test('that speaks for the first time is named, with how much it says', () => {
    expect(detect([heard()])).toMatchObject([
      {
        key: 'authority official',
        observed: 2,
        expected: null,
        baseline: { kind: 'rule' },
        facts: { voice: 'official', amid: 'calm' },
        examples: [4, 2],
      },
    ]);
  });

  test('that writes of it every day is no news, after two weeks it is', () => {
    expect(detect([heard({ before: MONDAY - 30 * HOUR })])).toEqual([]);
    expect(detect([heard({ before: MONDAY - 20 * DAY })])[0]?.facts.quietDays).toBe(19);
  });

  test('amid trouble a day of silence is enough', () => {
    const back = heard({ voice: 'central_media', before: MONDAY - 3 * DAY });
    expect(detect([back])).toEqual([]);
    expect(detect([back], {}, true)[0]?.facts).toMatchObject({ amid: 'trouble', quietDays: 2 });
    expect(detect([back], { claims: [makeClaim('sev.death', 1)] })[0]?.facts.amid).toBe('trouble');
    expect(detect([heard({ before: MONDAY - 25 * HOUR })], {}, true)).toEqual([]);
  });

  test('several are told apart, the weightiest first; ordinary media are none', () => {
    const voices = (['big_account', 'media', 'official'] as const).map((voice) => heard({ voice }));
    expect(detect(voices).map((finding) => finding.facts.voice)).toEqual(['official', 'big_account']);
  });

  test('that spoke two days ago does not start now', () => {
    expect(detect([heard({ since: null, before: MONDAY - 2 * DAY })], {}, true)).toEqual([]);
  });

  test('in cold start nobody knows who spoke before: only amid trouble', () => {
    expect(detect([heard()], {}, false, MONDAY - 3 * DAY)).toEqual([]);
    expect(detect([heard()], {}, true, MONDAY - 3 * DAY)).toHaveLength(1);
  });
});
