import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sentAway } from '../../crawlers/article/judge.ts';
import { addressForms, canonicalUrl } from '../../crawlers/urls.ts';

test.each([
  [
    'HTTPS://News.Example.CN:443/A/b.htm/?utm_source=x&b=2&a=1&from=timeline#top',
    'https://news.example.cn/A/b.htm?a=1&b=2',
  ],
  ['http://a.cn/', 'http://a.cn'],
  ['http://user:secret@a.cn/x', 'http://a.cn/x'],
  ['https://a.cn/s?isappinstalled=0&spm=a.b&luicode=1&lfid=2&share_token=3&fbclid=4', 'https://a.cn/s'],
  ['https://a.cn/s?wd=%c4%e3', 'https://a.cn/s?wd=%C4%E3'],
  ['http://a.cn/mail/view.do;jsessionid=0A1B2C3D4E5F.node1?id=700', 'http://a.cn/mail/view.do?id=700'],
  ['http://a.cn/v?id=7&_t=1795838400123&PHPSESSID=a8f9c2d1e4b7', 'http://a.cn/v?id=7'],
  ['http://a.cn/v?id=7&rand=0.8273645512&sid=9f8e7d6c5b4a39281706', 'http://a.cn/v?id=7'],
  ['http://a.cn/v?sid=700&t=3&_=5&timestamp=2026', 'http://a.cn/v?_=5&sid=700&t=3&timestamp=2026'],
  ['https://a.cn/app#/news/%e4', 'https://a.cn/app#/news/%E4'],
  ['https://a.cn/app#!/news/7', 'https://a.cn/app#!/news/7'],
  ['https://a.cn/app#!news', 'https://a.cn/app#!news'],
  ['https://a.cn/list#!', 'https://a.cn/list'],
  ['https://a.cn/list#/', 'https://a.cn/list'],
  ['https://a.cn/list#!/', 'https://a.cn/list'],
  ['sslocal://detail?id=1', null],
  ['javascript:alert(1)', null],
  ['', null],
])('%s', (url, expected) => {
  expect(canonicalUrl(url)).toBe(expected);
});

test('a link is known by what it was before its site moved to https, and before marks of visits were left out', () => {
  expect(addressForms('https://a.cn/v;jsessionid=ABC?id=7')).toEqual([
    'https://a.cn/v?id=7',
    'https://a.cn/v;jsessionid=ABC?id=7',
    'http://a.cn/v?id=7',
    'http://a.cn/v;jsessionid=ABC?id=7',
  ]);
  expect(addressForms('no link')).toEqual([]);
});

test('two GBK words that are no UTF-8 stay two keys', () => {
  expect(canonicalUrl('http://a.cn/?w=%C4%E3')).not.toBe(canonicalUrl('http://a.cn/?w=%BA%C3'));
});

test('a relative link resolves against the page', () => {
  expect(canonicalUrl('../2/x.htm', 'http://a.cn/1/1/')).toBe('http://a.cn/1/2/x.htm');
});

test('the key of a key is itself', () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
      const key = canonicalUrl(url);
      expect(key).not.toBeNull();
      expect(canonicalUrl(key ?? '')).toBe(key);
    }),
  );
});

test('the order of parameters and tracking ones make no difference', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.stringMatching(/^[a-e]{1,3}=[0-9]{0,3}$/), { maxLength: 6 }), (pairs) => {
      const tracked = [...pairs].reverse().concat('utm_medium=feed');
      expect(canonicalUrl(`http://a.cn/x?${tracked.join('&')}`)).toBe(
        canonicalUrl(`http://a.cn/x?${pairs.join('&')}`),
      );
    }),
  );
});

test.each([
  ['https://a.cn/n/1.html', 'https://a.cn/', true],
  ['https://a.cn/?p=12', 'https://a.cn/', true],
  ['https://a.cn/n/1.html', 'https://www.a.cn/index.php', true],
  ['https://a.cn/n/1.html', 'https://b.cn/', true],
  ['https://a.cn/n/2026/1.html', 'https://a.cn/n/2026', true],
  ['https://a.cn/n/1.html', 'https://a.cn/list?c=2', true],
  ['http://a.cn/n/1.html', 'https://a.cn/n/1.html', false],
  ['https://a.cn/n/1.html', 'https://a.cn/?p=12', false],
  ['https://a.cn/p/48213/slug', 'https://a.cn/p/48213', false],
  ['https://a.cn/n/1.html/amp', 'https://a.cn/n/1.html', false],
  ['https://a.cn/go/1', 'https://b.cn/n/1', false],
  ['https://a.cn/story/hot-water/amp', 'https://a.cn/story/hot-water', false],
  ['https://a.cn/story/hot-water/print/', 'https://a.cn/story/hot-water/', false],
  ['https://a.cn/story/hot-water/page/1', 'https://a.cn/story/hot-water', false],
  ['https://a.cn/topic/热水器/1', 'https://a.cn/topic/热水器', false],
  ['https://a.cn/story/hot-water', 'https://a.cn/story', true],
  ['https://a.cn/n/7', 'https://a.cn/n', true],
  ['https://a.cn/n/2026/11/30', 'https://a.cn/n/2026/11', true],
  ['https://a.cn/amp', 'https://a.cn/', true],
  ['https://a.cn/list?c=2#!', 'https://a.cn/list?c=2#!', true],
  ['https://a.cn/list?c=2#/n/1', 'https://a.cn/list?c=2#/n/1', true],
  ['https://a.cn/app#/n/1', 'https://a.cn/app#/n/1', false],
])('%s that leads to %s is sent away from its article: %s', (asked, final, isAway) => {
  expect(sentAway(asked, final, 'https://a.cn/list?c=2') !== null).toBe(isAway);
});
