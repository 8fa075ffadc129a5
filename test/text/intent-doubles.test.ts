import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { INTENTS } from '../../server/core/reading/analysis.ts';
import { createReader } from '../../server/text/reader.ts';
import { readTaughtSentences } from '../../server/text/training/sentence-lessons.ts';

/** Each line: an intent, whether the writer has it, the text. Of either half there is one in the words of the other. */
interface Double {
  readonly intent: string;
  readonly meant: boolean;
  readonly text: string;
  readonly told: boolean;
}

const reader = createReader();
const LEARNT = new URL('../../server/text/training/intent-sentences.tsv', import.meta.url);

function read(name: string): Double[] {
  return readFileSync(new URL(`./${name}.tsv`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const [intent = '', meant = '', text = ''] = line.split('\t');
      const told = reader.read(text).intents.some(({ name: each }) => each === intent);
      return { intent, meant: meant === 'yes', text, told };
    });
}

const worked = read('intent-doubles-worked');
const putBy = read('intent-doubles');
const turned = read('intent-doubles-turned');
const fresh = read('intent-doubles-fresh');

function expectAtMost(most: number, of: readonly Double[], wrong: (each: Double) => boolean): void {
  const failed = of.filter(wrong).map(({ intent, text }) => `${intent} ${text}`);
  expect(failed.length, failed.join('\n')).toBeLessThanOrEqual(most);
}

const missed = ({ meant, told }: Double) => meant && !told;
const cried = ({ meant, told }: Double) => !meant && told;

test('none of them is learnt from', () => {
  const learnt = new Set(readTaughtSentences(LEARNT, INTENTS).map(({ text }) => text));
  const all = [...worked, ...putBy, ...turned, ...fresh];
  expect(all.filter(({ text }) => learnt.has(text))).toEqual([]);
});

test('everyday sentences that only sound like it want nothing of the kind', () =>
  expectAtMost(0, worked, cried));

describe('put by, labelled before any was read, and none looked at since', () => {
  test('96 that are meant: 93 are told', () => expectAtMost(3, putBy, missed));
  test('96 in the same words that are not: 72 are not told', () => expectAtMost(24, putBy, cried));
});

describe('real calls in the words that the rules look for', () => {
  test.each(['rumour', 'help', 'boycott_churn', 'spam', 'suggestion'])('no %s is silenced', (intent) =>
    expectAtMost(
      0,
      turned.filter((each) => each.intent === intent),
      missed,
    ),
  );
  // Both stand in texts that are taken for glad.
  test('of eighteen threats sixteen are told', () => expectAtMost(2, turned, missed));
});

describe('others written once the rules stood', () => {
  test('one real call in 44 is missed', () => expectAtMost(1, fresh, missed));
  test('of the others seven in eight want nothing of the kind', () => expectAtMost(5, fresh, cried));
});

describe('what a word beside it turns', () => {
  const wants = (text: string) => reader.read(text).intents.map(({ name }) => name);
  const side = (text: string) => reader.read(text).sentiment.label;

  test.each([
    ['听说巷尾那家炒饭真的好吃', '听说巷尾那家炒饭吃坏了人', 'rumour'],
    ['快递应该后天到吧', '快递应该后天前送到门口，超了要赔', 'suggestion'],
    ['卸载了重装，就好了', '卸载了重装，还是闪退，不用了', 'boycott_churn'],
    ['取关了那个博主，审美变了', '取关了你们官号，再也不买', 'boycott_churn'],
    ['救命，这也太好看了', '救命，楼下着火了出不去', 'help'],
    ['法院楼下的面馆不错', '法院见，起诉状已经交了', 'escalation_threat'],
    ['优惠券用不了，点击链接就报错', '点击链接领优惠券，加我返现', 'spam'],
  ] as const)('%s / %s: %s', (harmless, earnest, name) => {
    expect(wants(harmless)).not.toContain(name);
    expect(wants(earnest)).toContain(name);
  });

  test('relief and delight are no blame, and what people are spared is no outage', () => {
    expect(side('再也不用担心停电了')).toBe(1);
    expect(reader.read('再也不用担心停电了').severity).toEqual([]);
    expect(side('转到联通以后网速快了一倍')).toBe(1);
    expect(side('谁能告诉我这个包装怎么这么可爱')).toBe(1);
    expect(side('什么时候能再来一次成都啊')).not.toBe(-1);
    expect(side('12345回访问我满不满意，我说满意')).not.toBe(-1);
  });

  test('relief that was only promised is none', () => {
    expect(side('说好再也不用担心停电，结果又停了一天')).toBe(-1);
    expect(side('12345回访问我满不满意，我说不满意')).toBe(-1);
    expect(reader.read('说好再也不用担心停电，结果又停电一天').severity).not.toEqual([]);
  });
});
