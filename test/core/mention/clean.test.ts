import { describe, expect, test } from 'vitest';
import { cleanPost, MAX_TEXT_LENGTH } from '../../../server/core/mention/clean.ts';
import type { Metrics, SourcePost } from '../../../server/core/mention/post.ts';
import { contentMark, pseudonym } from '../../../server/core/mention/pseudonym.ts';
import { DAY } from '../../../server/core/time.ts';
import { makePost, NOW } from '../../support/make.ts';

function clean(parts: Partial<SourcePost>) {
  const result = cleanPost(makePost(parts), NOW);
  if (result.kind === 'refused') throw new Error(`refused: ${result.reason}`);
  return result.post;
}

function reason(parts: Partial<SourcePost>): string | null {
  const result = cleanPost(makePost(parts), NOW);
  return result.kind === 'refused' ? result.reason : null;
}

describe('what is refused', () => {
  test('a post without words', () => {
    expect(reason({ text: ' \n\u0000 ' })).toBe('empty');
    expect(reason({ text: '', title: '\u202e' })).toBe('empty');
    expect(reason({ text: '', title: '今日热搜' })).toBeNull();
  });

  test('a post that cannot be known again', () => {
    expect(reason({ externalId: '  ' })).toBe('no-id');
    expect(reason({ externalId: 'x'.repeat(2_001) })).toBe('id-too-long');
    expect(reason({ source: '' })).toBe('no-source');
  });
});

describe('text', () => {
  test('of 200,000 characters is cut and says how long it was', () => {
    const post = clean({ text: '热'.repeat(200_000) });
    expect(post.text.length).toBe(MAX_TEXT_LENGTH);
    expect(post.fullLength).toBe(200_000);
    expect(clean({ text: '短' }).fullLength).toBeNull();
  });

  test('is never cut inside a character', () => {
    const post = clean({ text: `${'热'.repeat(MAX_TEXT_LENGTH - 1)}😀${'热'.repeat(10)}` });
    expect(post.text.isWellFormed()).toBe(true);
    expect(post.text.endsWith('热')).toBe(true);
  });

  test('keeps markup as the words it is', () => {
    const text = '<script>alert(1)</script> 暖气不热 <img src=x onerror=alert(2)>';
    expect(clean({ text }).text).toBe(text);
  });

  test('loses lone surrogates and control characters, keeps lines', () => {
    const post = clean({ text: 'a\ud800b\u0000c\r\nd\u2028e', title: '一\n二\u0007' });
    expect(post.text).toBe('a\ufffdb c\nd e');
    expect(post.title).toBe('一 二');
  });

  test('a title cannot turn the direction of writing', () => {
    expect(clean({ title: '\u202e通报\u2066官方' }).title).toBe('通报官方');
  });
});

describe('time', () => {
  test('in the future is the time it was seen, and claims no precision', () => {
    const post = clean({ publishedAt: NOW + DAY });
    expect(post.at).toBe(NOW);
    expect(post.precision).toBe('none');
    expect(post.future).toBe(true);
    expect(clean({}).future).toBe(false);
  });

  test('a clock that is a minute ahead is forgiven', () => {
    expect(clean({ publishedAt: NOW + 60_000 })).toMatchObject({
      at: NOW,
      precision: 'second',
      future: false,
    });
  });

  test('before 1990, or not a number, is none', () => {
    for (const publishedAt of [0, Date.UTC(1970, 0, 2), Number.NaN]) {
      expect(clean({ publishedAt })).toMatchObject({ at: NOW, precision: 'none' });
    }
  });

  test('of observation is never in the future either', () => {
    expect(clean({ observedAt: NOW + DAY }).observedAt).toBe(NOW);
  });
});

describe('numbers and links', () => {
  test('that make no sense are dropped, not invented', () => {
    const metrics: Metrics = { likes: -1, comments: Number.NaN, views: 10.4, reposts: Infinity, rank: 0 };
    const post = clean({ metrics, rating: 11, url: 'javascript:alert(1)' });
    expect(post.metrics).toEqual({ views: 10 });
    expect(post.rating).toBeNull();
    expect(post.url).toBeNull();
    expect(clean({ url: ' https://me:pass-word@example.com/a?b=1#c ' }).url).toBe(
      'https://example.com/a?b=1#c',
    );
  });

  test('a link to an authority says who speaks', () => {
    expect(clean({ url: 'https://www.mem.gov.cn/a.html', voice: 'forum' }).voice).toBe('official');
    expect(clean({ url: 'https://example.com/', voice: 'forum' }).voice).toBe('forum');
    expect(clean({}).voice).toBe('ordinary');
  });
});

describe('pseudonyms', () => {
  const key = Buffer.from('one');

  test('are the same for one author on one platform only', () => {
    expect(pseudonym(key, 'weibo', '张三')).toBe(pseudonym(key, 'weibo', '张三'));
    expect(pseudonym(key, 'zhihu', '张三')).not.toBe(pseudonym(key, 'weibo', '张三'));
    expect(pseudonym(Buffer.from('two'), 'weibo', '张三')).not.toBe(pseudonym(key, 'weibo', '张三'));
  });

  test('are h: and 22 characters without the name', () => {
    expect(pseudonym(key, 'weibo', 'zhangsan')).toMatch(/^h:[\w-]{22}$/);
  });
});

describe('the mark of a content', () => {
  const text = '阳光花园三天没有暖气了,谁来管管?';

  test('overlooks width, case, white space, punctuation and traditional characters', () => {
    const same = ['阳光花园 三天没有暖气了，谁来管管？', '陽光花園三天沒有暖氣了!誰來管管'];
    for (const other of same) expect(contentMark(null, other)).toEqual(contentMark(null, text));
    expect(contentMark(null, `${text}!我也是`)).not.toEqual(contentMark(null, text));
  });

  test('does not count a title that the text repeats', () => {
    expect(contentMark('阳光花园', text)).toEqual(contentMark(null, text));
    expect(contentMark('求助', text)).not.toEqual(contentMark(null, text));
  });

  test('a few words that anybody would write make no copy', () => {
    expect(contentMark(null, '垃圾软件!').comparable).toBe(false);
    expect(contentMark(null, text).comparable).toBe(true);
    expect(contentMark(null, '😀😀😀😀😀😀😀😀😀').comparable).toBe(false);
  });

  test('is a whole number that JavaScript and SQLite both hold exactly', () => {
    expect(Number.isSafeInteger(contentMark(null, text).hash)).toBe(true);
  });
});
