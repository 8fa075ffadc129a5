import { describe, expect, test } from 'vitest';
import rss from '../../crawlers/sources/rss.ts';
import { pageOf, READ_AT, readPayload } from '../support/read-payload.ts';

const params = { url: 'https://rsshub.example.cn/gov/qinghe' };
const read = (body: string) => rss.parse(pageOf(body), params, READ_AT);

describe('what RSSHub and RSS-Bridge send', () => {
  test('is a feed like any other', () => {
    const result = rss.parse(readPayload('rss', 'rsshub-route.constructed.xml'), params, READ_AT);
    expect(result).toMatchObject({
      posts: [
        {
          externalId: 'https://zjj.example.gov.cn/tzgg/202611/t20261121_7781.html',
          author: '市住建局',
          voice: 'official',
          publishedAt: Date.parse('2026-11-21T01:30:00Z'),
        },
        { precision: 'none' },
      ],
    });
  });

  test('instead of a feed says in words what the site answered them', () => {
    const page = readPayload('rss', 'rsshub-error-200.constructed.html');
    expect(rss.parse(page, params, READ_AT)).toMatchObject({
      wall: 'gone',
      detail: 'RSSHub: NotFoundError: The route does not exist or has been deleted.',
    });
    const said = (message: string) => read(JSON.stringify({ error: { message } }));
    expect(said('HTTPError: Response code 429 (Too Many Requests)')).toMatchObject({ wall: 'rate-limited' });
    expect(said('ConfigNotFoundError: WEIBO_COOKIES is required')).toMatchObject({ wall: 'forbidden' });
    expect(said('TypeError: Cannot read properties of undefined')).toMatchObject({ wall: 'shape-changed' });
  });

  test('as an entry about their own error is no post; entries beside it are kept', () => {
    const alone = readPayload('rss', 'rss-bridge-error.constructed.atom').body;
    expect(read(alone)).toMatchObject({ wall: 'rate-limited' });
    const entry = /<entry>[\s\S]*<\/entry>/.exec(alone)?.[0] ?? '';
    const mixed = readPayload('rss', 'rss-bridge.constructed.atom').body.replace(
      '</feed>',
      `${entry}</feed>`,
    );
    expect(read(mixed)).toMatchObject({
      posts: [{ author: '冷面书生' }, {}],
      refused: [{ reason: 'an error of RSS-Bridge' }],
    });
  });
});
