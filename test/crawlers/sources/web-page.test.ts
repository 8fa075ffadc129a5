import { describe, expect, test } from 'vitest';
import { isSitemap, readSitemap } from '../../../crawlers/article/sitemap.ts';
import webPage from '../../../crawlers/sources/web-page.ts';
import type { Params } from '../../../server/core/feed/source.ts';
import { pageOf, READ_AT, readPayload } from '../../support/read-payload.ts';

const AT = 'https://feed.example.cn/news/2026/1121/48213.html';
const read = (body: string, params: Params = {}, url = AT) =>
  webPage.parse(pageOf(body, { url }), params, READ_AT);
function postOf(file: string, params: Params = {}) {
  const result = webPage.parse(readPayload('web-page', file, { url: AT }), params, READ_AT);
  if (result.kind !== 'posts') throw new Error(`${result.wall}: ${result.detail}`);
  return result.posts[0];
}
const china = (text: string) => Date.parse(`${text}+08:00`);

describe('an article', () => {
  test('gives title, text, time and author as the page shows them, and nothing around it', () => {
    const post = postOf('article-long.constructed.html');
    expect(post).toMatchObject({
      externalId: AT,
      title: '城北热力公司连夜抢修 三个小区恢复供暖',
      author: '周晓岚',
      publishedAt: china('2026-11-21T08:35'),
      precision: 'minute',
    });
    expect(post?.text).toMatch(/^本报讯 11月20日夜间.*报送结果。$/s);
    expect(post?.text).not.toMatch(/相关阅读|收费标准|责任编辑|纠错|版权/);
  });

  test('takes the exact time of two that name one day, and no canonical link that is the front page', () => {
    expect(postOf('article-json-ld.constructed.html')).toMatchObject({
      externalId: AT,
      author: '贺知远',
      precision: 'second',
      publishedAt: Date.parse('2026-11-20T07:42:10Z'),
    });
    expect(postOf('article-json-ld.constructed.html')?.text).not.toContain('用户甲');
  });

  test('of one paragraph is that paragraph, not the list of related ones', () => {
    expect(postOf('notice-one-paragraph.constructed.html')).toMatchObject({
      text: '因河东路供水管道抢修，河东路以东、学府街以南区域将于11月22日9时至17时停水，请提前储水。',
      author: '青禾水务集团',
      publishedAt: china('2026-11-21T16:05'),
    });
  });

  test('without a date has none: dates in its text, of other articles and of the site are not its own', () => {
    const post = postOf('article-no-date.constructed.html');
    expect(post).toMatchObject({ precision: 'none' });
    expect(post).not.toHaveProperty('publishedAt');
    expect(post?.text).toContain('2026年10月15日以后注水');
  });

  test('in GB2312 keeps rare characters', () => {
    const post = postOf('article-gb2312.constructed.html');
    expect(post).toMatchObject({ author: '市场监督管理局', publishedAt: china('2026-11-19T17:20') });
    expect(post?.text).toMatch(/^经查，镕成置业有限公司/);
  });

  test('is read by the selectors given; one that finds nothing is told', () => {
    const chosen = {
      titleSelector: '.info',
      bodySelector: '.text p:first-child',
      dateSelector: '.xgyd span',
    };
    expect(postOf('article-long.constructed.html', chosen)).toMatchObject({
      title: expect.stringContaining('清河晚报'),
      text: expect.stringMatching(/^本报讯.*反映情况。$/s),
      publishedAt: china('2026-11-19T00:00'),
      precision: 'day',
    });
    const body = readPayload('web-page', 'article-long.constructed.html').body;
    for (const bodySelector of ['.no-such-box', 'p[['])
      expect(read(body, { bodySelector })).toMatchObject({
        posts: [],
        refused: [{ reason: 'nothing at the text selector' }],
      });
  });

  test('that is none is refused or named: a video, a page drawn by script, nesting without end', () => {
    const video = '<html><h1>视频：抢修现场</h1><div>2026-11-21 08:35</div><video src="x"></video></html>';
    expect(read(video)).toMatchObject({ posts: [], refused: [{ reason: 'no article text' }] });
    expect(read('<html><body><div id="app"></div></body></html>')).toMatchObject({ posts: [] });
    expect(read(`<html>${'<div>'.repeat(50_000)}`)).toMatchObject({ wall: 'malformed' });
    expect(read('{"code":0,"data":[]}')).toMatchObject({ wall: 'shape-changed' });
  });
});

describe('the date of an article', () => {
  const dated = (line: string, sub = '') =>
    read(
      `<html><head><title>供热公司回应暖气不热-某网</title></head><body><h1>供热公司回应暖气不热</h1><div class="meta"><span>${line}</span> <span>来源：某网</span></div>${sub}<div class="article-content"><p>今天，记者从供热公司了解到，北城花园的暖气问题已经解决。</p><p>公司表示将继续巡查。</p></div></body></html>`,
    );
  test.each([
    ['11月20日 08:30', '2026-11-20T08:30'],
    ['11月20日08:30', '2026-11-20T08:30'],
    ['11/20 08:30', '2026-11-20T08:30'],
    ['11-20', '2026-11-20T00:00'],
    ['11月20日', '2026-11-20T00:00'],
  ])('is read from a line that says %s', (line, expected) => {
    expect(dated(line)).toMatchObject({ posts: [{ publishedAt: china(expected) }] });
  });

  test.each(['3小時前', '30分鐘前', '昨天', '周日 08:30', '刚刚'])('is read from %s', (line) => {
    const result = dated(line);
    if (result.kind !== 'posts') throw new Error(result.detail);
    expect(READ_AT - (result.posts[0]?.publishedAt ?? 0)).toBeLessThan(8 * 86_400_000);
  });

  test('is none of the days that a sentence names', () => {
    const result = dated('本报综合', '<p>昨天 记者走访北城花园时看到多名居民在物业门口等候答复</p>');
    if (result.kind !== 'posts') throw new Error(result.detail);
    expect(result.posts[0]).not.toHaveProperty('publishedAt');
  });
});

describe('a letter to an office', () => {
  const LETTER = {
    标题: '北城花园暖气不热',
    编号: '2026113001',
    来信时间: '2026-11-18 10:00:00',
    内容: '我家三天没有暖气，老人冻病了，物业不管。',
    答复单位: '市城管局',
    答复时间: '2026-11-20 10:00:00',
    答复内容:
      '<p>您好，您反映的问题已收悉。</p><p>经与供热公司核实，因换热站设备老化导致供热不足，供热公司已更换水泵，目前供热已恢复正常，感谢您对城市管理工作的关心与支持。</p>',
  };
  const pairs = Object.entries(LETTER).map(([label, said]) => {
    return [/^(标题|内容|编号)$/.test(label) ? `信件${label}` : label, said] as const;
  });
  const FORMS = {
    'a table': `<table>${pairs.map(([label, said]) => `<tr><td class="l">${label}</td><td colspan=3>${said}</td></tr>`).join('')}</table>`,
    'table heads': `<table>${pairs.map(([label, said]) => `<tr><th>${label}：</th><td>${said}</td></tr>`).join('')}</table>`,
    terms: `<dl>${pairs.map(([label, said]) => `<dt>${label}</dt><dd>${said}</dd>`).join('')}</dl>`,
    'a list of details': pairs
      .map(([label, said]) => `<dl><dd>${label}：</dd><dd>${said}</dd></dl>`)
      .join(''),
    lines: pairs
      .map(([label, said]) => `<div class="row"><span>【${label}】</span><div>${said}</div></div>`)
      .join(''),
  };
  const page = (inside: string) =>
    `<html><head><title>信件详情-某市12345</title></head><body><div class="detail">${inside}</div></body></html>`;

  test.each(Object.entries(FORMS))("in %s is the citizen's; the answer stands beside it", (_, form) => {
    const result = read(page(form), {}, 'https://12345.example.gov.cn/v?id=4');
    expect(result).toMatchObject({
      posts: [
        {
          externalId: 'https://12345.example.gov.cn/v?id=4',
          title: '北城花园暖气不热',
          text: '我家三天没有暖气，老人冻病了，物业不管。',
          publishedAt: china('2026-11-18T10:00'),
          voice: 'complaint_platform',
        },
        {
          externalId: 'https://12345.example.gov.cn/v?id=4#reply',
          title: '答复：北城花园暖气不热',
          text: expect.stringMatching(/^您好，您反映的问题已收悉。\n经与供热公司核实.*支持。$/s),
          publishedAt: china('2026-11-20T10:00'),
          author: '市城管局',
          voice: 'official',
        },
      ],
    });
  });

  test('whose words have no label is not the answer that has one', () => {
    const bare = page(
      '<div>咨询 供热补贴怎么领</div><div>来信时间：2026-11-18 20:15 状态：已办结</div><p>请问低保户供热补贴怎么领取，需要什么材料？</p><h3>回复内容</h3><p>您好，请携带低保证、身份证到街道办理，感谢您对我们工作的支持与理解。</p>',
    );
    expect(read(bare)).toMatchObject({
      posts: [
        {
          text: expect.stringMatching(/请问低保户供热补贴怎么领取，需要什么材料？$/),
          publishedAt: china('2026-11-18T20:15'),
          voice: 'complaint_platform',
        },
        { text: expect.stringContaining('请携带低保证'), voice: 'official' },
      ],
    });
  });

  test('is none where a page asks for one in a form beside its article', () => {
    const form =
      '<div><label>留言标题</label><span>* 必填</span><input></div><div><span>留言内容：</span><textarea></textarea></div><div><span>联系时间</span></div>';
    const article =
      '<h1>供热公司回应</h1><div class="article-content"><p>供热公司表示暖气管道正在抢修，请居民耐心等待。</p></div>';
    expect(read(page(`${article}${form}`))).toMatchObject({
      posts: [{ text: expect.stringContaining('正在抢修'), voice: 'media' }],
    });
  });

  test('that nobody answered is one post, and a selector names what it likes, however short', () => {
    const open = page('<p>来信时间：2026-11-18</p><h3>诉求内容</h3><p>暖气不热。</p><p>三天了。</p>');
    expect(read(open)).toMatchObject({
      posts: [{ text: '暖气不热。\n三天了。', publishedAt: china('2026-11-18T00:00'), precision: 'day' }],
    });
    expect(read(open, { bodySelector: 'h3 + p' })).toMatchObject({ posts: [{ text: '暖气不热。' }] });
  });

  const told = (title: string, ...lines: string[]) =>
    `<html><head><title>${title}</title></head><body><div class="content"><h1>${title}</h1><p>2026-11-20 09:00 来源：清河晚报</p>${lines.map((line) => `<p>${line}</p>`).join('')}</div></body></html>`;

  test('is none where news tells of several cases: it is one article of its own day, whole', () => {
    const cases = [
      '案例一：配送超时',
      '投诉时间：2026年9月3日',
      '投诉内容：张女士反映配送超时两个小时，冰鲜化冻。',
      '受理单位：城东分会',
      '处理结果：经调解，商家退款并赔偿50元。',
      '案例二：热水器漏水',
      '投诉时间：2026年9月13日',
      '投诉内容：李先生的热水器漏水，商家拒绝退货。',
      '受理单位：城西分会',
      '处理结果：商家更换新机。',
    ];
    const intro = '本报讯 市消费者协会今天公布典型投诉案例，提醒消费者注意维权。';
    const result = read(told('市消协公布典型案例', intro, ...cases));
    expect(result).toMatchObject({
      posts: [{ text: [intro, ...cases].join('\n'), publishedAt: china('2026-11-20T09:00'), voice: 'media' }],
    });
    expect(result).toHaveProperty('posts.length', 1);
  });

  test('is none where it is a part of what an article says', () => {
    const lines = [
      '本报讯 城东居民连日反映暖气不热，记者昨天走访了三个小区，多户室温不到十五度，老人裹着棉被。',
      '供热公司表示管道老化，正在逐段更换，预计本周内全部恢复，其间将给受影响的居民减免费用。',
      '来信内容：我家三天没有暖气，物业不管。',
      '答复内容：正在抢修，请谅解。',
    ];
    const result = read(told('城东暖气为何不热', ...lines));
    expect(result).toMatchObject({ posts: [{ text: lines.join('\n'), voice: 'media' }] });
    expect(result).toHaveProperty('posts.length', 1);
  });

  test('is none where somebody tells of a problem and of what came of it: nobody answered', () => {
    for (const lines of [
      ['问题描述：打开首页就退出，重装也一样。', '处理结果：客服让等更新，等了三天还是不行，差评！'],
      [
        '这两天很多人都遇到闪退，我打了三次客服电话都没人接，写在这里给大家参考。',
        '问题描述：打开首页就退出',
        '反馈时间：11月19日',
        '处理结果：卸载重装没有用，差评！',
      ],
    ]) {
      const result = read(told('优鲜APP闪退怎么办', ...lines));
      expect(result).toMatchObject({ posts: [{ text: lines.join('\n'), voice: 'media' }] });
      expect(result).toHaveProperty('posts.length', 1);
    }
  });

  test('is one letter where its page shows it twice, or two offices answer in their own words', () => {
    const twice = `${FORMS['a table']}<div class="phone">${FORMS.terms}</div>`;
    const more = FORMS.terms.replace(
      '<dt>答复时间',
      '<dt>办理情况</dt><dd>已更换水泵，供热恢复。</dd><dt>答复时间',
    );
    for (const form of [twice, more])
      expect(read(page(form))).toMatchObject({
        posts: [{ text: LETTER.内容, voice: 'complaint_platform' }, { voice: 'official' }],
      });
  });
});

describe('a list page', () => {
  const list = readPayload('web-page', 'list.constructed.html').body;
  const params = { url: 'https://feed.example.cn/news/' };

  test('still a list is nothing; one on which the selector finds nothing is named', () => {
    expect(read(list, params, params.url)).toEqual({ kind: 'posts', posts: [], refused: [] });
    const gone = read(list, { ...params, links: '.news-list-2026 a' }, params.url);
    expect(gone).toMatchObject({ wall: 'shape-changed', detail: expect.stringContaining('.news-list-2026') });
    const empty = '<html><body><div id="root"></div></body></html>';
    expect(read(empty, params, params.url)).toMatchObject({ detail: expect.stringContaining('script') });
  });

  test('declarations and tags that are made to be read for ever are not', () => {
    expect(isSitemap(`${'<?x?>'.repeat(2_000)}<p>`)).toBe(false);
    const open = readSitemap(`<urlset>${'<url><loc>'.repeat(200_000)}`, AT, READ_AT);
    expect(open).toEqual({ kind: 'sitemap', entries: [] });
  });

  test('sitemaps of every kind are told from pages', () => {
    const bodies = ['sitemap', 'sitemap-index', 'sitemap-news'].map(
      (name) => readPayload('web-page', `${name}.constructed.xml`).body,
    );
    expect(bodies.map(isSitemap)).toEqual([true, true, true]);
    expect(readSitemap(bodies[0] ?? '', AT, READ_AT)).toMatchObject({
      kind: 'sitemap',
      entries: [{}, {}, { url: 'https://feed.example.cn/news/view?id=48213&cat=2' }, {}],
    });
    const empty = '<urlset><url><priority>1</priority></url></urlset>';
    expect(read(empty, { url: AT })).toMatchObject({ wall: 'shape-changed' });
  });
});
