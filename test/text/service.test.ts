import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  type Aspect,
  SERVQUAL,
  type SentimentLabel,
  type Servqual,
  TOUCHPOINTS,
  type Touchpoint,
} from '../../server/core/reading/analysis.ts';
import { FEATURE_LIMIT } from '../../server/text/model/features.ts';
import { SERVICE_NAMES } from '../../server/text/model/service-pack.ts';
import { createReader } from '../../server/text/reader.ts';
import { readTaughtSentences } from '../../server/text/training/sentence-lessons.ts';

interface Post {
  readonly text: string;
  readonly touchpoint: readonly Touchpoint[];
  readonly servqual: readonly Servqual[];
  readonly polarity?: Partial<Record<Servqual, SentimentLabel>>;
}

const reader = createReader();
const aspectsOf = (text: string) => reader.read(text).aspects;
const namesOf = (text: string, of: 'touchpoint' | 'servqual') =>
  new Set(aspectsOf(text).flatMap((aspect): string | never[] => aspect[of] ?? []));
const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`./${name}.json`, import.meta.url), 'utf8')) as Post[];

const LEARNT = new URL('../../server/text/training/service-sentences.tsv', import.meta.url);
const putBy = readTaughtSentences(new URL('./service-put-by.tsv', import.meta.url), SERVICE_NAMES).map(
  ({ text, names }): Post => ({
    text,
    touchpoint: TOUCHPOINTS.filter((name) => names.includes(name)),
    servqual: SERVQUAL.filter((name) => names.includes(name)),
  }),
);
const blind = read('service-blind');
const fresh = read('service-fresh');

/** Of what is told the share that a person told, and the other way round, in one figure. */
function f1(posts: readonly Post[], of: 'touchpoint' | 'servqual'): number {
  let [wanted, told, both] = [0, 0, 0];
  for (const post of posts) {
    const found = namesOf(post.text, of);
    wanted += post[of].length;
    told += found.size;
    both += post[of].filter((name) => found.has(name)).length;
  }
  return (2 * both) / (wanted + told);
}

test('none of the posts that are asked is learnt from', () => {
  const learnt = new Set(readTaughtSentences(LEARNT, SERVICE_NAMES).map(({ text }) => text));
  const all = [...putBy, ...blind, ...fresh];
  expect(all.filter(({ text }) => learnt.has(text))).toEqual([]);
});

describe('posts by writers who saw neither the lists nor what is learnt from', () => {
  test('touchpoints of those never looked at', () => expect(f1(fresh, 'touchpoint')).toBeGreaterThan(0.79));
  test('dimensions of those never looked at', () => expect(f1(fresh, 'servqual')).toBeGreaterThan(0.73));
  test('touchpoints of those that chose the thresholds', () =>
    expect(f1(blind, 'touchpoint')).toBeGreaterThan(0.72));
  test('dimensions of those that chose the thresholds', () =>
    expect(f1(blind, 'servqual')).toBeGreaterThan(0.64));

  test('touchpoints and dimensions of those put by, in the same hands as what is learnt from', () => {
    expect(f1(putBy, 'touchpoint')).toBeGreaterThan(0.64);
    expect(f1(putBy, 'servqual')).toBeGreaterThan(0.6);
  });

  test('what is found takes the side that the writer takes, in posts of both as well', () => {
    const sides = fresh.flatMap(({ text, polarity = {} }) =>
      aspectsOf(text).flatMap(({ servqual, polarity: found }) =>
        servqual !== null && polarity[servqual] !== undefined ? [found === polarity[servqual]] : [],
      ),
    );
    expect(sides.length).toBeGreaterThan(140);
    expect(sides.filter((right) => right).length / sides.length).toBeGreaterThan(0.82);
  });
});

describe('what happened tells the touchpoint and the dimension, without a listed word', () => {
  test.each<[string, Touchpoint | Servqual]>([
    ['拨过去全是嘟嘟声，两个钟头了', 'hotline'],
    ['拨过去全是嘟嘟声，两个钟头了', 'responsiveness'],
    ['客厅十二度，全家穿羽绒服吃饭', 'heating'],
    ['箱子瘪了一个角', 'delivery'],
    ['坐下四十分钟了，一盘菜都没端上来', 'stay_dining'],
    ['装完窗帘杆，墙上多了六个眼，灰也不扫', 'onsite_repair'],
  ])('%s: %s', (text, name) => {
    const found = aspectsOf(text).flatMap(({ touchpoint, servqual }) => [touchpoint, servqual]);
    expect(found).toContain(name);
  });

  test('and is shown where it stands, in a long post too', () => {
    const calm = '今天天气不错，和孩子在公园坐了一下午，看别人放风筝。'.repeat(3);
    const event = '第四天了，箱子还在中转站趴着，单号一动不动。';
    const { text, found } = {
      text: calm + event + calm,
      found: (each: Aspect) => each.touchpoint === 'delivery',
    };
    const told = aspectsOf(text).filter(found);
    expect(told.length).toBeGreaterThan(0);
    for (const { span } of told) expect(event).toContain(text.slice(...span));
  });
});

test('a listed word in another sense is not told', () => {
  for (const text of ['我表哥去当上门女婿，过得比谁都滋润', '这游戏的结局我哭了两次，主角最后没回头'])
    expect([...namesOf(text, 'touchpoint')]).toEqual([]);
});

test('a listed word behind what the model reads is told as before', () => {
  const text = `${'今天和朋友聊了聊各自的近况。'.repeat(Math.ceil(FEATURE_LIMIT / 14) + 1)}打客服热线没人接。`;
  expect(namesOf(text, 'touchpoint')).toContain('hotline');
});
