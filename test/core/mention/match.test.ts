import { describe, expect, test } from 'vitest';
import { compileWatches, matchPost, termSpans } from '../../../server/core/mention/match.ts';
import { checkRule } from '../../../server/core/mention/rule-check.ts';
import type { Rule, Watch } from '../../../server/core/mention/watch.ts';

function watch(id: number, rule: Partial<Rule>, more: Partial<Watch> = {}): Watch {
  return {
    id,
    name: `方案 ${id}`,
    rule: { any: [], all: [], none: [], ...rule },
    people: [],
    rivals: [],
    sources: [],
    active: true,
    createdAt: 0,
    updatedAt: 0,
    ...more,
  };
}

function post(text: string, title: string | null = null, source = 'rss') {
  return { source, title, text };
}

function hits(rule: Partial<Rule>, text: string): readonly string[] | null {
  return matchPost(post(text), compileWatches([watch(1, rule)]))[0]?.terms ?? null;
}

describe('any, all, none', () => {
  test('one of any is enough, and only those found are named', () => {
    expect(hits({ any: ['供热', '暖气'] }, '暖气不热')).toEqual(['暖气']);
    expect(hits({ any: ['供热', '暖气'] }, '停电了')).toBeNull();
  });
  test('every one of all must be there', () => {
    expect(hits({ all: ['暖气', '停'.repeat(2)] }, '暖气停停')).toEqual(['暖气', '停停']);
    expect(hits({ all: ['暖气', '小区'] }, '暖气不热')).toBeNull();
  });
  test('none forbids', () => {
    expect(hits({ any: ['苹果'], none: ['水果'] }, '苹果手机')).toEqual(['苹果']);
    expect(hits({ any: ['苹果'], none: ['水果'] }, '水果店的苹果')).toBeNull();
  });
  test('a rule that only excludes matches nothing', () =>
    expect(hits({ none: ['广告'] }, '随便什么')).toBeNull());
});

describe('words', () => {
  test('Latin words match whole only, in any case and width', () => {
    for (const text of ['machine', 'iMac', 'mac2', 'éмac'.replace('м', 'm')])
      expect(hits({ any: ['mac'] }, text)).toBeNull();
    for (const text of ['MAC电脑', '我的mac', 'ＭＡＣ', 'mac.', '(Mac)'])
      expect(hits({ any: ['mac'] }, text)).toEqual(['mac']);
    expect(hits({ any: ['5G'] }, '办了5g套餐')).toEqual(['5G']);
    expect(hits({ any: ['5G'] }, '15g')).toBeNull();
  });
  test('traditional and simplified match each other, both ways', () => {
    expect(hits({ any: ['热力公司'] }, '熱力公司不管')).toEqual(['热力公司']);
    expect(hits({ any: ['熱力公司'] }, '热力公司不管')).toEqual(['熱力公司']);
  });
  test('zero-width characters hide nothing', () =>
    expect(hits({ any: ['听潮'] }, '听\u200b潮')).toEqual(['听潮']));
  test('a quoted phrase matches with its space, runs of space folded', () => {
    expect(hits({ any: ['"customer service"'] }, 'Customer  Service is bad')).toEqual(['"customer service"']);
    expect(hits({ any: ['“停暖 小区”'] }, '停暖小区')).toBeNull();
  });
  test('words of a title count, and none reaches over its end', () => {
    const matcher = compileWatches([watch(1, { any: ['暖气'] })]);
    expect(matchPost(post('见图', '暖气停了'), matcher)).toHaveLength(1);
    expect(matchPost(post('气温', '变暖'), matcher)).toHaveLength(0);
  });
});

describe('NEAR', () => {
  test.each([
    ['热力公司差评', true],
    ['差评给热力', true],
    ['热力一二三四五差评', true],
    ['热力一二三四五六差评', false],
    ['差评一二三四五六七,热力,一二差评', true],
    ['热力', false],
  ])('at most five characters between 热力 and 差评: %s', (text, wanted) => {
    expect(hits({ any: ['NEAR/5(热力,差评)'] }, text) !== null).toBe(wanted);
  });
  test('it is named as written', () => {
    expect(hits({ any: ['near/5(热力,差评)'] }, '热力差评')).toEqual(['near/5(热力,差评)']);
  });
  test('one stretch of text is not near itself', () => {
    expect(hits({ any: ['NEAR/5(热力公司,热力)'] }, '热力公司')).toBeNull();
  });
});

describe('people, sources, activity', () => {
  test('people found are named, and change nothing about the match', () => {
    const matcher = compileWatches([watch(1, { any: ['热力'] }, { people: ['王建国', 'Tim Cook'] })]);
    expect(matchPost(post('热力公司王建国道歉'), matcher)).toEqual([
      { watchId: 1, terms: ['热力'], names: ['热力'], people: ['王建国'], rivals: [] },
    ]);
    expect(matchPost(post('王建国'), matcher)).toEqual([]);
  });
  test('what must stand beside the subject is no name of it, nor are two words near each other', () => {
    const any = ['海味食品', 'NEAR/5(海味,食品)'];
    const matcher = compileWatches([watch(1, { any, all: ['市场监管局'] })]);
    expect(matchPost(post('市场监管局查海味食品'), matcher)).toMatchObject([
      { terms: [...any, '市场监管局'], names: ['海味食品'] },
    ]);
  });
  test('a watch limited to sources sees only those', () => {
    const matcher = compileWatches([watch(1, { any: ['热力'] }, { sources: ['rss'] })]);
    expect(matchPost(post('热力'), matcher)).toHaveLength(1);
    expect(matchPost(post('热力', null, 'forum'), matcher)).toHaveLength(0);
  });
  test('a paused watch matches nothing', () => {
    expect(matchPost(post('热力'), compileWatches([watch(1, { any: ['热力'] }, { active: false })]))).toEqual(
      [],
    );
  });
  test('no watches, no matches', () => expect(matchPost(post('热力'), compileWatches([]))).toEqual([]));
});

describe('checkRule', () => {
  const codes = (rule: Partial<Rule>) =>
    checkRule({ any: [], all: [], none: [], ...rule }).map((one) => one.code);

  test('a sound rule has no faults', () => {
    expect(
      codes({ any: ['供热', '"a b"', 'NEAR/10(停暖,投诉)', 'NEAR/3("a b",c d)'], none: ['招聘'] }),
    ).toEqual([]);
  });
  test('every fault is told at once, with its place', () => {
    const faults = checkRule({
      any: ['暖', '', '"半个', 'NEAR/0(供热,停)', 'NEAR/5(供热)', 'x'.repeat(51)],
      all: Array.from({ length: 41 }, (_, at) => `词语${at}`),
      none: ['a'],
    });
    expect(faults.map(({ code, group, index }) => `${group} ${index} ${code}`)).toEqual([
      'any 0 too_short',
      'any 1 empty_term',
      'any 2 unbalanced_quote',
      'any 3 bad_near',
      'any 4 bad_near',
      'any 5 too_long',
      'all -1 too_many_terms',
      'none 0 too_short',
    ]);
    for (const { zh, en } of faults) expect([zh, en].every((words) => words.length > 1)).toBe(true);
  });
  test('a rule needs something to look for', () => {
    expect(codes({})).toEqual(['empty_rule']);
    expect(codes({ none: ['广告'] })).toEqual(['only_none']);
  });
  test('a rule that excludes what it looks for is refused', () => {
    expect(codes({ any: ['阳光供热', '供热公司'], none: ['供热'] })).toEqual(['excludes_all']);
    expect(codes({ any: ['阳光'], all: ['供热公司'], none: ['供热'] })).toEqual(['excludes_all']);
    expect(codes({ any: ['供热'], none: ['供热'] })).toEqual(['excludes_all']);
    // One of the words can be without it, a Latin word is another one, and what is near may be far apart.
    expect(codes({ any: ['阳光供热', '停暖'], none: ['供热'] })).toEqual([]);
    expect(codes({ any: ['apple'], none: ['app'] })).toEqual([]);
    expect(codes({ any: ['供热'], none: ['供热公司', 'NEAR/3(供热,招聘)'] })).toEqual([]);
    const rule = { any: ['阳光供热'], all: [], none: ['招聘', '供热'] };
    expect(checkRule(rule)).toMatchObject([{ group: 'none', index: 1, term: '供热' }]);
    expect(matchPost(post('阳光供热的暖气'), compileWatches([watch(1, rule)]))).toEqual([]);
  });
  test('signs alone are no term; an emoji is', () => {
    expect(codes({ any: ['！！', '……', '😡😡', 'C++'] })).toEqual(['no_letters', 'no_letters']);
  });
});

describe('termSpans', () => {
  test('spans are of the text as given', () => {
    const text = 'ＭＡＣ和熱\u200b力,machine';
    const spans = termSpans(text, ['mac', '热力']);
    expect(spans.map((span) => text.slice(...span))).toEqual(['ＭＡＣ', '熱\u200b力']);
  });
  test('both words of a NEAR are underlined; unreadable terms are skipped', () => {
    const text = '供热公司又停暖';
    expect(termSpans(text, ['NEAR/9(供热,停暖)', '"']).map((span) => text.slice(...span))).toEqual([
      '供热',
      '停暖',
    ]);
  });
});

test('a thousand watches cost no more than a few times one', () => {
  const many = compileWatches(
    Array.from({ length: 1_000 }, (_, at) => watch(at, { any: [`品牌${at}号`, `门店${at}号`] })),
  );
  const text = post(`今天去了品牌77号的门店,排队很久,${'态度一般'.repeat(30)}`);
  expect(matchPost(text, many).map((one) => one.watchId)).toEqual([77]);
});
