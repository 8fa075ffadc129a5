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

    test('the same old claim does not open it again later, more people making it do', () => {
      const claim = makeFinding({
        detector: 'severity',
        key: 'sev.death',
        observed: 2,
        baseline: { kind: 'rule' },
      });
      const alert = closed(8, { findings: [claim] });
      expect(reconcile([alert], makeDraft({ findings: [claim] }), MONDAY)).toEqual([]);
      const more = makeDraft({ findings: [{ ...claim, observed: 3 }] });
      expect(reconcile([alert], more, MONDAY)[0]?.kind).toBe('opened');
    });
  });
});
