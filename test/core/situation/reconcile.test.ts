import { describe, expect, test } from 'vitest';
import { reconcile } from '../../../server/core/situation/reconcile.ts';
import { HOUR } from '../../../server/core/time.ts';
import { makeAlert, makeDraft, makeFinding } from '../alert/make-alert.ts';
import { MONDAY } from '../series/make-series.ts';

const higher = makeDraft({ level: 'II', risk: { ...makeDraft().risk, index: 75, level: 'II' } });
const lower = makeDraft({ level: 'IV', risk: { ...makeDraft().risk, index: 33, level: 'IV' } });

describe('reconcile', () => {
  test('nothing found changes nothing, whatever is open', () => {
    expect(reconcile([makeAlert()], null, MONDAY)).toEqual([]);
  });

  test('the first trouble opens one alert', () => {
    expect(reconcile([], makeDraft(), MONDAY)).toEqual([{ kind: 'opened', draft: makeDraft() }]);
  });

  test('the same trouble again changes nothing', () => {
    expect(reconcile([makeAlert()], makeDraft(), MONDAY)).toEqual([]);
  });

  test('another watch’s alert does not stand in the way', () => {
    expect(reconcile([makeAlert({ watchId: 2 })], makeDraft(), MONDAY)[0]?.kind).toBe('opened');
  });

  test('numbers that move refresh silently', () => {
    const draft = makeDraft({ findings: [makeFinding({ observed: 99 })] });
    expect(reconcile([makeAlert()], draft, MONDAY)).toMatchObject([
      { kind: 'refreshed', alertId: 10, draft: { level: 'III' } },
    ]);
  });

  test('a graver level raises it, acknowledged or not', () => {
    expect(reconcile([makeAlert({ status: 'acknowledged' })], higher, MONDAY)).toMatchObject([
      { kind: 'raised', from: 'III', draft: { level: 'II' } },
    ]);
  });

  test('it never falls by itself: the level stays while the measured risk is told', () => {
    const [change] = reconcile([makeAlert()], lower, MONDAY);
    expect(change).toMatchObject({ kind: 'refreshed', draft: { level: 'III', risk: { level: 'IV' } } });
  });

  test('a new primary playbook is announced and put first, the ones in use are kept', () => {
    const draft = makeDraft({ playbooks: ['PB09', 'PB06'] });
    expect(reconcile([makeAlert()], draft, MONDAY)).toMatchObject([
      { kind: 'playbook', draft: { playbooks: ['PB09', 'PB03', 'PB06'] } },
    ]);
  });

  test('a further playbook that is not primary comes silently, after the others', () => {
    const draft = makeDraft({ playbooks: ['PB03', 'PB06'] });
    expect(reconcile([makeAlert()], draft, MONDAY)).toMatchObject([
      { kind: 'refreshed', draft: { playbooks: ['PB03', 'PB06'] } },
    ]);
  });

  test('a playbook that a leak calls for is announced once, though another trouble leads', () => {
    const draft = makeDraft({ playbooks: ['PB03', 'PB06', 'PB04'], leaks: ['PB04'] });
    const [change] = reconcile([makeAlert()], draft, MONDAY);
    expect(change).toMatchObject({ kind: 'playbook', draft: { playbooks: ['PB04', 'PB03', 'PB06'] } });
    const told = makeAlert({ playbooks: ['PB04', 'PB03', 'PB06'] });
    expect(reconcile([told], draft, MONDAY)).toEqual([]);
  });

  test('a graver claim is told as such, and takes along the playbook that it calls for', () => {
    const claimed = (weight: number) =>
      makeFinding({ detector: 'severity', key: 'sev', baseline: { kind: 'rule' }, facts: { weight } });
    const alert = makeAlert({ status: 'acknowledged', findings: [claimed(0.4)] });
    const died = { findings: [claimed(1)] };
    for (const draft of [
      makeDraft({ ...died, playbooks: ['PB09', 'PB03'] }),
      makeDraft({ ...died, playbooks: ['PB03', 'PB09'], leaks: ['PB09'] }),
    ]) {
      const [change] = reconcile([alert], draft, MONDAY);
      expect(change).toMatchObject({ kind: 'graver', draft: { playbooks: ['PB09', 'PB03'] } });
      // Once: on the next pass nothing is left to tell.
      const { leaks: _, ...told } = change?.draft ?? draft;
      expect(reconcile([{ ...alert, ...told, status: 'open' }], draft, MONDAY)).toEqual([]);
    }
  });

  test('a record alone raises the level and keeps what was found', () => {
    const draft = { ...higher, findings: [], examples: [] };
    expect(reconcile([makeAlert()], draft, MONDAY)).toMatchObject([
      { kind: 'raised', draft: { findings: [{ key: 'negative-1h' }], examples: [1, 2] } },
    ]);
  });

  describe('after a person closed it', () => {
    const closed = (hours: number, more = {}) =>
      makeAlert({ status: 'closed', closedAt: MONDAY - hours * HOUR, ...more });

    test('the same level stays closed for six hours, a graver one does not', () => {
      expect(reconcile([closed(5)], makeDraft(), MONDAY)).toEqual([]);
      expect(reconcile([closed(5)], higher, MONDAY)[0]?.kind).toBe('opened');
      expect(reconcile([closed(7)], makeDraft(), MONDAY)[0]?.kind).toBe('opened');
    });

    test('a false alarm is remembered the same way', () => {
      expect(reconcile([closed(5, { status: 'false_alarm' })], makeDraft(), MONDAY)).toEqual([]);
    });

    const claim = (category: string, weight: number, observed = 1) =>
      makeFinding({
        detector: 'severity',
        key: `sev.${category}`,
        observed,
        baseline: { kind: 'rule' },
        facts: { weight },
      });
    const outage = claim('outage', 0.55, 14);
    const death = claim('death', 1);

    test('a graver claim opens a new one at once, though the level is not higher', () => {
      const draft = { ...lower, findings: [death, outage] };
      for (const status of ['closed', 'false_alarm'] as const) {
        const alert = closed(0.5, { status, findings: [outage] });
        expect(reconcile([alert], draft, MONDAY)).toEqual([{ kind: 'opened', draft }]);
      }
    });

    test('the same claim, one less grave and one without lives at stake stay settled', () => {
      const alert = closed(0.5, { status: 'false_alarm', findings: [death] });
      const injury = claim('injury', 0.85);
      for (const findings of [[death], [claim('death', 1, 3)], [injury]]) {
        expect(reconcile([alert], { ...lower, findings }, MONDAY)).toEqual([]);
      }
      const discrimination = claim('discrimination', 0.65, 3);
      const cold = closed(0.5, { findings: [outage] });
      expect(reconcile([cold], { ...lower, findings: [discrimination] }, MONDAY)).toEqual([]);
    });

    test('a grave claim that had lapsed before it was closed stays settled', () => {
      const alert = closed(0.5, { findings: [outage], risk: { ...makeDraft().risk, gravest: 1 } });
      expect(reconcile([alert], { ...lower, findings: [death] }, MONDAY)).toEqual([]);
    });

    test('a leak that nobody knew of opens a new one at once, one that was dealt with does not', () => {
      const draft = { ...lower, playbooks: ['PB03', 'PB04'], leaks: ['PB04'] };
      expect(reconcile([closed(0.5)], draft, MONDAY)).toEqual([{ kind: 'opened', draft }]);
      expect(reconcile([closed(0.5, { playbooks: ['PB04', 'PB03'] })], draft, MONDAY)).toEqual([]);
    });

    test('a rise that was found before the closing is no news while it goes on, one found after it is', () => {
      const rise = (foundAt: number, observed: number) =>
        makeFinding({ detector: 'cusum', key: 'volume-drift', observed, facts: { foundAt } });
      for (const findings of [[], [rise(MONDAY - 9 * HOUR, 60)]]) {
        const alert = closed(8, { findings });
        const goesOn = makeDraft({ findings: [rise(MONDAY - 9 * HOUR, 90)] });
        expect(reconcile([alert], goesOn, MONDAY)).toEqual([]);
        const anew = makeDraft({ findings: [rise(MONDAY - HOUR, 90)] });
        expect(reconcile([alert], anew, MONDAY)[0]?.kind).toBe('opened');
      }
    });

    test('what is counted over a day is news where more is counted than before the closing', () => {
      const broken = (observed: number, windowMinutes: number) =>
        makeFinding({ detector: 'touchpoint', key: 'touch.billing', observed, windowMinutes });
      const alert = closed(8, { findings: [broken(12, 24 * 60)] });
      const look = (finding: ReturnType<typeof broken>) =>
        reconcile([alert], makeDraft({ findings: [finding] }), MONDAY).map(({ kind }) => kind);
      expect(look(broken(12, 24 * 60))).toEqual([]);
      expect(look(broken(13, 24 * 60))).toEqual(['opened']);
      expect(look(broken(6, 6 * 60))).toEqual(['opened']);
    });

    test('the same old claim does not open it again later, more people making it do', () => {
      const two = claim('death', 1, 2);
      const alert = closed(8, { findings: [two] });
      expect(reconcile([alert], makeDraft({ findings: [two] }), MONDAY)).toEqual([]);
      const more = makeDraft({ findings: [{ ...two, observed: 3 }] });
      expect(reconcile([alert], more, MONDAY)[0]?.kind).toBe('opened');
    });
  });
});
