import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadGraveModel } from '../../server/text/model/grave-model.ts';
import { createReader } from '../../server/text/reader.ts';
import { readGraveSentences } from '../../server/text/training/grave.ts';

const reader = createReader();
const severity = (text: string) => reader.read(text).severity.map(({ category }) => category);

describe('grave events told without a listed word', () => {
  test.each([
    ['fraud', '交完八万八，第二天店里只剩下一张前台桌子'],
    ['outage', '拧开龙头只听见咝咝的气声，群里七栋全一样'],
    ['mass_incident', '天不亮售楼部台阶上就坐满了人，牌子举得比头高'],
  ] as const)('%s', (category, text) => expect(severity(text)).toContain(category));

  test('are found in the midst of a long text, by words that stand there', () => {
    const calm = '这家店我们家常来，环境不错，服务员也客气，停车方便，价格也实在。'.repeat(4);
    const event = '今天端上来的凉菜吃完不到两小时，全家四口轮着往厕所跑，吐到半夜。';
    const { severity: found } = reader.read(`${calm}${event}${calm}`);
    const told = found.find(({ category }) => category === 'food_poisoning');
    expect(told).toBeDefined();
    for (const term of told?.terms ?? []) expect(event).toContain(term);
  });

  test('are not found in a joke that uses a listed word', () => {
    expect(severity('甲方又改需求，我当场去世三分钟')).toEqual([]);
    expect(severity('报表又错位，我想原地爆炸')).toEqual([]);
  });

  test('a damaged file is named, not believed', () => {
    const file = readFileSync(new URL('../../server/text/model/grave.bin', import.meta.url));
    file[file.length >> 1] = (file[file.length >> 1] as number) ^ 0xff;
    expect(() => loadGraveModel(file)).toThrow(
      expect.objectContaining({ code: 'bad_config', message: expect.stringContaining('is damaged') }),
    );
  });
});

/** Each grave one has a harmless one of almost the same words beside it: harder than what people post. */
describe('sentences put by', () => {
  const sentences = readGraveSentences(new URL('./grave-put-by.tsv', import.meta.url));
  const read = sentences.map((sentence) => ({ ...sentence, got: severity(sentence.text) }));
  const sum = (of: (one: (typeof read)[number]) => number) => read.reduce((total, one) => total + of(one), 0);

  test('none of them is learnt from', () => {
    const learnt = new Set(readGraveSentences().map(({ text }) => text));
    expect(sentences.filter(({ text }) => learnt.has(text))).toEqual([]);
  });

  test('two in five of what is told are found', () => {
    const found = sum(({ categories, got }) => categories.filter((name) => got.includes(name)).length);
    expect(found / sum(({ categories }) => categories.length)).toBeGreaterThanOrEqual(0.38);
  });

  test('three in five of what is named are told', () => {
    const right = sum(({ categories, got }) => got.filter((name) => categories.includes(name)).length);
    expect(right / sum(({ got }) => got.length)).toBeGreaterThanOrEqual(0.56);
  });

  test('harmless ones beside them stay harmless', () => {
    const harmless = read.filter(({ categories }) => categories.length === 0);
    const clean = harmless.filter(({ got }) => got.length === 0);
    expect(clean.length / harmless.length).toBeGreaterThanOrEqual(0.86);
  });
});
