import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createReader } from '../../server/text/reader.ts';

/**
 * Each line: the grave event that must be told (- none, !death no death), and a text. The words are those of everyday: 没等到 of a seat and
 * of an ambulance, 撞伤 of apples and of customers. `-fresh` were written and read once the rules stood.
 */
interface Line {
  readonly event: string;
  readonly text: string;
}

const reader = createReader();
/** They weigh what else is told, and tell of no event alone. */
const BESIDE: ReadonlySet<string> = new Set(['vulnerable', 'media_escalation']);

function linesOf(name: string): Line[] {
  const file = readFileSync(new URL(`./${name}.tsv`, import.meta.url), 'utf8');
  return file
    .trim()
    .split('\n')
    .map((line) => {
      const [event = '', text = ''] = line.split('\t');
      return { event, text };
    });
}

function isRight({ event, text }: Line): boolean {
  const told = reader.read(text).severity.map(({ category }) => category as string);
  if (event.startsWith('!')) return !told.includes(event.slice(1));
  return event === '-' ? told.every((each) => BESIDE.has(each)) : told.includes(event);
}

function wrongIn(name: string): Record<'cried' | 'missed', string[]> {
  const wrong = linesOf(name).filter((line) => !isRight(line));
  const [cried, missed] = [true, false].map((harmless) =>
    wrong.filter(({ event }) => /^[-!]/.test(event) === harmless).map(({ text }) => text),
  );
  return { cried: cried ?? [], missed: missed ?? [] };
}

describe('everyday words that may tell of something grave', () => {
  test('who went away is not taken for dead, and who died waiting is not overlooked', () => {
    const { cried, missed } = wrongIn('left-or-died');
    expect(cried).toEqual([]);
    expect(missed.length).toBeLessThanOrEqual(1);
    const fresh = wrongIn('left-or-died-fresh');
    expect(fresh.cried).toEqual([]);
    expect(fresh.missed.length).toBeLessThanOrEqual(1);
  });

  test('what befalls goods, screens and nerves is no event, and what befalls people is one', () => {
    const { cried, missed } = wrongIn('goods-or-people');
    expect(cried.length).toBeLessThanOrEqual(1);
    expect(missed).toEqual([]);
    const fresh = wrongIn('goods-or-people-fresh');
    expect(fresh.cried.length).toBeLessThanOrEqual(3);
    expect(fresh.missed.length).toBeLessThanOrEqual(1);
  });

  test('real events told in the words that those rules look for are told all the same', () => {
    const { cried, missed } = wrongIn('everyday-turned');
    expect(cried).toEqual([]);
    // One of these the lists and models do not know as violence, one not as a death.
    expect(missed.length).toBeLessThanOrEqual(2);
  });

  test('an official answer that admits another event tells of that one', () => {
    const admitted = '【辟谣】网传某小区爆炸系谣言，实为电动车起火，造成1人受伤，已送医。';
    expect(isRight({ event: 'fire_explosion', text: admitted })).toBe(true);
    expect(isRight({ event: 'injury', text: admitted })).toBe(true);
    for (const text of [
      '【辟谣】网传某小区爆炸系谣言，实为消防演练，无人受伤。',
      '网传商场大火，经核实系谣言，实为三年前外地火灾的旧视频。',
      '【辟谣】网传“持刀伤人”不属实，实为剧组拍摄砍人的戏。',
    ]) {
      expect(isRight({ event: '-', text }), text).toBe(true);
    }
  });
});
