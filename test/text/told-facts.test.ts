import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isLegalQuestion } from '../../server/text/legal-question.ts';
import { createReader } from '../../server/text/reader.ts';
import { isOfWork } from '../../server/text/severity/works.ts';
import { tellsBadFacts, tellsGoodFacts, thanksInEarnest } from '../../server/text/told-facts.ts';
import { readOwnSentences } from '../../server/text/training/own-sentences.ts';

/**
 * Posts of twelve trades, labelled before they were read: praise and blame told by facts, irony and earnest in its words,
 * stated amounts, questions of law, names of films and games. Each line: kind, side (* any), a grave event that must be told
 * (- none), an intent that must be told (- no hostile one, * any), the text. Every second is put by: no rule was made with it.
 */
const reader = createReader();
const SIDES = ['-', '0', '+'];
const HOSTILE = ['complaint', 'escalation_threat', 'boycott_churn', 'rumour', 'help', 'spam'];

function postsIn(name: string) {
  const lines = readFileSync(new URL(`./${name}.tsv`, import.meta.url), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => {
    const [kind = '', side = '', severity = '', intent = '', text = ''] = line.split('\t');
    const told = reader.read(text);
    const events = told.severity
      .map(({ category }) => category)
      .filter((name) => name !== 'vulnerable' && name !== 'media_escalation');
    const intents: string[] = told.intents.map(({ name }) => name);
    const calm = !intents.some((each) => HOSTILE.includes(each));
    const asked = intent === 'question' && intents.includes(intent) && calm;
    return {
      kind,
      text,
      isSide: side === '*' || SIDES[told.sentiment.label + 1] === side,
      isEvent: severity === '-' ? events.length === 0 : events.some((each) => each === severity),
      isWanted: intent === '*' || asked || (intent === '-' ? calm : intents.includes(intent)),
    };
  });
}

type Post = ReturnType<typeof postsIn>[number];
const worked = postsIn('facts-worked');
const putBy = postsIn('facts-put-by');
const wrong = (posts: readonly Post[], right: (post: Post) => boolean) => {
  const failed = posts.filter((post) => !right(post)).map(({ kind, text }) => `${kind} ${text}`);
  return { count: failed.length, list: failed.join('\n') };
};

test('none of them is learnt from', () => {
  const learnt = new Set(readOwnSentences().map(({ text }) => text));
  expect([...worked, ...putBy].filter(({ text }) => learnt.has(text))).toEqual([]);
});

describe.each([
  ['those worked with', worked, { side: 6, event: 13, intent: 9 }],
  ['those put by', putBy, { side: 14, event: 8, intent: 16 }],
] as const)('%s', (_, posts, most) => {
  test('take their side', () => {
    const { count, list } = wrong(posts, ({ isSide }) => isSide);
    expect(count, list).toBeLessThanOrEqual(most.side);
  });
  test('tell their events, and no others', () => {
    const { count, list } = wrong(posts, ({ isEvent }) => isEvent);
    expect(count, list).toBeLessThanOrEqual(most.event);
  });
  test('want what they want', () => {
    const { count, list } = wrong(posts, ({ isWanted }) => isWanted);
    expect(count, list).toBeLessThanOrEqual(most.intent);
  });
});

test.each([
  ['打开就能用', true],
  ['退货的钱当天就回到卡里了', true],
  ['三分钟就弄好了，第二天又坏了', false],
  ['没收钱，可也没修好', false],
  ['说三天就到了，骗人', false],
])('%s: praise by facts %s', (text, expected) => expect(tellsGoodFacts(text)).toBe(expected));

test.each([
  ['同城快递,三天才到', true],
  ['用了一个月就坏了', true],
  ['感谢贵行让我等了三小时', true],
  ['感谢老师让我学会了等待', false],
  ['尺码发错了,马上给换的', false],
  ['谢谢师傅,半小时才到但是一直道歉', false],
])('%s: blame by facts %s', (text, expected) => expect(tellsBadFacts(text)).toBe(expected));

test('thanks for what people want are meant', () => {
  expect(thanksInEarnest('感谢司机师傅,等了我五分钟')).toBe(true);
  expect(thanksInEarnest('感谢客服,让我等了三个小时')).toBe(false);
});

test.each([
  ['三倍赔偿怎么算', true],
  ['食物中毒了找谁索赔?', true],
  ['我妈食物中毒了找谁索赔?', false],
  ['停水三天了,三倍赔偿怎么算', false],
  ['凭什么不退押金', false],
  ['今天楼下爆炸了', false],
])('%s: a question of law %s', (text, expected) => expect(isLegalQuestion(text)).toBe(expected));

test.each([
  ['《孤注一掷》讲的是诈骗园区', '诈骗', true],
  ['正打着绝地求生呢,楼下爆炸了', '爆炸', false],
  ['《晚报》报道火锅店爆炸', '爆炸', false],
  ['看完《消失的她》出来电梯里有人去世', '去世', false],
])('%s: %s belongs to a work %s', (text, word, expected) => {
  const start = text.indexOf(word);
  expect(isOfWork(text, start, start + word.length)).toBe(expected);
});
