import { describe, expect, test } from 'vitest';
import { INTENTS, type Intent } from '../../server/core/reading/analysis.ts';
import { createReader } from '../../server/text/reader.ts';
import { readTaughtSentences } from '../../server/text/training/sentence-lessons.ts';

const LEARNT = new URL('../../server/text/training/intent-sentences.tsv', import.meta.url);

const reader = createReader();
const intents = (text: string) => reader.read(text).intents.map(({ name }) => name);

describe('what a writer wants', () => {
  test.each([
    ['escalation_threat', '你们再拖，我就把视频发给电视台'],
    ['rumour', '楼下超市的人讲的，说这家奶粉出过事，不知道是不是真的'],
    ['help', '有没有谁家有轮椅，老人下不了楼，十点要到医院'],
    ['suggestion', '出口那儿要是再安个扶手，下雨天老人就不怕滑了'],
    ['question', '办公室十二点以后有人在吗'],
    ['spam', '加我，流水不够也能批，当天到账'],
  ] as const)('%s: %s', (name, text) => expect(intents(text)).toContain(name));

  test('is found in the midst of a long text', () => {
    const calm = '小区门口有一家超市，早上八点开门，晚上十点关门，旁边是药店和菜市场。'.repeat(4);
    expect(intents(`${calm}票和小票我都收好了，下周一去市场监管那边坐坐。${calm}`)).toContain(
      'escalation_threat',
    );
  });
});

/** Each has others of almost the same words beside it that want something else, or nothing. */
describe('sentences put by', () => {
  const sentences = readTaughtSentences(new URL('./intents-put-by.tsv', import.meta.url), INTENTS).map(
    (sentence) => ({
      ...sentence,
      got: intents(sentence.text),
    }),
  );
  const count = (of: (one: (typeof sentences)[number]) => readonly Intent[]) =>
    sentences.reduce((sum, one) => sum + of(one).length, 0);
  const right = count(({ got, names: told }) => got.filter((name) => told.includes(name)));

  test('none of them is learnt from', () => {
    const learnt = new Set(readTaughtSentences(LEARNT, INTENTS).map(({ text }) => text));
    expect(sentences.filter(({ text }) => learnt.has(text))).toEqual([]);
  });

  test('nothing is surer than certain', () => {
    for (const { text } of sentences) {
      for (const { p } of reader.read(`建议${text}，希望改进，最好取消`).intents) {
        expect(p).toBeGreaterThanOrEqual(0.5);
        expect(p).toBeLessThanOrEqual(1);
      }
    }
  });

  test('three of four intents are found', () =>
    expect(right / count(({ names }) => names)).toBeGreaterThanOrEqual(0.75));

  test('of what is named seven of ten are told', () =>
    expect(right / count(({ got }) => got)).toBeGreaterThanOrEqual(0.7));

  test.each(INTENTS)('%s is found more often than not', (name) => {
    const told = sentences.filter((one) => one.names.includes(name));
    const found = told.filter(({ got }) => got.includes(name));
    expect(found.length / told.length).toBeGreaterThan(0.5);
  });
});
