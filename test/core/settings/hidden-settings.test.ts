import { describe, expect, test } from 'vitest';
import {
  addressForReaders,
  HIDDEN,
  hideInAddress,
  publicAddress,
  withoutAddress,
} from '../../../server/core/feed/hidden-address.ts';
import { withoutSecrets } from '../../../server/core/settings/hidden-settings.ts';

const FIELDS = [
  { name: 'url', kind: 'secret' },
  { name: 'secret', kind: 'secret' },
  { name: 'keyword', kind: 'text' },
] as const;

describe('words that came from elsewhere', () => {
  const url = 'https://oapi.example/robot/send?access_token=6f1d0c2b9a8e7d6c5b4a';
  const clean = (text: string, more = {}) => withoutSecrets(text, { url, keyword: '预警', ...more }, FIELDS);

  test('a secret goes, plain or as it stands in an address', () => {
    expect(clean('bad sign SEC=a/b c', { secret: 'SEC=a/b c' })).toBe(`bad sign ${HIDDEN}`);
    expect(clean(`?k=${encodeURIComponent('SEC=a/b c')}`, { secret: 'SEC=a/b c' })).toBe(`?k=${HIDDEN}`);
  });

  test('of a secret address the key goes, too, where only that is repeated', () => {
    expect(clean(`cannot reach ${url}`)).toBe(`cannot reach ${HIDDEN}`);
    expect(clean('token 6f1d0c2b9a8e7d6c5b4a is not exist')).toBe(`token ${HIDDEN} is not exist`);
    const hook = 'https://hooks.example/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX';
    expect(clean('no XXXXXXXXXXXXXXXXXXXXXXXX', { url: hook })).toBe(`no ${HIDDEN}`);
  });

  test('words of the service and what is no secret stay', () => {
    expect(clean('robot/send: keywords 预警 not in content')).toBe(
      'robot/send: keywords 预警 not in content',
    );
  });
});

describe('an address that may hold a key in its path', () => {
  test.each([
    ['https://f.example/feeds/SECRETTOKEN/rss.xml', 'https://f.example/•••'],
    ['https://f.example:8443/?u=1', 'https://f.example:8443/•••'],
    ['https://me:pw@f.example', 'https://f.example/•••'],
    ['https://ntfy.example', 'https://ntfy.example'],
    ['https://ntfy.example/', 'https://ntfy.example/'],
    ['', ''],
    ['no address', HIDDEN],
  ])('%s is for its readers %s', (url, shown) => {
    expect(addressForReaders(url)).toBe(shown);
  });

  const url = 'https://f.example/feeds/SECRETTOKEN/%E4%BE%9B%E7%83%AD.xml?u=9a8b7c6d5e4f&q=heating&key=abc12';
  test.each([
    [`cannot reach ${url}: timeout`, 'cannot reach https://f.example/•••: timeout'],
    [
      'robots.txt of f.example does not allow /feeds/SECRETTOKEN/%E4%BE%9B%E7%83%AD.xml',
      'robots.txt of f.example does not allow /•••',
    ],
    ['not found: /feeds/SECRETTOKEN/供热.xml', 'not found: /•••'],
    ['no such token SECRETTOKEN', 'no such token •••'],
    ['moved to https://g.example/v2/SECRETTOKEN', 'moved to https://g.example/v2/•••'],
    ['who is 9a8b7c6d5e4f? key abc12', 'who is •••? key •••'],
    ['a word of its own: heating, feeds', 'a word of its own: heating, feeds'],
  ])('in %s nothing of it is left', (said, left) => {
    expect(withoutAddress(said, url)).toBe(left);
  });

  test('words of a path stay where they are said of another', () => {
    const list = 'https://f.example/news/scroll-news.xml';
    expect(withoutAddress('see scroll-news.xml at /newspaper', list)).toBe(
      'see scroll-news.xml at /newspaper',
    );
    expect(withoutAddress('some me', 'https://me:pw@f.example/x')).toBe('some me');
    const said = 'https://f.example/a/b';
    expect(withoutAddress(said, 'https://f.example/a')).toBe(said);
    expect(withoutAddress('https://ntfy.example is away', 'https://ntfy.example/')).toBe(
      'https://ntfy.example is away',
    );
  });
});

test.each([
  ['https://me:pass@feeds.example/a?x=1', 'https://•••@feeds.example/a?x=1', 'https://feeds.example/a?x=1'],
  [
    'https://f.example/rss?key=abc&q=供热#t',
    'https://f.example/rss?key=•••&q=供热#t',
    'https://f.example/rss?q=供热#t',
  ],
  ['https://f.example/?access_token=abc', 'https://f.example/?access_token=•••', 'https://f.example/'],
  [
    'https://f.example/?monkey=abc&api_key=',
    'https://f.example/?monkey=abc&api_key=',
    'https://f.example/?monkey=abc',
  ],
  ['https://f.example/a@b?c=d@e', 'https://f.example/a@b?c=d@e', 'https://f.example/a@b?c=d@e'],
  ['/twitter/user/x', '/twitter/user/x', '/twitter/user/x'],
])('the address %s is shown as %s and given away as %s', (url, shown, given) => {
  expect([hideInAddress(url), publicAddress(url)]).toEqual([shown, given]);
});
