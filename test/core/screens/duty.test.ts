import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type DutyStep,
  isAtWork,
  isWorkday,
  type Person,
  shiftOf,
  startWithTurn,
} from '../../../server/core/alert/duty.ts';
import {
  calledAt,
  canEverBeCalled,
  channelsOf,
  DEFAULT_ESCALATION,
  type Duty,
  escalationFrom,
} from '../../../server/core/alert/escalation.ts';
import { LEVELS, type Level } from '../../../server/core/risk/grade.ts';
import { instantOf, isZone, localTime, weekdayOf } from '../../../server/core/time/zone.ts';
import { DAY, HOUR, MINUTE } from '../../../server/core/time.ts';

const at = (text: string) => Date.parse(text);
const ZONES = ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'UTC'];

describe('clocks of a zone', () => {
  test('a clock that is read tells when it was read', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: at('2020-01-01'), max: at('2035-01-01') }),
        fc.constantFrom(...ZONES),
        (moment, zone) => {
          const minute = Math.floor(moment / MINUTE) * MINUTE;
          const back = instantOf(localTime(minute, zone), zone);
          // An hour that a clock shows twice is one of the two.
          expect([0, HOUR]).toContain(Math.abs(back - minute));
          if (zone === 'Asia/Shanghai') expect(back).toBe(minute);
        },
      ),
    );
  });

  test('days begin at midnight there', () => {
    expect(localTime(at('2026-11-26T16:05:00Z'), 'Asia/Shanghai')).toEqual({
      day: at('2026-11-27') / DAY,
      minute: 5,
    });
    expect(weekdayOf(at('2026-11-27') / DAY)).toBe(5);
    expect([weekdayOf(0), weekdayOf(-1)]).toEqual([4, 3]);
  });

  test('a zone that does not exist is none', () => {
    expect(isZone('Asia/Shanghai')).toBe(true);
    expect(isZone('Mars/Olympus')).toBe(false);
  });
});

const step = (parts: Partial<DutyStep> = {}): DutyStep => ({
  id: 1,
  name: '一线',
  people: [1, 2, 3],
  turn: 'week',
  zone: 'Asia/Shanghai',
  startsAt: at('2026-11-02T09:00:00+08:00'),
  ...parts,
});

describe('when the people of a step change', () => {
  // The third week: it is the third one's turn.
  const now = at('2026-11-20T12:00:00+08:00');
  const holderOf = (people: readonly number[], parts: Partial<DutyStep> = {}) => {
    const after = step({ people, ...parts });
    const startsAt = startWithTurn(step(), after, now);
    return shiftOf({ ...after, startsAt }, [], now);
  };

  test.each([
    ['somebody joins at the end', [1, 2, 3, 4]],
    ['somebody joins in front', [4, 1, 2, 3]],
    ['somebody else leaves', [2, 3]],
    ['the order is another', [3, 1, 2]],
  ])('whoever has the turn keeps it, to its end: %s', (_, people) => {
    const turns = { people: [3], until: at('2026-11-23T09:00:00+08:00') };
    expect(holderOf(people)).toMatchObject(turns);
  });

  test('whoever joined follows in the order', () => {
    const after = step({ people: [1, 2, 3, 4] });
    const startsAt = startWithTurn(step(), after, now);
    const next = [7, 14, 21].map((days) => shiftOf({ ...after, startsAt }, [], now + days * DAY).people[0]);
    expect(next).toEqual([4, 1, 2]);
  });

  test('where the one who has it leaves, the next one takes over', () => {
    expect(holderOf([1, 2]).people).toEqual([1]);
    expect(holderOf([7, 8]).people).toEqual(shiftOf(step({ people: [7, 8] }), [], now).people);
  });

  test('who sets another beginning, or another length, means it', () => {
    const startsAt = at('2026-11-20T09:00:00+08:00');
    expect(holderOf([1, 2, 3, 4], { startsAt }).people).toEqual([1]);
    expect(startWithTurn(step(), step({ turn: 'day', people: [1, 2] }), now)).toBe(step().startsAt);
  });

  test('a plan that has not begun begins as it says', () => {
    const early = at('2026-10-01T00:00:00+08:00');
    expect(startWithTurn(step(), step({ people: [2, 1] }), early)).toBe(step().startsAt);
  });
});

describe('whose turn it is', () => {
  test.each([
    ['2026-11-02T09:00:00+08:00', 1],
    ['2026-11-09T08:59:00+08:00', 1],
    ['2026-11-09T09:00:00+08:00', 2],
    ['2026-11-22T12:00:00+08:00', 3],
    ['2026-11-23T09:00:00+08:00', 1],
    ['2026-10-01T00:00:00+08:00', 1],
  ])('weeks are handed over at the hour at which the first began: %s', (when, person) => {
    expect(shiftOf(step(), [], at(when)).people).toEqual([person]);
  });

  test('a turn ends when the next one begins, also where the clock changes in between', () => {
    const berlin = step({
      turn: 'day',
      zone: 'Europe/Berlin',
      startsAt: at('2026-10-20T09:00:00+02:00'),
    });
    const now = at('2026-10-24T20:00:00+02:00');
    expect(shiftOf(berlin, [], now)).toEqual({
      people: [2],
      until: at('2026-10-25T09:00:00+01:00'),
      swapped: false,
    });
  });

  test('a turn that begins in the hour that a clock shows twice begins once', () => {
    const berlin = step({ turn: 'day', zone: 'Europe/Berlin', startsAt: at('2027-10-25T02:00:00+02:00') });
    const before = at('2027-10-30T12:00:00Z');
    const { people, until } = shiftOf(berlin, [], before);
    expect(shiftOf(berlin, [], (until ?? 0) - 1).people).toEqual(people);
    expect(shiftOf(berlin, [], until ?? 0).people).not.toEqual(people);
  });

  test('at every moment somebody has it, and has it until the end that is told', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.constantFrom('day' as const, 'week' as const),
        fc.integer({ min: at('2026-01-01'), max: at('2028-01-01') }),
        (zone, turn, now) => {
          const one = step({ zone, turn });
          const { people, until } = shiftOf(one, [], now);
          if (until === null) throw new Error('turns end');
          expect(until).toBeGreaterThan(now);
          expect(shiftOf(one, [], until - 1).people).toEqual(people);
          if (now >= one.startsAt) expect(shiftOf(one, [], until).people).not.toEqual(people);
        },
      ),
    );
  });

  test('everyone has it where there are no turns', () => {
    expect(shiftOf(step({ turn: 'everyone' }), [], at('2026-11-27T00:00:00Z'))).toEqual({
      people: [1, 2, 3],
      until: null,
      swapped: false,
    });
  });

  test('who stands in has it for that time, and of two the one entered last', () => {
    const from = at('2026-11-04T00:00:00+08:00');
    const swap = (personId: number, hours: number) => ({
      stepId: 1,
      personId,
      from,
      until: from + hours * HOUR,
    });
    const swaps = [swap(3, 24), swap(2, 6)];
    const peopleAt = (hours: number) => shiftOf(step(), swaps, from + hours * HOUR).people;
    expect([peopleAt(-1), peopleAt(0), peopleAt(6), peopleAt(24)]).toEqual([[1], [2], [3], [1]]);
    expect(shiftOf(step(), swaps, from - HOUR).until).toBe(from);
    expect(shiftOf(step({ id: 2 }), swaps, from).swapped).toBe(false);
  });
});

describe('who is at work', () => {
  const worker = (parts: Partial<Person> = {}) => ({
    zone: 'Asia/Shanghai',
    hours: { days: 'workdays', from: 9 * 60, to: 18 * 60 } as const,
    ...parts,
  });

  test.each([
    ['2026-11-27T09:00:00+08:00', true],
    ['2026-11-27T18:00:00+08:00', false],
    ['2026-11-28T10:00:00+08:00', false],
    // The first days of October are off.
    ['2026-10-01T10:00:00+08:00', false],
  ])('by the hours and days of China: %s', (when, working) => {
    expect(isAtWork(worker(), at(when))).toBe(working);
  });

  test('a night belongs to the day on which it began', () => {
    const night = { days: 'workdays', from: 22 * 60, to: 6 * 60 } as const;
    const works = (when: string) => isAtWork(worker({ hours: night }), at(when));
    expect(works('2026-11-28T05:59:00+08:00')).toBe(true);
    expect(works('2026-11-28T22:30:00+08:00')).toBe(false);
    expect(works('2026-11-30T01:00:00+08:00')).toBe(false);
  });

  test('without hours, always', () => {
    expect(isAtWork(worker({ hours: null }), at('2026-10-01T03:00:00+08:00'))).toBe(true);
  });

  test('a Saturday worked instead is a workday', () => {
    expect(isWorkday(at('2026-10-10') / DAY)).toBe(true);
  });
});

const person = (id: number, parts: Partial<Person> = {}): Person => ({
  id,
  name: `人${id}`,
  title: '',
  zone: 'Asia/Shanghai',
  hours: null,
  channelIds: [id * 10],
  ...parts,
});
const office = { days: 'workdays', from: 540, to: 1080 } as const;
const NIGHT = at('2026-11-27T03:00:00+08:00');

function duty(parts: Partial<Duty> = {}): Duty {
  const one = (id: number) => step({ id, people: [id], turn: 'everyone' });
  return { people: [person(1), person(2), person(3)], steps: [one(1), one(2), one(3)], swaps: [], ...parts };
}
/** Channels 10, 20 and 30 take all, but for what is said of them. */
const channels = (minLevels: Partial<Record<number, Level>> = {}, off: readonly number[] = []) =>
  [10, 11, 20, 30]
    .filter((id) => !off.includes(id))
    .map((id) => ({ id, minLevel: minLevels[id] ?? ('IV' as const) }));
const called = (given: Duty, level: 'I' | 'III', count: number, active = channels()) => {
  const { step: at, people } = calledAt({ active, duty: given }, level, count, NIGHT);
  return [at, ...people.map(({ id }) => id)];
};

describe('whom a ring goes to', () => {
  test('each ring goes one step further, and the last step is asked again', () => {
    expect([0, 1, 2, 3, 9].map((count) => called(duty(), 'I', count)[1])).toEqual([1, 2, 3, 3, 3]);
  });

  test('a step with nobody to reach is passed over, behind the last one backwards', () => {
    const mute = { people: [person(1), person(2, { channelIds: [] }), person(3, { channelIds: [] })] };
    expect(called(duty(mute), 'I', 0)).toEqual([0, 1]);
    expect(called(duty(mute), 'I', 2)).toEqual([0, 1]);
    const second = { people: [person(1, { channelIds: [] }), person(2), person(3)] };
    expect(called(duty(second), 'I', 0)).toEqual([1, 2]);
  });

  test('so is a step whose channels are switched off, or want graver alerts only', () => {
    expect(called(duty(), 'III', 0, channels({}, [10]))).toEqual([1, 2]);
    expect(called(duty(), 'III', 1, channels({}, [20]))).toEqual([2, 3]);
    expect(called(duty(), 'III', 2, channels({}, [20, 30]))).toEqual([0, 1]);
    expect(called(duty(), 'III', 0, channels({ 10: 'II' }))).toEqual([1, 2]);
    expect(called(duty(), 'I', 0, channels({ 10: 'II' }))).toEqual([0, 1]);
    expect(called(duty(), 'I', 0, [])).toEqual([null]);
  });

  test('of somebody’s channels the first that takes the level, and for red each', () => {
    const two = [person(1, { channelIds: [11, 10] })];
    const ids = (level: Level, active = channels({ 11: 'II' })) =>
      channelsOf(two, active, level).map(({ id }) => id);
    expect(LEVELS.map((level) => ids(level))).toEqual([[10], [10], [11], [11, 10]]);
    expect(ids('I', channels({ 11: 'II' }, [10]))).toEqual([11]);
    expect(ids('III', channels({ 11: 'II' }, [10]))).toEqual([]);
  });

  test('a chain can be called at some hour if anybody of it has a channel that takes the level', () => {
    const given = duty({ people: [1, 2, 3].map((id) => person(id, { hours: office })) });
    const can = (active: ReturnType<typeof channels>, more: Partial<Duty> = {}) =>
      canEverBeCalled({ active, duty: { ...given, ...more } }, 'III');
    expect(can(channels())).toBe(true);
    expect(can(channels({}, [10, 20, 30]))).toBe(false);
    expect(can(channels({ 10: 'II', 20: 'II', 30: 'I' }))).toBe(false);
    expect(can(channels(), { steps: [] })).toBe(false);
    const swap = { stepId: 1, personId: 2, from: 0, until: 1 };
    expect(can(channels({}, [10]), { steps: [step({ people: [1] })] })).toBe(false);
    expect(can(channels({}, [10]), { steps: [step({ people: [1] })], swaps: [swap] })).toBe(true);
  });

  test('at night yellow wakes nobody who has hours, red does', () => {
    const hours = { people: [person(1, { hours: office }), person(2, { hours: office }), person(3)] };
    expect(called(duty(hours), 'III', 0)).toEqual([2, 3]);
    expect(called(duty(hours), 'I', 0)).toEqual([0, 1]);
    const all = { people: [1, 2, 3].map((id) => person(id, { hours: office })) };
    expect(called(duty(all), 'III', 0)).toEqual([null]);
  });

  test('without a chain there is nobody', () => {
    expect(called(duty({ steps: [] }), 'I', 0)).toEqual([null]);
  });
});

describe('how long people have', () => {
  const open = { status: 'open', level: 'II' } as const;

  test('by level, and no longer after the last repeat', () => {
    expect(escalationFrom(open, DEFAULT_ESCALATION, NIGHT)).toEqual({
      count: 0,
      dueAt: NIGHT + 10 * MINUTE,
    });
    expect(escalationFrom(open, DEFAULT_ESCALATION, NIGHT, 4).dueAt).toBe(NIGHT + 10 * MINUTE);
    expect(escalationFrom(open, DEFAULT_ESCALATION, NIGHT, 5)).toEqual({ count: 5, dueAt: null });
  });

  test('who has confirmed, and levels that are passed on to nobody, have no end', () => {
    expect(escalationFrom({ ...open, status: 'acknowledged' }, DEFAULT_ESCALATION, NIGHT).dueAt).toBeNull();
    const never = { ...DEFAULT_ESCALATION, minutes: { ...DEFAULT_ESCALATION.minutes, II: null } };
    expect(escalationFrom(open, never, NIGHT).dueAt).toBeNull();
  });
});
