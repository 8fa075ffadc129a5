import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadLanguageModel } from '../../server/text/model/language-model.ts';
import { createLexiconPreparer } from '../../server/text/prepared.ts';
import { createReader } from '../../server/text/reader.ts';
import { readSet } from '../../server/text/training/corpus.ts';
import { evaluateSets } from '../../server/text/training/evaluate.ts';
import { readSamples } from '../../server/text/training/sets.ts';
import { trainModel } from '../../server/text/training/train.ts';
import { seeded } from '../support/random.ts';

let folder = '';
/** Words that no list holds: what is known of them was learnt here. */
const GOOD = '呱啦啦';
const BAD = '嘟噜噜';
const FILLER = '周三 中午 一份 面条 送到 楼下 公司 同事 一起 吃过 朋友 上次 这里 东西'.split(' ');

/** A made-up text with one telling word among words that tell nothing. */
function madeUp(random: () => number, word: string): string {
  const words = Array.from({ length: 6 }, () => FILLER[Math.floor(random() * FILLER.length)]);
  words[Math.floor(random() * words.length)] = word;
  return words.join('');
}

function writeSet(set: string, part: string, rows: readonly object[]): void {
  mkdirSync(path.join(folder, set), { recursive: true });
  const lines = rows.map((row) => JSON.stringify(row)).join('\n');
  writeFileSync(path.join(folder, set, `${part}.jsonl.gz`), gzipSync(`${lines}\n`));
}

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tingchao-training-'));
  const random = seeded(7);
  const rows = (set: string, size: number, more: (good: boolean) => object) =>
    Array.from({ length: size }, (_, at) => {
      const good = at % 2 === 0;
      return { id: `${set}-${at}`, text: madeUp(random, good ? GOOD : BAD), ...more(good) };
    });
  for (const set of ['waimai', 'weibo2018', 'weibo100k']) {
    writeSet(
      set,
      'train',
      rows(set, 80, (good) => ({ label: good ? 1 : 0 })),
    );
    writeSet(
      set,
      'dev',
      rows(`${set}-dev`, 20, (good) => ({ label: good ? 1 : 0 })),
    );
  }
  for (const set of ['smp_usual', 'smp_virus']) {
    const felt = (good: boolean) => ({ emotion: good ? 'happy' : 'angry', label: good ? 1 : -1 });
    writeSet(set, 'train', rows(set, 80, felt));
    writeSet(set, 'dev', rows(`${set}-dev`, 20, felt));
  }
  writeSet(
    'car_aspect',
    'train',
    rows('car', 40, (good) => ({ sentiment: good ? 1 : -1 })),
  );
  writeSet(
    'bankapp_unlabelled',
    'all',
    rows('app', 20, () => ({ label: null })),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('training from a folder of sets', () => {
  const said: string[] = [];
  let file: Buffer;
  const train = (progress: (words: string) => void) => trainModel(folder, { seeds: [1], progress });
  beforeAll(() => {
    file = train((words) => said.push(words));
  });

  test('the same folder gives the same bytes', () => expect(train(() => {}).equals(file)).toBe(true));

  test('a word that tells the sides apart is learnt', () => {
    const model = loadLanguageModel(file);
    const lists = createLexiconPreparer();
    const opinions = (word: string) => {
      const { opinions, mixed } = model.read(lists.prepare(`中午送到公司,${word}`));
      return { ...opinions.two, joy: opinions.six.feeling[3] ?? 0, side: mixed.three[2] - mixed.three[0] };
    };
    const [good, bad] = [opinions(GOOD), opinions(BAD)];
    for (const name of ['review', 'post', 'repost', 'joy'] as const) {
      expect(good[name], name).toBeGreaterThan(0.6);
      expect(bad[name], name).toBeLessThan(0.4);
    }
    expect(good.side).toBeGreaterThan(bad.side);
  });

  test('a reader takes the model, and names it in its version', () => {
    const model = loadLanguageModel(file);
    const reader = createReader({ model });
    expect(reader.version).toContain(model.mark);
    const up = reader
      .read(`中午送到公司,${GOOD}`)
      .evidence.filter((one) => one.text !== '')
      .sort((a, b) => b.weight - a.weight);
    expect(up[0]?.text).toMatch(/[呱啦]/);
  });

  test('what it learnt is measured on the parts it was not trained on', () => {
    const reports = evaluateSets(folder, createReader({ model: loadLanguageModel(file) }), 'dev');
    expect(reports.map(({ set, question }) => `${set} ${question}`)).toEqual([
      'waimai two-way',
      'weibo2018 two-way',
      'weibo100k two-way',
      'smp_usual three-way',
      'smp_usual emotion',
      'smp_virus three-way',
      'smp_virus emotion',
    ]);
    expect(reports[0]?.scores.count).toBe(20);
    expect(reports[0]?.scores.accuracy).toBeGreaterThan(0.9);
    expect(reports.map(({ calibration }) => calibration === null)).toEqual([
      false,
      false,
      false,
      false,
      true,
      false,
      true,
    ]);
  });

  test('it says how far it is', () => {
    expect(said[0]).toMatch(/^\d+ texts$/);
    expect(said).toContain('network 1');
    expect(said).toContain('network 1 for feeling alone');
    expect(said).toContain('regression for feeling');
    expect(said.at(-1)).toBe('fitting');
  });
});

describe('the sets', () => {
  test('rows left out are no samples; sets that are not there are done without', () => {
    const all = readSamples(folder);
    const some = readSamples(folder, (row, set) => set === 'waimai' && row.text.includes(GOOD));
    expect(all.length - some.length).toBe(40);
    expect(all.filter(({ expert }) => expert === 'review')).toHaveLength(80);
    expect(all.filter(({ expert }) => expert === 'car').map(({ answer }) => answer)).toContain(2);
  });
  test('a missing or damaged file is a bad file', () => {
    mkdirSync(path.join(folder, 'broken'), { recursive: true });
    writeFileSync(path.join(folder, 'broken', 'train.jsonl.gz'), 'no gzip');
    writeFileSync(path.join(folder, 'broken', 'dev.jsonl.gz'), gzipSync('{"id": '));
    for (const [set, part] of [
      ['broken', 'train'],
      ['broken', 'dev'],
      ['nowhere', 'train'],
    ] as const) {
      expect(() => readSet(folder, set, part)).toThrow(expect.objectContaining({ code: 'bad_file' }));
    }
  });
  test('the emoticon that a set is labelled by is not left in its texts', () => {
    const row = { id: '1', text: '今天[怒]不行[哈哈]', label: 0 };
    writeSet('weibo100k', 'test', [row]);
    writeSet('weibo2018', 'test', [row]);
    expect(readSet(folder, 'weibo100k', 'test')[0]?.text).toBe('今天不行');
    expect(readSet(folder, 'weibo2018', 'test')[0]?.text).toBe(row.text);
  });
});
