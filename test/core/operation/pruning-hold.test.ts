import { describe, expect, test } from 'vitest';
import { isHeld, type PruningHold, pruningHold } from '../../../server/core/operation/pruning-hold.ts';
import { pruningHeld } from '../../../server/core/operation/troubles/pruning-held.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../../server/core/time.ts';
import { NOW } from '../../support/make.ts';

/** Looks once a minute, and says after how long nothing was held any more; null: it still was. */
function heldFor(until: Instant, lastAt: Instant, jumps: readonly (readonly [Instant, Instant])[] = []) {
  let hold: PruningHold | null = null;
  let by = 0;
  for (let passed = 0; passed <= until; passed += MINUTE) {
    by += jumps.find(([at]) => at === passed)?.[1] ?? 0;
    const next = pruningHold({ now: NOW + passed + by, lastAt, look: null, hold });
    if (next === null) return passed;
    hold = next;
  }
  return null;
}

describe('forgetting what is old', () => {
  test('is not put off for whoever does it every day, or comes back from a long weekend', () => {
    for (const away of [0, DAY, 3 * DAY, -5 * DAY]) expect(heldFor(HOUR, NOW - away)).toBe(0);
    expect(pruningHold({ now: NOW, lastAt: null, look: null, hold: null })).toBeNull();
  });

  test('waits for a day in which the clock goes on evenly after a longer absence', () => {
    expect(heldFor(2 * DAY, NOW - 4 * DAY)).toBe(DAY);
    expect(heldFor(2 * DAY, NOW - 12 * 365 * DAY)).toBe(DAY);
  });

  test('waits for another day where the clock jumps again meanwhile', () => {
    expect(heldFor(3 * DAY, NOW - 4 * DAY, [[23 * HOUR, 30 * DAY]])).toBe(47 * HOUR);
  });

  test('does not count the time in which nobody looked', () => {
    const first = pruningHold({ now: NOW, lastAt: NOW - 9 * DAY, look: null, hold: null });
    const later = pruningHold({ now: NOW + 23 * HOUR, lastAt: NOW - 9 * DAY, look: null, hold: first });
    expect(later).toMatchObject({ since: NOW, steadyMs: 0 });
  });

  test('waits for as long as others say that the clock is ahead', () => {
    const facts = (now: Instant, offsetMs: number, hold: PruningHold | null = null) => ({
      now,
      hold,
      lastAt: NOW - DAY,
      look: { at: now - MINUTE, clocks: [{ against: 'web', offsetMs }] as const },
    });
    let hold = pruningHold(facts(NOW, 2 * DAY));
    for (let minute = 1; minute < 2 * 24 * 60; minute++)
      hold = pruningHold(facts(NOW + minute * MINUTE, 2 * DAY, hold));
    expect(hold).toMatchObject({ since: NOW, isClockOff: true });
    expect(pruningHold(facts(NOW + 3 * DAY, 0, hold))).not.toBeNull();
    expect(pruningHold({ ...facts(NOW + 2 * DAY, 0, hold), lastAt: NOW + DAY })).toBeNull();
    // A clock that is behind forgets too little, if anything.
    expect(pruningHold(facts(NOW, -2 * DAY))).toBeNull();
  });
});

describe('its trouble', () => {
  const hold = { since: NOW, lookedAt: NOW, steadyMs: 0, lastAt: NOW - 40 * DAY, isClockOff: false };
  const find = (at: Instant, pruning: PruningHold | null) =>
    pruningHeld.find(
      { at, pruning, queue: [], disk: null, clocks: [], channels: [], unheard: [], done: null },
      () => false,
    );

  test('is over when nobody puts it off any more', () => {
    expect(find(NOW, hold)).toMatchObject([
      { subject: 'posts', detail: { awayMs: 40 * DAY, clockOff: false } },
    ]);
    expect(find(NOW + HOUR, hold)).toEqual([]);
    expect(find(NOW, null)).toEqual([]);
    expect(isHeld(hold, NOW + 10 * MINUTE)).toBe(true);
  });

  test('says what is to be looked at', () => {
    const away = pruningHeld.words({ awayMs: 40 * DAY, clockOff: false });
    expect(away.what).toBe('按本机时钟，上次清理是 40 天前');
    expect(pruningHeld.words({ awayMs: 0, clockOff: true }).what).toBe('本机时钟偏快');
  });
});
