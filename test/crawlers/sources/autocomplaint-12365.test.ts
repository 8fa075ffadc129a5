import { describe, expect, test } from 'vitest';
import autocomplaint from '../../../crawlers/sources/autocomplaint-12365.ts';
import { ask, parseBody, readPosts, sample } from '../../support/source-results.ts';

describe('autocomplaint-12365', () => {
  const file = 'zlts-list.constructed-gbk.html';

  test('GBK with rare characters, codes left out, words kept, a relative link made whole', () => {
    expect(readPosts(autocomplaint, file)).toMatchObject([
      {
        externalId: '1501282',
        title: '示例品牌 示例L9 2025款 示例L9 Max',
        text: '增程器冷却液液位低，4S店拖延',
        publishedAt: Date.parse('2025-09-13T00:00:00+08:00'),
        precision: 'day',
      },
      {
        title: '镕朹汽车 㛃鑫 2026款 瑄逸',
        text: '生僻字品牌（需 gb18030）\n服务态度',
        url: 'http://www.12365auto.com/zlts/20260913/1501283.shtml',
      },
    ]);
  });

  test('a head without rows is an empty list, a row of seven cells is refused, another page is a wall', () => {
    const head = '<div class="tslb_b"><table><tr><th>投诉编号</th></tr>';
    expect(parseBody(autocomplaint, `<html>${head}</table></div></html>`)).toEqual({
      kind: 'posts',
      posts: [],
      refused: [],
    });
    const good = sample(autocomplaint, file);
    const short = good.replace('<td>1501282</td>', '');
    expect(parseBody(autocomplaint, short)).toMatchObject({
      posts: [{ externalId: '1501283' }],
      refused: [{ index: 0, reason: 'row of another shape' }],
    });
    expect(parseBody(autocomplaint, good.replaceAll('tslb_b', 'tslb_c'))).toMatchObject({
      wall: 'shape-changed',
    });
  });

  test('a list of one brand may be set', async () => {
    const list = 'http://www.12365auto.com/zlts/12-0-0-0-0-0_0-0-1.shtml';
    expect((await ask(autocomplaint, { list })).urls).toEqual([list]);
    expect((await ask(autocomplaint, {})).urls).toEqual([
      'http://www.12365auto.com/zlts/0-0-0-0-0-0_0-0-1.shtml',
    ]);
  });
});
