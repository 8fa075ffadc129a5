import { describe, expect, test } from 'vitest';
import { type LateDraft, withLate } from '../../../server/core/situation/late-draft.ts';
import { reconcile } from '../../../server/core/situation/reconcile.ts';
import { DAY, HOUR } from '../../../server/core/time.ts';
import { makeAlert, makeDraft, makeFinding } from '../alert/make-alert.ts';
import { MONDAY } from '../series/make-series.ts';

const finding = makeFinding({ facts: { measure: 'negative', late: 480 } });
const late = (hoursAgo: number, more: Partial<LateDraft['draft']> = {}): LateDraft => ({
  at: MONDAY - hoursAgo * HOUR,
  draft: makeDraft({ level: 'III', findings: [finding], ...more }),
});
/** An alert of level III that was opened so many hours ago. */
const opened = (hoursAgo: number, more: Parameters<typeof makeAlert>[0] = {}) =>
  makeAlert({ openedAt: MONDAY - hoursAgo * HOUR, ...more });

describe('what came late', () => {
  test('is told alone, or with what is found in time, under the graver of the two', () => {
    const [now, then] = [makeDraft({ level: 'IV', playbooks: ['PB01'] }), late(8)];
    expect(withLate(now, [], [])).toBe(now);
    expect(withLate(null, [then], [])).toMatchObject({ ...then.draft, risk: { late: { until: then.at } } });
    const both = withLate(now, [then], []);
    expect(both).toMatchObject({ level: 'III', playbooks: ['PB03', 'PB01'] });
    const more = { ...now, findings: [makeFinding({ key: 'volume-1h' })] };
    expect(withLate(more, [then], [])?.findings.map(({ key }) => key)).toEqual(['negative-1h', 'volume-1h']);
  });

  test('of several moments the gravest is told', () => {
    const worse = late(20, { level: 'II' });
    expect(withLate(null, [late(8), worse], [])).toMatchObject({
      level: 'II',
      risk: { late: { until: worse.at } },
    });
  });

  test('is no news where an alert stood for it', () => {
    expect(withLate(null, [late(8)], [opened(10)])).toBeNull();
    // It was opened by the first of that wave to come in time.
    expect(withLate(null, [late(8)], [opened(4)])).toBeNull();
    expect(withLate(null, [late(8)], [opened(10, { closedAt: MONDAY - 7 * HOUR })])).toBeNull();
    expect(withLate(null, [late(8, { level: 'II' })], [opened(10)])).not.toBeNull();
  });

  test('is no news where it was what an alert was told late of, whatever is found after that', () => {
    const told = withLate(null, [late(30)], []);
    if (told === null) throw new Error('nothing was told');
    const besides = makeDraft({ level: 'IV', findings: [makeFinding({ key: 'volume-1h', observed: 40 })] });
    const [change] = reconcile([opened(1, told)], besides, MONDAY);
    const later = opened(1, change?.draft);
    expect(withLate(null, [late(30)], [later])).toBeNull();
    expect(withLate(null, [late(26)], [later])).toBeNull();
    expect(withLate(null, [late(20)], [later])).not.toBeNull();
  });

  test('is news where the alert had calmed down or was closed before', () => {
    expect(withLate(null, [late(8)], [opened(30, { closedAt: MONDAY - DAY })])).not.toBeNull();
    const lowering = { calmSince: { IV: MONDAY - 20 * HOUR }, proposal: null };
    expect(withLate(null, [late(8)], [opened(30, { lowering })])).not.toBeNull();
    expect(withLate(null, [late(22)], [opened(30, { lowering })])).toBeNull();
  });

  test('is news where it tells of something graver', () => {
    const dead = makeFinding({
      detector: 'severity',
      key: 'sev.death',
      observed: 1,
      baseline: { kind: 'rule' },
      facts: { category: 'death', weight: 1, late: 480 },
    });
    expect(withLate(null, [late(8, { findings: [dead] })], [opened(10)])).not.toBeNull();
  });
});
