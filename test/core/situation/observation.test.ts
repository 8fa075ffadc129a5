import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../server/core/finding/finding.ts';
import { DEFAULT_RISK_SETTING } from '../../../server/core/risk/risk-setting.ts';
import { draftOf } from '../../../server/core/situation/draft.ts';
import { metricsOf } from '../../../server/core/situation/metrics.ts';
import { reconcile } from '../../../server/core/situation/reconcile.ts';
import { situationOf } from '../../../server/core/situation/situation.ts';
import { DAY, HOUR } from '../../../server/core/time.ts';
import {
  allPlaybooks,
  draftFrom,
  makeAlert,
  makeClaim,
  makeDraft,
  makeFinding,
} from '../alert/make-alert.ts';
import { MONDAY, peak, posts, seriesAt } from '../series/make-series.ts';

const START = MONDAY - 28 * DAY;
const own = { kind: 'own-history', days: 28, dispersion: 0.1 } as const;
const mix = makeFinding({
  detector: 'source-mix',
  key: 'source-mix weibo',
  score: 40,
  baseline: own,
  facts: {},
});
const silence = (since: number, cause = 'public'): Finding =>
  makeFinding({ detector: 'silence', key: 'silence', observed: 0, score: 9, facts: { cause, since } });
const rule = { expected: null, usualHigh: null, score: 0, baseline: { kind: 'rule' } } as const;
const official = makeFinding({ ...rule, detector: 'authority', key: 'authority official', facts: {} });
const copies = makeFinding({ ...rule, detector: 'copy-storm', key: 'copy-storm', observed: 40, facts: {} });

const usual = posts({ rate: 2, seed: 8, from: START, to: MONDAY });
const angry = seriesAt([...usual, ...peak(30, MONDAY, 300, true)], MONDAY, START, {
  reach24h: 1e6,
  topVoice: 'media',
});
const friendly = seriesAt([...usual, ...peak(90, MONDAY, 300, false)], MONDAY, START, {
  reach24h: 1e6,
  topVoice: 'official',
});
const BARE = { playbooks: [], records: {}, now: MONDAY };
const levelOf = (series: typeof angry, findings: readonly Finding[]) =>
  draftFrom({ series, findings, ...BARE })?.level ?? null;

describe('what is merely observed', () => {
  test('opens no alert, however bad the talk usually is', () => {
    expect(levelOf(angry, [mix])).toBeNull();
    expect(levelOf(angry, [makeFinding()])).not.toBeNull();
  });

  test('opens none either where few people hold the level down: that lifts nothing', () => {
    const few = { ...angry, lastSixHours: { ...angry.lastSixHours, authors: 2 } };
    const setting = { ...DEFAULT_RISK_SETTING, thresholds: { IV: 10, III: 20, II: 70, I: 85 } };
    const facts = { series: few, findings: [mix], playbooks: [], records: {} };
    const situation = situationOf({ ...facts, now: MONDAY, setting });
    expect(situation.risk).toMatchObject({ level: 'IV', overrides: ['few-authors'] });
    expect(draftOf(situation, facts)).toBeNull();
  });

  test('does not stand in the way of what is found beside it', () => {
    expect(levelOf(angry, [mix, makeFinding()])).toBe(levelOf(angry, [makeFinding()]));
    const grave = { ...angry, claims: [makeClaim('sev.death', 2)] };
    expect(levelOf(grave, [mix])).toBe('II');
  });

  test('calms nothing down: an alert about the talk stays at the level the talk has', () => {
    const look = (findings: readonly Finding[]) => situationOf({ series: angry, findings, ...BARE });
    const { settled, risk } = look([]);
    expect(settled).not.toBeNull();
    for (const observed of [mix, silence(MONDAY - 9 * HOUR, 'feeds')]) {
      expect(look([observed]).settled).toBe(settled);
      expect(look([observed]).risk).toMatchObject({ level: risk.level, overrides: risk.overrides });
    }
    expect(situationOf({ series: friendly, findings: [mix], ...BARE }).settled).toBeNull();
  });

  test('is no burst: a share or a silence is not so many posts', () => {
    const share = makeFinding({
      detector: 'negative-share',
      score: 30,
      baseline: own,
      facts: { measure: 'negative-share' },
    });
    for (const finding of [mix, share, silence(MONDAY - 9 * HOUR)]) {
      expect(metricsOf(seriesAt(usual, MONDAY, START), [finding], {}, MONDAY).burst_s).toBeLessThan(9);
    }
  });

  test('a silence is blue and calls for no playbook; one of our own feeds is no alert', async () => {
    const empty = seriesAt(posts({ rate: 9, seed: 2, from: START, to: MONDAY - 9 * HOUR }), MONDAY, START);
    const findings = [silence(MONDAY - 9 * HOUR)];
    const playbooks = await allPlaybooks();
    const draft = draftFrom({ series: empty, findings, playbooks, records: {}, now: MONDAY });
    expect(draft).toMatchObject({ level: 'IV', playbooks: [] });
    expect(levelOf(empty, [silence(MONDAY - 9 * HOUR, 'feeds')])).toBeNull();
  });
});

describe('what has no tone', () => {
  test('friendly talk that an authority takes up or many copy is blue at most', () => {
    expect(levelOf(friendly, [copies])).toBeNull();
    expect([null, 'IV']).toContain(
      levelOf(friendly, [official, copies, makeFinding({ facts: { measure: 'total' } })]),
    );
  });
});

describe('after an alert was closed', () => {
  const closed = (findings: readonly Finding[]) =>
    makeAlert({ level: 'IV', status: 'closed', closedAt: MONDAY - 8 * HOUR, findings });
  const opens = (before: readonly Finding[], now: readonly Finding[]) =>
    reconcile([closed(before)], makeDraft({ level: 'IV', findings: now }), MONDAY).length > 0;

  test('the silence that was told opens it no second time, a new one does', () => {
    expect(opens([silence(MONDAY - 30 * HOUR)], [silence(MONDAY - 30 * HOUR)])).toBe(false);
    expect(opens([silence(MONDAY - 30 * HOUR)], [silence(MONDAY - 7 * HOUR)])).toBe(true);
  });

  test('a changed mix opens none, another post of an authority or more copies do', () => {
    expect(opens([official], [official, mix])).toBe(false);
    expect(opens([official], [{ ...official, observed: official.observed + 1 }])).toBe(true);
    expect(opens([copies], [{ ...copies, observed: 90 }])).toBe(true);
    expect(opens([copies], [copies])).toBe(false);
  });
});
