import { expect, test } from 'vitest';
import { StoryClock } from '../../server/demo/story-clock.ts';

const START = 1_000_000;
const after = (seconds: number) => START + seconds * 1_000;

test('the story runs on while each level is found in time', () => {
  const clock = new StoryClock(START, 1);
  expect(clock.seconds(after(10))).toBe(10);
  clock.reached('IV', after(10));
  expect(clock.seconds(after(26))).toBe(26);
  clock.reached('III', after(27));
  clock.reached('II', after(45));
  expect(clock.seconds(after(100))).toBe(100);
  expect(clock.momentOf(100)).toBe(after(100));
});

test('it waits for a level that is late, and what comes after is told as much later', () => {
  const clock = new StoryClock(START, 2);
  expect(clock.seconds(after(20))).toBe(10);
  clock.reached('IV', after(20));
  expect(clock.seconds(after(25))).toBe(20);
  expect(clock.momentOf(6)).toBe(after(3));
  expect(clock.momentOf(20)).toBe(after(25));
  clock.reached('I', after(26));
  expect(clock.seconds(after(60))).toBe(90);
});

test('it goes on after a minute, found or not', () => {
  const clock = new StoryClock(START, 1);
  expect(clock.seconds(after(69))).toBe(10);
  expect(clock.seconds(after(84))).toBe(24);
  expect(clock.momentOf(24)).toBe(after(84));
});
