import { describe, expect, test } from 'vitest';
import { cleanPost } from '../../../server/core/mention/clean.ts';
import { factsOf, isCounted } from '../../../server/core/mention/facts.ts';
import { compileWatches } from '../../../server/core/mention/match.ts';
import type { Voice } from '../../../server/core/mention/post.ts';
import type { Watch } from '../../../server/core/mention/watch.ts';
import { anyOf, makeMention, makePost, NOW } from '../../support/make.ts';

const hospital = (more: Partial<Watch> = {}): Watch => ({
  id: 1,
  name: '云川一院',
  people: [],
  rivals: [],
  sources: [],
  active: true,
  createdAt: 0,
  updatedAt: 0,
  rule: anyOf('云川一院', '"云川市第一人民医院"', 'NEAR/5(云川,一院)'),
  ...more,
});
const other = hospital({
  id: 2,
  name: '江南医院',
  rule: anyOf('江南医院', '江院'),
});

function isOwn(
  author: string,
  voice: Voice = 'ordinary',
  watches = [hospital()],
  text = '云川一院的情况说明',
) {
  const matcher = compileWatches(watches);
  return matcher.isOwn(author, voice, matcher.match({ source: 'rss', title: null, text }));
}

describe('an account of the watched subject', () => {
  test.each([
    '云川一院官微',
    '云川一院官方微博',
    '云川一院（官方）',
    '@云川一院',
    '云川一院 Official',
    '云川市第一人民医院服务号',
  ])('%s', (author) => expect(isOwn(author)).toBe(true));

  test.each([
    '云川一院的病人',
    '云川一院吐槽君',
    '我在云川一院',
    '官方',
    '江院官方',
    '云川发布',
    '云川一院官方骗子',
  ])('and not %s', (author) => expect(isOwn(author)).toBe(false));

  test('a short name alone is the subject’s only where a platform vouches for it', () => {
    const short = [hospital({ name: '江院', rule: anyOf('江院') })];
    expect(isOwn('江院', 'ordinary', short, '江院')).toBe(false);
    expect(isOwn('江院', 'big_account', short, '江院')).toBe(true);
    expect(isOwn('江院官微', 'ordinary', short, '江院')).toBe(true);
  });

  test('another name alone is the subject’s only where a platform vouches for it', () => {
    expect(isOwn('云川市第一人民医院')).toBe(false);
    expect(isOwn('云川市第一人民医院', 'official')).toBe(true);
  });

  test.each(['翡翠城业主维权', '翡翠城业主维权公众号', '翡翠城避雷', '翡翠城受害者联盟', '翡翠城群'])(
    'is not one that is called %s, though the watch looks for it',
    (author) => {
      const rule = anyOf('翡翠城', author);
      for (const name of ['翡翠城', author])
        for (const voice of ['ordinary', 'big_account'] as const)
          expect(isOwn(author, voice, [hospital({ name, rule })], `${author}：开发商挪用资金`)).toBe(false);
    },
  );

  test('speaks to any other watch as anybody does', () => {
    const both = '江南医院说云川一院不行';
    expect(isOwn('江南医院官微', 'ordinary', [other], both)).toBe(true);
    expect(isOwn('江南医院官微', 'ordinary', [hospital(), other], both)).toBe(false);
    expect(isOwn('江南医院官微', 'ordinary', [hospital(), other], '江南医院的说明')).toBe(true);
    expect(isOwn('江南医院官微', 'ordinary', [hospital({ rivals: ['江南医院'] })], both)).toBe(false);
  });

  test('is not that of who must be named beside it', () => {
    const rule = { any: ['云川一院'], all: ['云川卫健委'], none: [] };
    expect(isOwn('云川卫健委', 'official', [hospital({ rule })], '云川卫健委通报云川一院')).toBe(false);
    expect(isOwn('云川一院官微', 'official', [hospital({ rule })], '云川卫健委通报云川一院')).toBe(true);
  });
});

test('a feed that is marked as our own stays so on any host', () => {
  const clean = (voice: Voice) => {
    const result = cleanPost(makePost({ url: 'https://www.yunchuan.gov.cn/notice/1', voice }), NOW);
    return result.kind === 'clean' ? result.post.voice : null;
  };
  expect([clean('media'), clean('own')]).toEqual(['official', 'own']);
});

test('our own word is in no count, and claims nothing', () => {
  const severity = [{ category: 'death' as const, confidence: 0.9, terms: ['离世'] }];
  const said = (voice: Voice) => makeMention({ post: { voice }, analysis: { severity } });
  expect(isCounted(said('big_account'))).toBe(true);
  expect(isCounted(said('own'))).toBe(false);
  expect(factsOf(said('own'), null)).toEqual([]);
});
