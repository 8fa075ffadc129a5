import { describe, expect, test } from 'vitest';
import type { AlertChange } from '../../server/core/alert.ts';
import type { GateFacts } from '../../server/core/gate.ts';
import { COOLDOWN, whatRings } from '../../server/core/ring.ts';
import { MINUTE } from '../../server/core/time.ts';
import { makeAlert, makeDraft } from './make-alert.ts';
import { MONDAY } from './make-series.ts';

const facts: GateFacts = {
  now: MONDAY,
  alerts: [makeAlert()],
  channelLevel: 'IV',
  lastRings: [],
  cooldown: COOLDOWN,
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

  test('the same watch does not ring twice in half an hour, unless graver', () => {
    const ring = (minutes: number) => ({
      lastRings: [{ watchId: 1, level: 'III' as const, at: MONDAY - minutes * MINUTE }],
    });
    expect(reason(opened, ring(29))).toBe('cooldown');
    expect(reason(opened, ring(30))).toBeNull();
    expect(reason(change('raised', 'II'), ring(1))).toBeNull();
    expect(reason(opened, { lastRings: [{ watchId: 2, level: 'III', at: MONDAY }] })).toBeNull();
  });

  test('each change meets its own reason', () => {
    const { pass, held } = whatRings([opened, change('refreshed')], facts);
    expect(pass).toEqual([opened]);
    expect(held.map((h) => h.reason)).toEqual(['nothing-new']);
  });
});
