import { describe, expect, test } from 'vitest';
import type { AlertChange, AlertDraft } from '../../../server/core/alert/alert.ts';
import type { SilenceMatcher } from '../../../server/core/alert/alert-silence.ts';
import type { GateFacts } from '../../../server/core/alert/gate.ts';
import { DEFAULT_GROUPING } from '../../../server/core/alert/grouping.ts';
import { COOLDOWN, whatRings } from '../../../server/core/alert/ring.ts';
import { LEVELS, type Level } from '../../../server/core/risk/grade.ts';
import { HOUR, MINUTE, startOfDay } from '../../../server/core/time.ts';
import { MONDAY } from '../series/make-series.ts';
import { makeAlert, makeDraft, makeFinding } from './make-alert.ts';

const facts: GateFacts = {
  now: MONDAY,
  alerts: [makeAlert()],
  channelLevel: 'IV',
  lastRings: [],
  cooldown: COOLDOWN,
  silences: [],
  storyId: null,
  besideRed: false,
  quiet: null,
  perHour: 20,
  load: { lastHour: 0, owes: false },
};
const opened: AlertChange = { kind: 'opened', draft: makeDraft() };
const change = (kind: 'raised' | 'playbook' | 'refreshed', level: 'III' | 'II' = 'III'): AlertChange => ({
  kind,
  alertId: 10,
  from: 'III',
  draft: makeDraft({ level }),
});

function reason(one: AlertChange, more: Partial<GateFacts> = {}): string | null {
  const { pass, held } = whatRings([one], { ...facts, ...more });
  expect(pass.length + held.length).toBe(1);
  return held[0]?.reason ?? null;
}

describe('gates', () => {
  test('a new alert, a rise and a new playbook ring', () => {
    expect([opened, change('raised', 'II'), change('playbook')].map((c) => reason(c))).toEqual([
      null,
      null,
      null,
    ]);
  });

  test('numbers that move ring nowhere', () => {
    expect(reason(change('refreshed'))).toBe('nothing-new');
  });

  test('a channel hears its own level and graver ones', () => {
    expect(reason(opened, { channelLevel: 'II' })).toBe('below-channel-level');
    expect(reason(opened, { channelLevel: 'III' })).toBeNull();
    expect(reason(change('raised', 'II'), { channelLevel: 'II' })).toBeNull();
  });

  test('who acknowledged is left in peace until it rises', () => {
    const alerts = [makeAlert({ status: 'acknowledged' })];
    expect(reason(change('playbook'), { alerts })).toBe('acknowledged-same-level');
    expect(reason(change('raised', 'II'), { alerts })).toBeNull();
  });

  test('who acknowledged is told of another playbook where lives are at stake, and of nothing milder', () => {
    const alerts = [makeAlert({ status: 'acknowledged' })];
    const other = (weight: number): AlertChange => {
      const { kind, ...rest } = change('playbook');
      const findings = [makeFinding({ detector: 'severity', facts: { weight } })];
      return { kind, ...rest, draft: makeDraft({ findings }) } as AlertChange;
    };
    expect(reason(other(0.85), { alerts })).toBeNull();
    expect(reason(other(0.75), { alerts })).toBe('acknowledged-same-level');
  });

  test('who acknowledged is told of a leak that came up besides, and of no other playbook beside it', () => {
    const alerts = [makeAlert({ status: 'acknowledged' })];
    const other = (playbooks: readonly string[]): AlertChange => {
      const { kind, ...rest } = change('playbook');
      return { kind, ...rest, draft: makeDraft({ playbooks, leaks: ['PB04'] }) } as AlertChange;
    };
    expect(reason(other(['PB04', 'PB07']), { alerts })).toBeNull();
    expect(reason(other(['PB06', 'PB04', 'PB07']), { alerts })).toBe('acknowledged-same-level');
  });

  test('the same watch does not ring twice in half an hour, unless graver', () => {
    const ring = (minutes: number) => ({
      lastRings: [{ watchId: 1, level: 'III' as const, at: MONDAY - minutes * MINUTE }],
    });
    expect(reason(opened, ring(29))).toBe('cooldown');
    expect(reason(opened, ring(30))).toBeNull();
    expect(reason(change('raised', 'II'), ring(1))).toBeNull();
    expect(reason(opened, { lastRings: [{ watchId: 2, level: 'III', at: MONDAY }] })).toBeNull();
  });

  test('what is new so soon after a ring waits for the end of the pause, and longer where its group does', () => {
    const rang = MONDAY - 12 * MINUTE;
    const last = { lastRings: [{ watchId: 1, level: 'III' as const, at: rang }] };
    const until = (more: Partial<GateFacts> = {}) =>
      whatRings([change('playbook')], { ...facts, ...last, ...more }).held[0];
    expect(until()).toMatchObject({ reason: 'cooldown', until: rang + COOLDOWN });
    const group = (intervalMinutes: number) => ({
      group: { grouping: { ...DEFAULT_GROUPING, intervalMinutes }, rangAt: rang, heldUntil: null },
    });
    expect(until(group(5))).toMatchObject({ reason: 'cooldown', until: rang + COOLDOWN });
    expect(until(group(60))).toMatchObject({ reason: 'cooldown', until: rang + 60 * MINUTE });
  });

  test('orange and red, graver claims and trouble of another kind do not wait for that', () => {
    const last = { lastRings: [{ watchId: 1, level: 'I' as const, at: MONDAY - MINUTE }] };
    const of = (kind: 'raised' | 'surged' | 'graver' | 'playbook', draft: Partial<AlertDraft>) =>
      reason({ kind, alertId: 10, from: 'IV', draft: makeDraft(draft) }, last);
    expect([of('raised', { level: 'II' }), of('surged', { level: 'II' }), of('graver', {})]).toEqual([
      null,
      null,
      null,
    ]);
    expect([of('raised', {}), of('surged', {}), of('playbook', { level: 'II' })]).toEqual([
      'cooldown',
      'cooldown',
      'cooldown',
    ]);
    expect(of('playbook', { playbooks: ['PB04'], leaks: ['PB04'] })).toBeNull();
    expect(of('playbook', { level: 'I' })).toBeNull();
  });

  test('one that opens anew for a death or a leak rings, however soon after the last message', () => {
    const justRung = { lastRings: [{ watchId: 1, level: 'III' as const, at: MONDAY - MINUTE }] };
    const claim = (weight: number) => makeFinding({ detector: 'severity', facts: { weight } });
    const about = (more: Partial<AlertDraft>): AlertChange => ({ kind: 'opened', draft: makeDraft(more) });
    expect(reason(about({ findings: [claim(0.55)] }), justRung)).toBe('cooldown');
    expect(reason(about({ findings: [claim(1)] }), justRung)).toBeNull();
    expect(reason(about({ leaks: ['PB04'] }), justRung)).toBeNull();
  });

  const opens = (level: Level): AlertChange => ({ kind: 'opened', draft: makeDraft({ level }) });
  const reasons = (more: Partial<GateFacts>) => LEVELS.map((level) => reason(opens(level), more));

  test('a silence holds what it is about up to orange, and red only when it says so', () => {
    const silences = (matcher: SilenceMatcher) => ({ silences: [{ id: 7, matcher }] });
    const upToOrange = ['silenced', 'silenced', 'silenced', null];
    expect(reasons(silences({}))).toEqual(upToOrange);
    expect(reasons(silences({ maxLevel: 'I' }))).toEqual(LEVELS.map(() => 'silenced'));
    expect(reasons(silences({ maxLevel: 'IV' }))).toEqual(['silenced', null, null, null]);
    expect(reasons(silences({ watchIds: [1, 2] }))).toEqual(upToOrange);
    expect(reasons(silences({ watchIds: [2] }))).toEqual(LEVELS.map(() => null));
    const held = whatRings([opened], { ...facts, ...silences({}) }).held;
    expect(held[0]).toMatchObject({ reason: 'silenced', silenceId: 7 });
  });

  test('a silence about a story holds that story alone, and of watch and story both must fit', () => {
    const about = (matcher: SilenceMatcher, storyId: number | null) =>
      reason(opened, { silences: [{ id: 7, matcher }], storyId });
    expect(about({ storyIds: [3] }, 3)).toBe('silenced');
    expect(about({ storyIds: [3] }, 4)).toBeNull();
    expect(about({ storyIds: [3] }, null)).toBeNull();
    expect(about({ storyIds: [3], watchIds: [1] }, 3)).toBe('silenced');
    expect(about({ storyIds: [3], watchIds: [2] }, 3)).toBeNull();
  });

  test('beside a red alert blue is quiet, and nothing graver', () => {
    expect(reasons({ besideRed: true })).toEqual(['inhibited-by-red', null, null, null]);
  });

  test('quiet hours are never for orange and red', () => {
    const quiet = { from: '22:00', to: '07:30', workdaysOnly: false, zone: 'Asia/Shanghai' };
    const at = (clock: number) => reasons({ quiet, now: startOfDay(MONDAY) + clock * HOUR });
    expect(at(3)).toEqual(['quiet-hours', 'quiet-hours', null, null]);
    expect(at(12)).toEqual([null, null, null, null]);
  });

  test('a full hour holds all but red, and keeps one message for telling what it held', () => {
    const busy = (lastHour: number, owes: boolean) => reasons({ perHour: 5, load: { lastHour, owes } });
    const full = ['rate-limit', 'rate-limit', 'rate-limit', null];
    expect(busy(4, false)).toEqual([null, null, null, null]);
    expect(busy(5, false)).toEqual(full);
    expect(busy(4, true)).toEqual(full);
    expect(busy(3, true)).toEqual([null, null, null, null]);
  });

  test('each change meets its own reason', () => {
    const { pass, held } = whatRings([opened, change('refreshed')], facts);
    expect(pass).toEqual([opened]);
    expect(held.map((h) => h.reason)).toEqual(['nothing-new']);
  });
});
