import { describe, expect, test } from 'vitest';
import { type ClockTurn, drillTime, willBeAt } from '../../../server/core/drill/drill-clock.ts';
import { HOUR, MINUTE } from '../../../server/core/time.ts';

const START = 1_800_000_000_000;
const timing = { startedAt: START, speed: 4, minutes: 120 };
const turn = (kind: ClockTurn['kind'], minutes: number): ClockTurn => ({
  kind,
  at: START + minutes * MINUTE,
});
const at = (minutes: number, turns: readonly ClockTurn[] = []) =>
  drillTime(timing, turns, START + minutes * MINUTE);

describe('the clock of a drill', () => {
  test('runs as many times as fast as was chosen', () => {
    expect(at(0)).toEqual({ state: 'running', elapsed: 0, endedAt: null });
    expect(at(10)).toMatchObject({ state: 'running', elapsed: 40 * MINUTE });
  });

  test('stands while it is paused, and goes on from there', () => {
    const turns = [turn('paused', 5)];
    expect(at(60, turns)).toEqual({ state: 'paused', elapsed: 20 * MINUTE, endedAt: null });
    expect(at(65, [...turns, turn('resumed', 60)])).toMatchObject({
      state: 'running',
      elapsed: 40 * MINUTE,
    });
  });

  test('is not stopped twice, nor started twice, by two at once', () => {
    const turns = [turn('paused', 5), turn('paused', 6), turn('resumed', 10), turn('resumed', 11)];
    expect(at(15, turns)).toMatchObject({ state: 'running', elapsed: 40 * MINUTE });
  });

  test('ends of itself when the scenario is over, at the very moment', () => {
    expect(at(29.9)).toMatchObject({ state: 'running' });
    const over = { state: 'ended', elapsed: 2 * HOUR, endedAt: START + 30 * MINUTE };
    expect([at(30), at(500)]).toEqual([over, over]);
    // What somebody does to it afterwards changes nothing.
    expect(at(500, [turn('paused', 40), turn('ended', 45)])).toEqual(over);
  });

  test('ends when somebody ends it, also while it stands', () => {
    expect(at(90, [turn('ended', 10)])).toEqual({
      state: 'ended',
      elapsed: 40 * MINUTE,
      endedAt: START + 10 * MINUTE,
    });
    const paused = [turn('paused', 5), turn('ended', 50)];
    expect(at(90, paused)).toMatchObject({ elapsed: 20 * MINUTE, endedAt: START + 50 * MINUTE });
  });

  test('a machine whose clock goes back does not turn it back', () => {
    expect(at(-5)).toMatchObject({ state: 'running', elapsed: 0 });
    expect(at(10, [turn('paused', 5), turn('resumed', 4)])).toMatchObject({ state: 'running' });
  });

  test('tells when a minute will come; of what came, and while it stands, there is nothing to tell', () => {
    const now = START + 10 * MINUTE;
    expect(willBeAt(timing, at(10), 60 * MINUTE, now)).toBe(now + 5 * MINUTE);
    expect(willBeAt(timing, at(10), 40 * MINUTE, now)).toBe(null);
    expect(willBeAt(timing, at(10, [turn('paused', 5)]), 60 * MINUTE, now)).toBe(null);
  });
});
