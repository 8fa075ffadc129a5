import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { SEVERITIES } from '../../server/core/reading/analysis.ts';
import { featuresOf } from '../../server/text/model/features.ts';
import { loadSentenceModels, type SentenceModels } from '../../server/text/model/sentence-models.ts';
import { createLexiconPreparer } from '../../server/text/prepared.ts';
import { createReader } from '../../server/text/reader.ts';
import { readTaughtSentences } from '../../server/text/training/sentence-lessons.ts';

const LEARNT = new URL('../../server/text/training/grave-sentences.tsv', import.meta.url);
const reader = createReader();
const severity = (text: string) => reader.read(text).severity.map(({ category }) => category);

describe('grave events told without a listed word', () => {
  test.each([
    ['fire_explosion', '吊车的钩子掉下来，砸在正下面那个工友身上'],
    ['outage', '整栋楼黑着，电梯停在半层，群里三百多人在刷屏'],
    ['food_poisoning', '孩子幼儿园的饭吃完，班里一半人都在吐'],
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
    expect(severity('演唱会现场爆炸好听，太幸福了')).toEqual([]);
    expect(severity('宝宝第一次叫妈妈，开心到爆炸，太可爱了')).toEqual([]);
    expect(severity('杀人回忆影评写得太好了，喜欢')).toEqual([]);
  });

  test.each([
    ['fire_explosion', '我们小区着火'],
    ['fire_explosion', '刚刚看到爆炸，太吓人了'],
    ['fire_explosion', '燃气泄漏'],
    ['outage', '我们小区停暖'],
    ['outage', '今天停电'],
    ['food_poisoning', '食堂食物中毒'],
    ['death', '听说有人遇难'],
    ['sexual_violence', '遭遇性侵'],
    ['labor', '公司拖欠工资'],
    ['privacy_leak', '个人信息泄露'],
    ['self_harm', '想轻生'],
  ] as const)('never silence a listed word in a short report: %s, %s', (category, text) =>
    expect(severity(text)).toContain(category),
  );

  test('a text is read the same whatever was read before it', () => {
    const lexicon = createLexiconPreparer();
    const read = (model: SentenceModels, text: string) => {
      const { reading, score } = lexicon.prepare(text);
      const { grave, wants, service } = model.read(featuresOf(reading, score), reading);
      return { grave, wants, touches: service.touches, dimensions: service.dimensions };
    };
    const [used, fresh] = [loadSentenceModels(), loadSentenceModels()];
    read(used, '昨天夜里仓库那边冒烟了，消防车来了五辆。'.repeat(12));
    const text = '吃完那家的凉菜，一家四口轮着往厕所跑，从晚上九点吐到半夜两点，最小的才四岁，人还在输液';
    expect(read(used, text)).toEqual(read(fresh, text));
  });

  test.each(['grave', 'intents', 'stance', 'service'] as const)(
    'a damaged file is named, not believed: %s.bin',
    (name) => {
      const file = readFileSync(new URL(`../../server/text/model/${name}.bin`, import.meta.url));
      file[file.length >> 1] = (file[file.length >> 1] as number) ^ 0xff;
      expect(() => loadSentenceModels({ [name]: file })).toThrow(
        expect.objectContaining({ code: 'bad_config', message: expect.stringContaining('is damaged') }),
      );
    },
  );
});

const sharesOf = (file: string) => {
  const sentences = readTaughtSentences(new URL(file, import.meta.url), SEVERITIES);
  const read = sentences.map((sentence) => ({ ...sentence, got: severity(sentence.text) }));
  const sum = (of: (one: (typeof read)[number]) => number) => read.reduce((total, one) => total + of(one), 0);
  const right = sum(({ names, got }) => got.filter((name) => names.includes(name)).length);
  const [grave, harmless] = [read.filter(isGrave), read.filter((one) => !isGrave(one))];
  return {
    sentences,
    /** Of the categories that are told. */
    found: right / sum(({ names }) => names.length),
    /** Of those that are named, to harmless sentences, too. */
    right: right / sum(({ got }) => got.length),
    noticed: grave.filter(({ got }) => got.length > 0).length / grave.length,
    clean: harmless.filter(({ got }) => got.length === 0).length / harmless.length,
  };
};
const isGrave = ({ names }: { readonly names: readonly string[] }) => names.length > 0;

/** Each grave one has a harmless one of almost the same words beside it: harder than what people post. */
describe.each([
  [
    'told without a listed word',
    './grave-put-by.tsv',
    { found: 0.42, right: 0.65, noticed: 0.58, clean: 0.85 },
  ],
  [
    'with a listed word',
    './grave-listed-put-by.tsv',
    { found: 0.77, right: 0.65, noticed: 0.95, clean: 0.53 },
  ],
] as const)('sentences put by, %s', (_, file, least) => {
  const { sentences, ...shares } = sharesOf(file);

  test('none of them is learnt from', () => {
    const learnt = new Set(readTaughtSentences(LEARNT, SEVERITIES).map(({ text }) => text));
    expect(sentences.filter(({ text }) => learnt.has(text))).toEqual([]);
  });

  test.each([
    ['what is told is found', 'found'],
    ['what is named is told', 'right'],
    ['whoever tells of something grave is noticed', 'noticed'],
    ['harmless ones beside them stay harmless', 'clean'],
  ] as const)('%s', (_, share) => expect(shares[share]).toBeGreaterThanOrEqual(least[share]));
});
