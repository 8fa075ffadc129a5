import { describe, expect, test } from 'vitest';
import webPage from '../../crawlers/sources/web-page.ts';
import { pageOf, READ_AT } from '../support/read-payload.ts';

const read = (title: string, inside: string) =>
  webPage.parse(
    pageOf(`<html><head><title>${title}</title></head><body>${inside}</body></html>`, {
      url: 'https://feed.example.cn/news/1.html',
    }),
    {},
    READ_AT,
  );

/** Titles and sentences as walls with status 200 show them. */
const WALLS: readonly (readonly [string, string, 'rate-limited' | 'captcha' | 'waf'])[] = [
  ['提示', '您的访问过于频繁，请稍后再试！', 'rate-limited'],
  ['系统提示', '系统检测到您的网络存在异常访问行为，请输入验证码后继续访问', 'captcha'],
  ['提示信息', '您的IP访问频率过高，已被限制访问', 'rate-limited'],
  ['浏览器安全检查中...', '正在检查您的浏览器，请稍候，检查完成后将自动跳转', 'waf'],
  ['网站维护中', '系统正在维护升级，给您带来的不便敬请谅解，请稍后访问', 'rate-limited'],
  ['错误', '服务器繁忙，请稍后重试，错误代码 500', 'rate-limited'],
  ['请输入验证码', '为了您的账号安全，请输入图中的验证码后继续', 'captcha'],
  ['访问异常', '当前访问疑似黑客攻击，已被网站管理员设置为拦截', 'waf'],
  ['清河新闻网', '操作太频繁，请休息一下再来。', 'rate-limited'],
  ['清河新闻网', '请求过于频繁，请于 60 秒后重试。', 'rate-limited'],
  ['人机验证', '请拖动滑块完成拼图，验证通过后即可继续浏览。', 'captcha'],
  ['滑动验证页面', '请按住滑块，拖动到最右边', 'captcha'],
  [
    '405',
    '很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。您的请求ID是：7b0a1f3216637.',
    'waf',
  ],
  [
    '网站防护',
    '您的请求带有不合法参数，已被网站管理员设置拦截！可能原因：您提交的内容包含危险的攻击请求',
    'waf',
  ],
  ['安全检查', '为保障网站安全，正在进行安全检查，请等待 5 秒，页面将自动跳转。', 'waf'],
  ['提示', '当前访问人数过多，请稍后再试', 'rate-limited'],
  ['系统维护', '尊敬的用户：系统维护中，预计 11月23日6时恢复，请稍后访问。', 'rate-limited'],
  ['服务繁忙', '服务繁忙，请稍后再试', 'rate-limited'],
  [
    '访问受到限制',
    '您的 IP：203.0.113.7 存在异常请求，访问已被拦截。拦截时间：2026-11-22 09:00:00 事件ID：a91f-22',
    'waf',
  ],
  ['验证', '检测到异常流量，请点击“我不是机器人”完成验证后继续访问。', 'captcha'],
];

/** News of a sentence or two that use the same words. */
const NEWS: readonly (readonly [string, string])[] = [
  ['供热缴费平台崩了？', '有网友反映，供热缴费平台提示“访问过于频繁，请稍后再试”，公司称正在扩容。'],
  ['12306 回应频率过高提示', '12306 客服表示，提示访问频率过高多因使用抢票软件，请旅客通过官方渠道购票。'],
  ['谨防验证码诈骗', '警方提醒：请勿把验证码告诉任何人，银行不会请您输入验证码完成“退款”。'],
  ['男子利用异常访问漏洞牟利', '清河法院通报，一男子利用系统异常访问漏洞套取优惠券，被判处有期徒刑一年。'],
  ['地铁安检升级', '即日起全线加强安全检查，请乘客提前出门，配合工作人员检查。'],
  ['一批涉诈网址已被拦截', '市公安局反诈中心近日通报，本月已被拦截的涉诈网址超过三千个。'],
  ['医保系统维护公告', '医保系统将于11月23日0时至6时进行系统维护，期间暂停购药结算，请您提前安排。'],
  ['挂号系统服务繁忙', '市一院挂号系统昨日服务繁忙，多名患者称无法挂号，医院回应正在抢修。'],
  ['供热热线占线', '供热服务繁忙，居民拨打热线多次未通，请您稍后再拨或到营业厅办理。'],
  ['自来水缴费系统升级', '自来水公司缴费系统升级，今晚10时起暂停服务，给您带来不便敬请谅解。'],
  ['多所高校官网遭攻击', '多所高校官网昨日遭黑客攻击，访问被拦截，目前已恢复正常。'],
  ['购票需滑块验证', '演唱会购票页面新增滑块验证，有歌迷吐槽拖动十几次仍未通过。'],
  ['网站被指频繁弹窗', '消费者投诉某购物网站弹窗过于频繁，请平台尽快整改。'],
  ['停暖检修', '城北换热站系统维护，请城北片区的住户稍等两小时，师傅正在抢修暖气。'],
  ['银行APP异常', '昨晚多名储户反映手机银行提示服务器繁忙，银行称系统升级所致。'],
  ['爬虫案宣判', '法院认为，被告公司以过高频率访问他人网站，构成不正当竞争。'],
  ['快递柜要验证', '快递柜取件须完成人脸验证，老人称不会操作，物业派人帮忙。'],
  ['查分系统拥堵', '今日查分，系统访问人数过多，教育考试院请考生错峰查询。'],
  ['小区门禁升级', '您家小区换门禁了吗？本周起需刷脸验证后进入，业主意见不一。'],
  ['检查燃气', '燃气集团开展入户安全检查，请您查验工作证后开门，拒绝检查将停气。'],
];

/** What forums and content systems put in the place of one page. */
const NOTES: readonly (readonly [string, string, 'gone' | 'login-wall'])[] = [
  ['提示信息 - 供暖论坛 - Powered by Discuz!', '抱歉，指定的主题不存在或已被删除或正在被审核', 'gone'],
  ['提示信息 - 供暖论坛', '抱歉，您所在的用户组(游客)无法进行此操作', 'login-wall'],
  ['提示信息 - 供暖论坛', '抱歉，本帖要求阅读权限高于 20 才能浏览', 'login-wall'],
  ['提示信息 - 供暖论坛', '您需要登录才可以下载或查看附件，没有帐号？立即注册', 'login-wall'],
  ['提示信息 - 供暖论坛', '抱歉，您在 30 秒内只能进行一次搜索，请返回', 'gone'],
  ['清河市人民政府', '很抱歉，您访问的页面不存在', 'gone'],
  ['系统提示', '您所访问的页面找不到了~', 'gone'],
  ['信息提示', '该信息正在审核中，暂时无法查看。', 'gone'],
  ['来晚了 - 论坛', '来晚啦，帖子被楼主删掉了', 'gone'],
  ['出错啦', '内容违规，已被屏蔽。根据相关法律法规和政策，部分内容未予显示。', 'gone'],
];

describe('a note in the place of one page', () => {
  test.each(NOTES)('is named as such: %s, %s', (title, text, wall) => {
    expect(read(title, `<div class="box"><p>${text}</p></div>`)).toMatchObject({ kind: 'wall', wall });
    const menus = Array.from({ length: 80 }, (_, at) => `<li><a href="/n/${at}">供暖服务栏目${at}</a></li>`);
    const framed = `<ul>${menus.join('')}</ul><div class="box"><p>${text}</p></div>`;
    expect(read(title, framed)).toMatchObject({ kind: 'wall', wall });
  });

  test('is not an article that tells of one', () => {
    for (const text of [
      '网友反映，论坛里投诉供热公司的帖子已被删除，版主回应称内容正在审核中。',
      '昨日起市民登录后方可查询缴费记录，供热公司称系统升级所致，居民表示不便。',
    ])
      expect(read('投诉帖不见了 - 清河新闻网', `<h1>投诉帖不见了</h1><p>${text}</p>`)).toMatchObject({
        kind: 'posts',
        posts: [{ text }],
      });
  });
});

/** Posts on boards, of an app or of what was taken down there. */
const COMPLAINTS: readonly (readonly [string, string])[] = [
  ['热力缴费太难用了', '热力的小程序现在需要登录才能查看账单，可是验证码一直收不到，打热线也没人接。'],
  ['热力小程序缴费失败', '热力小程序提示没有访问权限，交不了供暖费，客服说等通知，家里冻得不行。'],
  ['热力小程序缴费失败', '系统提示“没有查看权限”，热力的客服说等通知，家里冻得不行，气死我了。'],
  ['小程序打不开', '小程序说您没有查看该页面的权限，费交不了。'],
  [
    '内容被屏蔽，热力是不是在删帖',
    '昨天发的停暖投诉今天就被屏蔽了，热力是不是在找人删帖，家里还是只有十二度。',
  ],
  [
    '主题已被删除？停暖投诉帖不见了',
    '昨天发的停暖投诉今天就不见了，热力是不是在找人删帖，家里还是只有十二度。',
  ],
  ['帖子被删除', '昨天发的停暖投诉今天就不见了，热力是不是在找人删帖，家里还是只有十二度。'],
];

test.each(COMPLAINTS)(
  'a post that complains of a door or of what is gone is a post: %s, %s',
  (title, text) => {
    const inside = `<h1>${title}</h1><p>2026-11-21 09:00</p><div class="content"><p>${text}</p></div>`;
    expect(read(`${title}_清河论坛`, inside)).toMatchObject({ kind: 'posts', posts: [{ title, text }] });
  },
);

test('of such posts those that bear no date are posts, too, unless their title says nothing else', () => {
  for (const [title, text] of COMPLAINTS.slice(0, -1))
    expect(read(title, `<h1>${title}</h1><div class="content"><p>${text}</p></div>`)).toMatchObject({
      kind: 'posts',
      posts: [{ text }],
    });
});

test.each([
  ['帖子已被删除 - 清河论坛', '<p>三秒后返回论坛首页，或点击这里。</p>', 'gone'],
  ['内容被屏蔽_清河论坛', '<p>看看别的吧，论坛里每天都有新鲜的事情。</p>', 'gone'],
  ['主题不存在或已被删除', '<p>看看别的吧，论坛里每天都有新鲜的事情。</p>', 'gone'],
  ['页面不存在，请返回首页', '<p>今天是2026年11月21日 星期六</p><p>清河新闻网欢迎大家的到来。</p>', 'gone'],
  ['清河论坛', '<p>抱歉，您没有访问该版块的权限。</p>', 'login-wall'],
  ['清河论坛', '<p>请先登录才能浏览本版</p>', 'login-wall'],
] as const)('a note that says so itself is one: %s, %s', (title, inside, wall) => {
  expect(read(title, inside)).toMatchObject({ kind: 'wall', wall });
});

describe('a short page with status 200', () => {
  test.each(WALLS)('that says what walls say is one: %s, %s', (title, text, wall) => {
    expect(read(title, `<div class="box"><p>${text}</p></div>`)).toMatchObject({ kind: 'wall', wall });
    const framed = `<nav><a href="/">首页</a><a href="/news/">新闻</a></nav><div>${text}</div><footer>版权所有 清河新闻网</footer>`;
    expect(read(title, framed)).toMatchObject({ kind: 'wall', wall });
  });

  test.each(NEWS)('that tells of such things is an article: %s', (title, text) => {
    const bare = read(title, `<h1>${title}</h1><div class="article-content"><p>${text}</p></div>`);
    expect(bare).toMatchObject({ kind: 'posts', posts: [{ title, text }] });
    const dated = `<h1>${title}</h1><p>2026-11-21 09:00 来源：清河晚报</p><div><p>${text}</p></div>`;
    expect(read(title, dated)).toMatchObject({ kind: 'posts', posts: [{ title, text }] });
  });

  test('is an article where a date and a source stand above it, whatever it says', () => {
    const text = '服务繁忙，请您稍后再试，谢谢。';
    const inside = `<h1>缴费小程序的一天</h1><p>2026-11-21 09:00 来源：清河晚报</p><div class="article-content"><p>${text}</p></div>`;
    expect(read('缴费小程序的一天', inside)).toMatchObject({ kind: 'posts', posts: [{ text }] });
  });
});
