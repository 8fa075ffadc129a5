import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Analysis } from '../../server/core/reading/analysis.ts';
import { featuresOf } from '../../server/text/model/features.ts';
import { PartFeatures } from '../../server/text/model/part-features.ts';
import { MAX_PARTS } from '../../server/text/post-parts.ts';
import { createLexiconPreparer } from '../../server/text/prepared.ts';
import { createReader } from '../../server/text/reader.ts';

const reader = createReader();
const lexicon = createLexiconPreparer();
const intents = (text: string) =>
  reader
    .read(text)
    .intents.map(({ name }) => name)
    .sort();
const events = ({ severity }: Analysis) => severity.map(({ category }) => category).sort();
const partsOf = (post: string) => {
  const { parts, text } = lexicon.prepare(post).reading;
  return parts.map(({ start, end, kind }) => [kind, text.slice(start, end).trim()]);
};

describe('what a post is made of', () => {
  test.each([
    ['暖气三天没热', [['own', '暖气三天没热']]],
    [
      '#冬日# 暖气三天没热',
      [
        ['topic', '#冬日#'],
        ['own', '暖气三天没热'],
      ],
    ],
    [
      '暖气三天没热 #冬日##供暖#',
      [
        ['own', '暖气三天没热'],
        ['topic', '#冬日##供暖#'],
      ],
    ],
    ['在#老街#吃了碗面', [['own', '在#老街#吃了碗面']]],
    [
      '【随手拍】路灯坏了',
      [
        ['own', '【随手拍】'],
        ['own', '路灯坏了'],
      ],
    ],
    ['@城东热力 暖气三天没热', [['own', '暖气三天没热']]],
    ['回复@城东热力:还是没热', [['own', '还是没热']]],
    [
      '太过分了//@老王:暖气三天没热',
      [
        ['own', '太过分了'],
        ['quoted', '暖气三天没热'],
      ],
    ],
    ['转发微博//@老王:暖气三天没热', [['own', '暖气三天没热']]],
    ['[怒]//@小李:转发微博//@老王:暖气三天没热', [['own', '暖气三天没热']]],
    ['暖气三天没热//@老王:转发微博', [['own', '暖气三天没热']]],
    ['详情见https://t.cn/a//@老王', [['own', '详情见']]],
    ['#冬日##供暖#', [['own', '#冬日##供暖#']]],
    ['转发微博', [['own', '转发微博']]],
  ])('%s', (post, parts) => expect(partsOf(post)).toEqual(parts));

  test('a long row of quotes has no more parts than can be told apart', () => {
    const post = `看看${'//@某人:暖气三天没热'.repeat(60)}`;
    expect(lexicon.prepare(post).reading.parts).toHaveLength(MAX_PARTS);
    expect(() => reader.read(post)).not.toThrow();
  });
});

describe('features of a part', () => {
  const hashesOf = ({ hashes, ends, count }: ReturnType<typeof featuresOf>) =>
    Array.from({ length: count }, (_, at) => ((ends[at] as number) > 0 ? (hashes[at] as number) : 0))
      .filter((hash) => hash !== 0)
      .sort((a, b) => a - b);

  test.each(['水管爆了两天没人来修', '等了88分钟', '票', '好好好好好'])(
    'are those of it alone: %s',
    (text) => {
      const alone = lexicon.prepare(text);
      const expected = hashesOf(featuresOf(alone.reading, alone.score)).length;
      const parted = new PartFeatures();
      const { reading } = lexicon.prepare(`#冬日# ${text}`);
      parted.add(reading.text, reading.words.ends, [{ from: 5, to: reading.text.length }]);
      const [own, all] = [hashesOf(parted), hashesOf(featuresOf(alone.reading, alone.score))];
      // All but what the lists make of the whole text.
      expect(own.every((hash) => all.includes(hash))).toBe(true);
      expect(own).toHaveLength(expected);
    },
  );
});

const lines = (name: string) =>
  readFileSync(new URL(`./${name}.tsv`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split('\t').at(-1) as string);
const posts = [...lines('trust-fresh'), ...lines('intents-put-by').filter((_, at) => at % 4 === 0)].filter(
  (text) => !/[#@【[]/.test(text),
);

/** Topics, names, faces and marks of a repost say nothing of what the writer wants. */
describe('what stands around the own words of a post', () => {
  const read = posts.map((text) => ({ text, told: reader.read(text) }));
  const changed = (around: (text: string) => string, of: (told: Analysis) => unknown) =>
    read.filter(
      ({ text, told }) => JSON.stringify(of(told)) !== JSON.stringify(of(reader.read(around(text)))),
    ).length / read.length;
  const wants = (told: Analysis) => told.intents.map(({ name }) => name).sort();
  const touches = (told: Analysis) => told.aspects.map(({ touchpoint }) => touchpoint);

  test.each<[string, (text: string) => string, number]>([
    ['a topic in front', (text) => `#日常记录# ${text}`, 0.04],
    ['topics behind', (text) => `${text} #早安##城市生活#`, 0.06],
    ['a name in front', (text) => `@小李同学 ${text}`, 0.02],
    ['an answer to somebody', (text) => `回复@小李同学:${text}`, 0.05],
    ['passed on without a word', (text) => `转发微博//@小李同学:${text}`, 0.08],
    ['a quote of no account', (text) => `${text}//@小李同学:转发微博`, 0.08],
    ['a face in the midst', (text) => text.replace(/[,,。]/, (mark) => `${mark}[思考]`), 0.05],
  ])('%s hardly changes what is wanted', (_, around, most) => {
    expect(changed(around, wants)).toBeLessThanOrEqual(most);
    expect(changed(around, events)).toBeLessThanOrEqual(0.04);
  });

  test('nor which part of a service it is about', () => {
    expect(changed((text) => `#日常记录# ${text}`, touches)).toBeLessThanOrEqual(0.04);
    expect(changed((text) => `//@小李同学:${text}`, touches)).toBeLessThanOrEqual(0.06);
  });
});

describe('what is quoted', () => {
  test('is not wanted by whoever quotes it', () => {
    expect(intents('哈哈哈笑死我了//@老王:请问这趟车几点发车?')).not.toContain('question');
    expect(intents('师傅辛苦了,早点回家//@老王:客服态度太差了,我要投诉到底')).not.toContain('complaint');
    expect(intents('暖气三天没人修,投诉也没用//@老王:晚安')).toContain('complaint');
  });

  test('tells its events all the same', () => {
    const quoted = reader.read('大家注意安全//@老王:西环路火锅店煤气罐爆炸了,好几个人受伤');
    expect(events(quoted)).toContain('fire_explosion');
  });

  test('is wanted by whoever only passes it on', () =>
    expect(intents('转发微博//@老王:暖气三天没人修,投诉也没用')).toContain('complaint'));

  test('a topic tells its events', () =>
    expect(events(reader.read('#火锅店爆炸致3死# 太突然了'))).toContain('fire_explosion'));
});
