import { describe, expect, test } from 'vitest';
import { HIDDEN, hideInAddress, publicAddress } from '../../../server/core/feed/hidden-address.ts';
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
