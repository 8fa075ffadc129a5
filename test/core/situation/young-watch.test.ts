import { beforeAll, describe, expect, test } from 'vitest';
import type { Playbook } from '../../../server/core/playbook/playbook.ts';
import type { Claim } from '../../../server/core/series/series.ts';
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
  return {
    draft: draftFrom(series, findings, playbooks, records, NOON),
    risk: situationOf(series, findings, playbooks, records, NOON).risk,
  };
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
