import { describe, expect, test } from 'vitest';
import type { Analysis } from '../../server/core/reading/analysis.ts';
import { featuresOf, featuresUntil } from '../../server/text/model/features.ts';
import { createLexiconPreparer } from '../../server/text/prepared.ts';
import { createReader } from '../../server/text/reader.ts';

const reader = createReader();
const read = (text: string): Analysis => reader.read(text, {});

const toldOf = ({ intents, severity, aspects }: Analysis) => ({
  intents: intents.map(({ name }) => name).sort(),
  severity: severity.map(({ category }) => category).sort(),
  touchpoints: [...new Set(aspects.map(({ touchpoint }) => touchpoint))].sort(),
});

const POSTS = [
  '物业换了三家,电梯还是天天停,老人下不来楼',
  '客服让我等三个工作日,三个礼拜过去了一个电话都没有',
  '求你们把夜班车加一趟吧,下班真的回不了家',
  '隔壁工地半夜打桩,窗户震得嗡嗡响,根本睡不着',
  '今天退票窗口的小姑娘特别耐心,帮我把手续一次办好了',
];

describe('what stands behind the last word of a post', () => {
  test.each(POSTS)('takes nothing away from %s', (post) => {
    const told = toldOf(read(post));
    expect(told.intents).not.toEqual([]);
    for (const tail of ['\n', '  ', ' @城东客服小秘书', ' http://t.cn/A6abCd9'])
      expect(toldOf(read(post + tail)), `with ${JSON.stringify(tail)}`).toEqual(told);
  });

  test.each(['[怒]', '[泪][泪]', '[允悲] '])('a small face takes no complaint away: %s', (face) => {
    for (const post of POSTS.slice(0, 2))
      expect(read(post + face).intents.map(({ name }) => name)).toContain('complaint');
  });

  test('nor does it take away an event', () => {
    const events = (text: string) => read(text).severity.map(({ category }) => category);
    const post = '三号楼楼道里的电瓶车半夜烧起来了,烟把整个单元都灌满了';
    expect(events(post)).toContain('fire_explosion');
    for (const tail of ['。', '!!', '[怒][怒]', '😡', ' @消防小哥'])
      expect(events(post + tail)).toContain('fire_explosion');
  });

  test('a question mark is no mere close', () => {
    expect(read('明天几点开门?').intents.map(({ name }) => name)).toContain('question');
  });

  test('a post of nothing but faces is read', () => {
    for (const post of ['[怒][怒]', '😡', '。。。', '  ', '@某某']) expect(() => read(post)).not.toThrow();
  });
});

describe('features up to a place', () => {
  const lexicon = createLexiconPreparer();
  const inText = ({ hashes, starts, ends, count }: ReturnType<typeof featuresOf>) =>
    Array.from({ length: count }, (_, at) => [hashes[at], starts[at], ends[at]].join())
      .filter((each) => !each.endsWith(',0'))
      .sort();

  test.each(['水管爆了两天没人来修', '转发//@某某:还是不热', '88', '票'])(
    'are those of the text alone: %s',
    (text) => {
      const alone = lexicon.prepare(text);
      const expected = inText(featuresOf(alone.reading, alone.score));
      const whole = lexicon.prepare(`${text} \n`);
      const features = featuresOf(whole.reading, whole.score);
      expect(inText(featuresUntil(alone.reading.text.length, whole.reading, features))).toEqual(expected);
    },
  );
});
