import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../server/core/errors.ts';
import { readOpml } from '../../../server/core/feed/opml.ts';
import { planOpml } from '../../../server/core/feed/opml-plan.ts';
import { writeOpml } from '../../../server/core/feed/opml-write.ts';

const opml = (body: string, head = '') =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0"><head>${head}</head><body>${body}</body></opml>`;
const rss = (url: string, text = '') => `<outline type="rss" text="${text}" xmlUrl="${url}"/>`;

function faultOf(text: string): { fault: unknown; line: unknown } {
  try {
    readOpml(text);
  } catch (error) {
    if (error instanceof AppError) return { fault: error.details.fault, line: error.details.line };
  }
  throw new Error('it was read');
}

describe('a list of feeds', () => {
  test('gives feeds with their folders, outermost first, and its title', () => {
    const inner = `<outline text="供热">${rss('https://a.example/rss', '清河热力')}</outline>`;
    const text = opml(
      `<outline text="公用事业" title="别名">${inner}<outline text='空文件夹'></outline>${rss('https://b.example/x')}</outline>${rss('https://c.example/', '单独的')}`,
      '<title>我的订阅 &amp; 其他</title>',
    );
    expect(readOpml(text)).toMatchObject({
      title: '我的订阅 & 其他',
      feeds: [
        { title: '清河热力', address: 'https://a.example/rss', folders: ['公用事业', '供热'], line: 2 },
        { title: '', folders: ['公用事业'] },
        { title: '单独的', folders: [] },
      ],
    });
  });

  test('of version 1, in capitals, with comments, a doctype and bare signs, is read all the same', () => {
    const text = `<!DOCTYPE opml [<!ENTITY x "y">]><!-- <opml> --><OPML version="1.1"><Body>
      <Outline Title='A &#38; B' xmlURL="https://a.example/rss?a=1&b=2" category="/新闻/本地,其他"></Outline>
    </Body></OPML>`;
    expect(readOpml(text).feeds).toMatchObject([
      { title: 'A & B', address: 'https://a.example/rss?a=1&b=2', folders: ['新闻', '本地'] },
    ]);
  });

  test.each([
    ['', 'empty', 1],
    ['<rss version="2.0"><channel/></rss>', 'feed', 1],
    ['<!doctype html><html><body>登录</body></html>', 'page', 1],
    ['name,url\n新闻,https://a.example', 'not-opml', 1],
    [opml(''), 'no-feeds', 1],
    [`<opml>\n<body>\n<outline text="供热">\n${rss('https://a.example')}`, 'broken', 3],
    [`<opml><body>\n</outline></body></opml>`, 'broken', 2],
    [`<opml><body>\n<outline text="未完 xmlUrl="https://a.example"/>\n</body></opml>`, 'broken', 2],
    [opml('<outline text="a">'.repeat(60)), 'too-deep', 2],
    [opml(rss('https://a.example').repeat(2_001)), 'too-many', 2],
  ])('says what is wrong with %#', (text, fault, line) => {
    expect(faultOf(text)).toEqual({ fault, line });
  });

  test('whatever it holds, it is read or refused by name', () => {
    const part = fc.constantFrom(
      '<opml>',
      '<body>',
      '<outline ',
      'xmlUrl="x"',
      '/>',
      '</outline>',
      '"',
      '<',
      '&',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        try {
          readOpml(`<opml>${parts.join('')}`);
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
        }
      }),
    );
  });

  test('written and read again is the same list; other sources are not in it', () => {
    const feed = (name: string, url: string, source = 'rss') => ({ name, source, params: { url } });
    const text = writeOpml([
      feed('“热力” <b>&\u0007', 'https://a.example/rss?a=1&b="2"'),
      feed('列表页', 'https://b.example/news/', 'web-page'),
    ]);
    expect(readOpml(text).feeds).toMatchObject([
      { title: '“热力” <b>&', address: 'https://a.example/rss?a=1&b="2"' },
    ]);
  });
});

describe('the plan', () => {
  const plan = (body: string, taken: string[] = [], known: string[] = []) => {
    const feeds = known.map((url) => ({ source: 'rss', params: { url, voice: 'media' } }));
    return planOpml(readOpml(opml(body)), feeds, taken);
  };

  test('tells new from known, and why an outline cannot be a feed', () => {
    const { feeds } = plan(
      [
        rss('https://A.example', '大写'),
        rss('https://a.example/', '同一个'),
        rss('feed://b.example/rss'),
        rss('https://c.example/rss', '有了'),
        rss('rsshub://weibo/hot', '协议'),
        '<outline type="link" text="只有网页" url="https://d.example/"/>',
      ].join(''),
      [],
      ['https://c.example/rss'],
    );
    expect(feeds.map(({ name, status, reason }) => [name, status, reason])).toEqual([
      ['大写', 'new', null],
      ['同一个', 'refused', 'twice'],
      ['b.example', 'new', null],
      ['有了', 'known', null],
      ['协议', 'refused', 'not-web'],
      ['只有网页', 'refused', 'no-address'],
    ]);
    expect(feeds[2]?.url).toBe('http://b.example/rss');
  });

  test('makes one watch of every folder name that is a subject', () => {
    const folder = (name: string, ...inside: string[]) =>
      `<outline text="${name}">${inside.join('')}</outline>`;
    const { watches } = plan(
      [
        folder('公用事业', folder('供热、燃气', rss('https://a.example/1')), rss('https://a.example/2')),
        folder('未分类', rss('https://a.example/3')),
        folder('水', rss('https://a.example/4')),
        folder('青禾水务', rss('https://a.example/5')),
      ].join(''),
      ['青禾水务'],
    );
    expect(watches).toEqual([
      { name: '公用事业', terms: ['公用事业'], feeds: 2, status: 'new', reason: null },
      { name: '供热、燃气', terms: ['供热', '燃气'], feeds: 1, status: 'new', reason: null },
      { name: '未分类', terms: [], feeds: 1, status: 'refused', reason: 'catch-all' },
      { name: '水', terms: [], feeds: 1, status: 'refused', reason: 'no-term' },
      { name: '青禾水务', terms: ['青禾水务'], feeds: 1, status: 'known', reason: null },
    ]);
  });
});
