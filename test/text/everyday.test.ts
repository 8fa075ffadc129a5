import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createReader } from '../../server/text/reader.ts';
import { readOwnSentences } from '../../server/text/training/own-sentences.ts';

/**
 * Notices and flat news (N, F), and in the same words what they are not. Each line: what it stands for, the
 * side (several where either will do, * where any will), a grave event that must be told (- none, * any), an intent that
 * must be told (- no complaint, * any), the text. A cause that ends in x holds the counter-examples.
 */
interface Expected {
  readonly cause: string;
  readonly side: string;
  readonly severity: string;
  readonly intent: string;
  readonly text: string;
}

const reader = createReader();
const SIDES = ['-', '0', '+'];

function read(name: string): Expected[] {
  return readFileSync(new URL(`./${name}.tsv`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const [cause = '', side = '', severity = '', intent = '', text = ''] = line.split('\t');
      return { cause, side, severity, intent, text };
    });
}

function holds({ side, severity, intent, text }: Expected): boolean {
  const analysis = reader.read(text);
  const events: string[] = analysis.severity.map(({ category }) => category);
  const wants: string[] = analysis.intents.map(({ name }) => name);
  if (side !== '*' && !side.includes(SIDES[analysis.sentiment.label + 1] as string)) return false;
  if (severity === '-' && events.some((name) => name !== 'vulnerable')) return false;
  if (!'-*'.includes(severity) && !severity.split(',').every((name) => events.includes(name))) return false;
  if (intent === '-') return !wants.includes('complaint');
  return intent === '*' || wants.includes(intent);
}

const worked = read('everyday-worked');
const putBy = read('everyday-put-by');
const fresh = read('everyday-fresh');
const events = read('everyday-events');

function wrong(of: readonly Expected[]): string[] {
  return of.filter((each) => !holds(each)).map(({ cause, text }) => `${cause} ${text}`);
}

function expectAtMost(most: number, of: readonly Expected[]): void {
  const failed = wrong(of);
  expect(failed.length, failed.join('\n')).toBeLessThanOrEqual(most);
}

test('none of them is learnt from', () => {
  const learnt = new Set(readOwnSentences().map(({ text }) => text));
  expect([...worked, ...putBy, ...fresh].filter(({ text }) => learnt.has(text))).toEqual([]);
});

describe('notices and flat news', () => {
  const of = (...causes: string[]) => [...worked, ...putBy].filter(({ cause }) => causes.includes(cause));

  test('a notice of works planned, felt by nobody or done is neither blame nor an outage', () =>
    expectAtMost(1, of('N')));
  test('an outage is told all the same in the words of a notice', () => expectAtMost(2, of('Nx')));
  test('a fire and a death told flatly are told, and nobody is glad of them', () => expectAtMost(1, of('F')));
  test('what only sounds like either is neither event nor complaint in three of five', () => {
    const plain = of('Fx').map((each) => ({ ...each, side: '*' }));
    expectAtMost(Math.floor(plain.length * 0.4), plain);
  });
});

describe('others by a hand that had seen the rules, read once they stood', () => {
  test('three in five hold in everything', () => expectAtMost(fresh.length * 0.4, fresh));
  test('of those that tell of real trouble two in three hold', () => {
    const trouble = fresh.filter(({ cause }) => ['Nx', 'F'].includes(cause));
    expectAtMost(trouble.length / 3, trouble);
  });
});

/** What the rules must not silence: a death beside a restored line, a fire in a lane of peace, a customer sent away. */
test('real events in the words of notices, games, slips and praise are told', () => expectAtMost(5, events));

describe('what is told by the words around', () => {
  const severity = (text: string) => reader.read(text).severity.map(({ category }) => category);
  const intents = (text: string) => reader.read(text).intents.map(({ name }) => name);
  const side = (text: string) => reader.read(text).sentiment.label;

  test.each([
    ['幸福里6栋着火了', 'fire_explosion'],
    ['抢救了三个小时，人还是死了', 'death'],
    ['医生说不用救了，让我们准备后事', 'death'],
    ['桥洞下面冻死了一个流浪汉', 'death'],
    ['说恢复供暖了，摸着暖气片还是冰的', 'outage'],
    ['隔壁单元家里燃气爆了，墙都塌了', 'fire_explosion'],
  ])('%s: %s, and no gladness', (text, category) => {
    expect(severity(text)).toContain(category);
    expect(side(text)).not.toBe(1);
  });

  test.each([
    '手机抢救了三个小时，数据还是没了',
    '他上周从三楼搬到五楼，走了十几趟才搬完',
    '跑完人没了半条命',
  ])('no person: %s', (text) =>
    expect(severity(text).filter((name) => name === 'death' || name === 'injury')).toEqual([]),
  );

  test('what is wholly back is no outage; what is partly back, or was gone for days, is', () => {
    expect(severity('昨晚停电系雷击所致，目前已全部恢复供电')).not.toContain('outage');
    expect(severity('全市大面积停电，目前已恢复四成')).toContain('outage');
    expect(severity('停水五天后终于恢复供水')).toContain('outage');
  });

  test('who is spared a queue does not leave', () => {
    expect(intents('我可太喜欢这个APP了，交水电费再也不用跑腿')).not.toContain('boycott_churn');
    expect(intents('再也不用这个APP了')).toContain('boycott_churn');
  });
});
