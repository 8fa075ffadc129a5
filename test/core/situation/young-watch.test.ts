import { beforeAll, describe, expect, test } from 'vitest';
import type { Playbook } from '../../../server/core/playbook/playbook.ts';
import type { Claim, Series } from '../../../server/core/series/series.ts';
import { situationOf } from '../../../server/core/situation/situation.ts';
import { DAY, HOUR } from '../../../server/core/time.ts';
import severity from '../../../server/detectors/severity.ts';
import { allPlaybooks, draftFrom, makeClaim } from '../alert/make-alert.ts';
import { MONDAY, peak, posts, seriesAt } from '../series/make-series.ts';

const NOON = MONDAY + 12 * HOUR;
let playbooks: Playbook[] = [];
beforeAll(async () => {
  playbooks = await allPlaybooks();
});

/** Made since the watch began, by as many each day. */
const OLD = { firstAt: NOON - 60 * HOUR, posts72h: 12 };

/** A watch that is known for so many days, with claims of the last day amid so many complaints of the last hour. */
function made(
  days: number,
  claims: readonly (readonly [string, number, Partial<Claim>?])[],
  complaints = 0,
  records = {},
) {
  const since = NOON - days * DAY;
  const said = [
    ...posts({ rate: 4, seed: 5, from: since, to: NOON, negativeShare: 0.1 }),
    ...peak(complaints, NOON, 50, true),
  ];
  const more = {
    claims: claims.map(([fact, n, more = OLD]) => makeClaim(fact, n, more)),
    reach24h: 2e4,
    topVoice: 'forum',
  } as const;
  const series = seriesAt(said, NOON, since, more);
  const findings = severity.detect(series, NOON);
  const input = { series, findings, playbooks, records, now: NOON };
  return { draft: draftFrom(input), risk: situationOf(input).risk };
}

function seen(series: Series) {
  const findings = severity.detect(series, NOON);
  return situationOf({ series, findings, playbooks, records: {}, now: NOON });
}

describe('in the first week of a watch', () => {
  test.each(['sev.death', 'sev.food_poisoning', 'sev.fire_explosion'])(
    'one %s rings, at the lowest level',
    (fact) => expect(made(1, [[fact, 1]]).draft?.level).toBe('IV'),
  );

  test.each([
    ['deaths that an insurer pays for', [['sev.death', 3]]],
    ['patients of a hospital', [['sev.injury', 4]]],
    ['a canteen’s hairs and flies', [['sev.food_poisoning', 4]]],
  ] as const)('%s lift no further amid calm talk, and it says why', (_, claims) => {
    const { draft, risk } = made(3, claims);
    expect(draft?.level).toBe('IV');
    expect(risk.overrides).toContain('young-watch');
  });

  test('they do once clearly more complain, or somebody verified it', () => {
    expect(made(3, [['sev.death', 3]], 30).draft?.level).toBe('II');
    expect(made(3, [['sev.injury', 4]], 30).draft?.level).toBe('III');
    expect(made(3, [['sev.injury', 4]], 0, { injured: 3 }).draft?.level).toBe('II');
  });

  test('they do where nobody claimed it before, or clearly more people do now', () => {
    expect(made(3, [['sev.death', 2, { firstAt: NOON - HOUR }]]).draft?.level).toBe('II');
    expect(made(3, [['sev.death', 14, { ...OLD, posts72h: 18 }]]).draft?.level).toBe('II');
    expect(made(0.5, [['sev.death', 2, { firstAt: NOON - HOUR }]]).draft?.level).toBe('IV');
  });

  test('they do on the first day where many claim what nobody did in the first six hours', () => {
    expect(made(0.5, [['sev.death', 5, { firstAt: NOON - HOUR }]]).draft?.level).toBe('II');
    expect(made(0.5, [['sev.death', 4, { firstAt: NOON - HOUR }]]).draft?.level).toBe('IV');
    expect(made(0.5, [['sev.death', 5, { firstAt: NOON - 7 * HOUR }]]).draft?.level).toBe('IV');
    // What is claimed every day since then was only new on the first.
    expect(made(3, [['sev.death', 5, { ...OLD, posts72h: 15 }]]).draft?.level).toBe('IV');
  });

  test('and once the watch is known for a week', () => {
    expect(made(8, [['sev.death', 3]]).draft?.level).toBe('II');
    expect(made(8, [['sev.death', 3]]).risk.overrides).not.toContain('young-watch');
  });
});

describe('a young watch of heating where most complain every day', () => {
  /** As many without heating each day, ten and more of them old or ill, and so many more complaints in the last hour. */
  function cold(days: number, seed: number, storm = 0) {
    const since = NOON - days * DAY;
    const said = [
      ...posts({ rate: 12, seed, from: since, to: NOON, negativeShare: 0.6 }),
      ...peak(storm, NOON, 50, true),
    ];
    const steady = (fact: string, n: number) =>
      makeClaim(fact, n, { firstAt: since, posts72h: n * Math.min(3, days) });
    const claims = [steady('sev.outage', 14), steady('sev.vulnerable', 11)];
    const series = seriesAt(said, NOON, since, { claims, reach24h: 2e4, topVoice: 'forum' });
    return seen(series);
  }
  const SEEDS = Array.from({ length: 30 }, (_, n) => n + 1);

  test.each([1.5, 2, 3, 3.5, 4, 5, 6])(
    'stays at the lowest level on day %d: nothing bears the playbook out',
    (days) => {
      const risen = SEEDS.filter((seed) => !['IV', null].includes(cold(days, seed).risk.level));
      expect(risen).toEqual([]);
      expect(cold(days, 1).choices).toMatchObject([{ playbook: { id: 'PB03' }, level: 'II' }]);
    },
  );

  test.each([1.5, 3.5, 6])(
    'rises on day %d once far more complain within the hour than in any usual one',
    (days) => {
      for (const seed of SEEDS) expect(cold(days, seed, 40).risk.level).toBe('II');
    },
  );
});

describe('a watch that is made because of a disaster', () => {
  test.each([8, 17, 18, 24, 30, 48, 72])('is not calmed by it after %d hours', (hours) => {
    const since = NOON - hours * HOUR;
    const began = since + 2 * HOUR;
    const said = posts({ rate: 45, seed: 7, from: began, to: NOON, negativeShare: 0.9 });
    const claims = [makeClaim('sev.death', 30, { firstAt: began, posts72h: 60 })];
    const series = seriesAt(said, NOON, since, { claims, reach24h: 2e4, topVoice: 'forum' });
    const { risk } = seen(series);
    expect(['II', 'I']).toContain(risk.level);
    expect(risk.overrides).not.toContain('young-watch');
  });
});
