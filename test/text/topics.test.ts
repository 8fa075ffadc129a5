import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TOPIC_DOMAINS, TOPICS, type TopicDomain } from '../../server/text/model/topic-names.ts';
import { columnsOf, packTopics, unpackTopics } from '../../server/text/model/topic-pack.ts';
import { loadTopics } from '../../server/text/model/topics.ts';
import { createLexiconPreparer } from '../../server/text/prepared.ts';
import { ABSENT } from '../../server/text/training/topic-documents.ts';
import { fitTopics } from '../../server/text/training/topic-fit.ts';
import { scoreTopics } from '../../server/text/training/topic-scores.ts';
import { trainTopics } from '../../server/text/training/topics.ts';

const SHIPPED = new URL('../../server/text/model/topics.bin', import.meta.url);
const preparer = createLexiconPreparer();
const shipped = readFileSync(SHIPPED);
const model = loadTopics(shipped);

function read(domain: TopicDomain, text: string) {
  const { reading, score } = preparer.prepare(text);
  return model.read(domain, reading, score).map((topic) => ({
    ...topic,
    said: reading.text.slice(topic.span[0], topic.span[1]),
  }));
}

describe('topics of a car post', () => {
  it('finds what is talked of, how it is liked, and where', () => {
    const topics = read('car', '发动机没劲，油门踩到底都不走。后备箱倒是很宽敞，一家人的行李都放得下。');
    expect(topics.map(({ code }) => code)).toEqual(expect.arrayContaining(['动力', '空间']));
    const space = topics.find(({ code }) => code === '空间');
    expect(space?.said).toContain('后备箱');
    expect(topics.find(({ code }) => code === '动力')?.said).toContain('发动机');
  });

  it('takes a plain question for neutral', () => {
    expect(read('car', '请问楼主落地价格多少？')).toMatchObject([
      { code: '价格', name: '价格', polarity: 0 },
    ]);
  });
});

describe('topics of a restaurant review', () => {
  const review =
    '服务员态度特别差，叫了三次没人理。门口停车很不方便，根本没有车位。味道倒是很好吃，肉很嫩。排队等位等了一个小时。';

  it('tells each aspect from the clause it stands in', () => {
    const topics = read('restaurant', review);
    const by = (code: string) => topics.find((topic) => topic.code === code);
    expect(by('service_waiters_attitude')).toMatchObject({ name: '服务态度', polarity: -1 });
    expect(by('service_parking_convenience')?.said).toMatch(/停车|车位/);
    expect(by('service_wait_time')?.said).toMatch(/排队|等位/);
    expect(by('dish_taste')).toBeDefined();
  });

  it('says how sure it is, above one half for what it names', () => {
    for (const { p } of read('restaurant', review)) {
      expect(p).toBeGreaterThan(0.5);
      expect(p).toBeLessThanOrEqual(1);
    }
  });

  it('gives the same answer again, whatever was read between', () => {
    const before = read('restaurant', review);
    read('car', '油耗有点高');
    read('restaurant', '好吃');
    expect(read('restaurant', review)).toEqual(before);
  });
});

describe('any text', () => {
  it.each(['', ' ', '。。。', '🚗', 'a', '好'.repeat(5_000), '，很挤'.repeat(600)])('is read: %#', (text) => {
    for (const domain of TOPIC_DOMAINS) {
      const { reading, score } = preparer.prepare(text);
      for (const { p, span } of model.view(domain, reading, score)) {
        expect(p).toBeGreaterThanOrEqual(0);
        expect(span[1]).toBeLessThanOrEqual(reading.text.length);
      }
    }
  });
});

describe('the file', () => {
  it('is small and packs to itself', () => {
    expect(shipped.length).toBeLessThanOrEqual(900_000);
    const pack = unpackTopics(shipped);
    const again = unpackTopics(packTopics(pack));
    expect(again).toEqual(pack);
  });

  it('is refused when it is damaged', () => {
    const damaged = Buffer.from(shipped);
    damaged.writeUInt8(damaged.readUInt8(500) ^ 1, 500);
    expect(() => loadTopics(damaged)).toThrow(expect.objectContaining({ code: 'bad_config' }));
    expect(() => loadTopics(shipped.subarray(0, 10))).toThrow(
      expect.objectContaining({ code: 'bad_config' }),
    );
  });
});

describe('training', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'topics-'));
  beforeAll(() => writeSets(folder));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('makes the same bytes from the same sets, and learns them', () => {
    const first = trainTopics(folder, preparer);
    expect(trainTopics(folder, preparer).equals(first)).toBe(true);
    const { reading, score } = preparer.prepare('这款车油耗很低，真省油');
    const found = loadTopics(first).read('car', reading, score);
    expect(found.map(({ code }) => code)).toContain('油耗');
    expect(existsSync(folder)).toBe(true);
  });
});

describe('leaning', () => {
  const topics = TOPICS.car.map(() => 0);
  const blank = {
    keys: new Uint32Array(0),
    rows: new Int8Array(0),
    steps: new Array<number>(columnsOf('car')).fill(1),
    bias: topics,
    hint: topics,
    lean: topics.map(() => [0, 0] as const),
  };
  /** Texts of which the model knows nothing, and which people say blame every topic. */
  const blaming = [{ parts: [], hints: new Uint8Array(0), labels: Int8Array.from(topics, () => -1) }];
  const lean = (alike: boolean) => fitTopics(blank, 'car', blaming, { alike, macro: 0.5 }).lean[0];

  it('follows the side that the dev part has more of', () => {
    const [down = 0, up = 0] = lean(false) ?? [];
    expect(down).toBeGreaterThan(0);
    expect(up).toBeLessThan(down);
  });

  it('moves both sides alike where that is asked', () => {
    const [down, up] = lean(true) ?? [];
    expect(up).toBe(down);
  });
});

/** Small sets of sentences with a topic each. */
function writeSets(folder: string): void {
  const say = (words: readonly string[], at: number) =>
    [`这里${words[0]}很好，真不错`, `${words[1]}太差了，失望`, `说说${words[0]}，${words[1]}`][
      at % 3
    ] as string;
  for (const domain of TOPIC_DOMAINS) {
    mkdirSync(path.join(folder, `${domain}_aspect`));
    const rows = TOPICS[domain].flatMap(({ code, words }) =>
      Array.from({ length: 9 }, (_, at) => ({
        id: `${code}${at}`,
        text: say(words, at),
        label: { [code]: [1, -1, 0][at % 3] },
      })),
    );
    const file = gzipSync(rows.map((row) => JSON.stringify(row)).join('\n'));
    for (const part of ['train', 'dev'])
      writeFileSync(path.join(folder, `${domain}_aspect`, `${part}.jsonl.gz`), file);
  }
}

describe('scores', () => {
  const none = TOPICS.car.map(() => ({ p: 0, polarity: 0 }));
  const labels = (told: Readonly<Record<number, number>>) =>
    Int8Array.from(TOPICS.car, (_, topic) => told[topic] ?? ABSENT);

  it('counts mentions, polarity of what people mention, and both at once', () => {
    const views = none.with(0, { p: 0.9, polarity: 1 }).with(1, { p: 0.8, polarity: 0 });
    const scores = scoreTopics('car', [{ labels: labels({ 0: 1, 2: -1 }), views }]);
    expect(scores.mention).toBe(0.5);
    expect(scores.joint).toBe(0.5);
    expect(scores.pairs).toBe(2);
    expect(scores.polarityAccuracy).toBe(0.5);
    expect(scores.polarityFound).toBe(1);
    expect(scores.byTopic[0]).toMatchObject({ f1: 1, rows: 1 });
    expect(scores.byTopic[2]).toMatchObject({ f1: 0, rows: 1 });
  });

  it('takes a mention of another polarity for missed and false at once', () => {
    const views = none.with(0, { p: 0.9, polarity: -1 });
    const scores = scoreTopics('car', [{ labels: labels({ 0: 1 }), views }]);
    expect(scores.mention).toBe(1);
    expect(scores.joint).toBe(0);
  });

  it('leaves out topics that do not count', () => {
    const views = none.with(0, { p: 0.9, polarity: 1 });
    const only = (code: string) => code !== TOPICS.car[0]?.code;
    expect(scoreTopics('car', [{ labels: labels({ 0: 1 }), views }], only).pairs).toBe(0);
  });
});
