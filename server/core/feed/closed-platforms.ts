import type { ClosedPlatform } from './closed-platform.ts';

/**
 * According to public sources between 2025 and 2026, by others' readings of robots.txt among them; none of it was
 * checked on the sites, and it changes. Order: how often it is asked for.
 */
export const CLOSED_PLATFORMS: readonly ClosedPlatform[] = [
  {
    platform: 'weibo',
    scope: { zh: '搜索、博文、评论', en: 'Search, posts, comments' },
    barriers: ['visitor-cookie', 'login', 'robots'],
    why: {
      zh: '据公开反馈，2025 年 11 月起匿名访问会被拦下（HTTP 432）。访客凭证由页面脚本采集设备指纹后发放，用程序领取等于绕过；robots.txt 也不允许一般爬虫。',
      en: "By public reports, anonymous requests have been refused since November 2025 (HTTP 432). The visitor's cookie is given out by a script that takes the device's fingerprint; to have a program fetch one would be evasion. robots.txt bars general crawlers too.",
    },
    doors: ['open-platform', 'licensed-data', 'push'],
    instead: {
      zh: '取得微博开放平台或商业数据服务的授权；已有数据服务商的，把导出的表格导入，或请对方直接推送。',
      en: "Use the consent of Weibo's open platform or commercial data service; import a vendor's export, or have the vendor push.",
    },
  },
  {
    platform: 'xiaohongshu',
    scope: { zh: '笔记、搜索、评论', en: 'Notes, search, comments' },
    barriers: ['login', 'signature', 'robots'],
    why: {
      zh: '要求登录，请求带签名；据公开资料，robots.txt 对一般爬虫全部禁止。',
      en: 'Asks for a login and signs its requests; by public readings, robots.txt forbids everything to general crawlers.',
    },
    doors: ['own-export', 'licensed-data', 'push'],
    instead: {
      zh: '品牌自己的账号，从官方后台导出后导入；账号之外的笔记，用授权数据。',
      en: "Export the brand's own account from its official console and import it; licensed data for everything else.",
    },
  },
  {
    platform: 'douyin',
    scope: { zh: '搜索、视频、评论、热榜', en: 'Search, videos, comments, hot list' },
    barriers: ['visitor-cookie', 'robots'],
    why: {
      zh: '热榜需要页面脚本生成的访客凭证；据公开资料，robots.txt 禁止其点名的爬虫抓取搜索页。',
      en: "The hot list asks for a visitor's cookie made by a script; by public readings, robots.txt bars the crawlers it names from search.",
    },
    doors: ['open-platform', 'licensed-data', 'own-export'],
    instead: {
      zh: '取得抖音开放平台的授权；自家账号从后台导出，其余用授权数据。',
      en: "Use the consent of Douyin's open platform; export your own account, licensed data for the rest.",
    },
  },
  {
    platform: 'wechat',
    scope: { zh: '公众号文章、视频号', en: 'Articles and channels' },
    barriers: ['robots', 'login'],
    why: {
      zh: '据公开资料，robots.txt 不允许抓取；第三方工具须借用个人登录，有反馈称几小时就会失效。',
      en: "By public readings, robots.txt forbids it; tools of third parties borrow a person's login, which reportedly lapses within hours.",
    },
    doors: ['own-export', 'push', 'by-hand'],
    instead: {
      zh: '自家公众号用官方接口取数后推送；别家文章由同事把链接和正文填进表格，再导入。',
      en: "Read your own account by its official API and push it; colleagues forward others' articles, which are imported as a table.",
    },
  },
  {
    platform: 'zhihu',
    scope: { zh: '热榜、问答、搜索', en: 'Hot list, answers, search' },
    barriers: ['login', 'robots', 'terms'],
    why: {
      zh: '热榜接口 2025 年 5 月起要求登录，热搜页的列表 2026 年 8 月起为空；据公开资料，robots.txt 对一般爬虫基本禁止，条款要求取得授权。',
      en: 'The hot list has asked for a login since May 2025, the list on the search page has been empty since August 2026; by public readings, robots.txt bars general crawlers from nearly everything and the terms ask for consent.',
    },
    doors: ['licensed-data', 'push'],
    instead: {
      zh: '取得知乎的授权，或导入授权数据。',
      en: 'Ask Zhihu for consent, or import licensed data.',
    },
  },
  {
    platform: 'bilibili',
    scope: { zh: '视频、评论、热门', en: 'Videos, comments, popular list' },
    barriers: ['legal-letter', 'robots', 'terms', 'signature'],
    why: {
      zh: '据公开资料，robots.txt 对未点名的爬虫全部禁止，条款不允许自动采集；2026 年 1 月，其委托的律所致函一个整理接口的开源项目，项目随后撤下文档。是否采集须由负责人决定，不由技术决定。',
      en: 'By public readings, robots.txt forbids everything to crawlers it does not name, and the terms bar automated collection; in January 2026 a law firm acting for it wrote to an open project that described its interfaces, which then withdrew them. Whether to collect is a decision for a person in charge, not for a program.',
    },
    doors: ['open-platform', 'licensed-data', 'own-export'],
    instead: {
      zh: '先请法务决定；自家账号的数据从官方后台导出，其余走开放平台或授权数据。',
      en: 'Have counsel decide first; export your own account, use the open platform or licensed data for the rest.',
    },
  },
  {
    platform: 'dianping',
    scope: { zh: '门店评价', en: 'Reviews of stores' },
    barriers: ['login', 'captcha', 'scrambled-text'],
    why: {
      zh: '据公开反馈，要求登录，文字经字体加密，并有滑块验证；2025 年 7 月有反馈称，网页版已不显示内容。',
      en: 'By public reports, it asks for a login, scrambles its text by a font of its own and shows sliders; in July 2025 the web version was said to show nothing any more.',
    },
    doors: ['own-export', 'push'],
    instead: {
      zh: '门店评价从商家后台导出后导入，或由门店系统推送。',
      en: "Export your stores' reviews from the merchant console and import them, or have the store's system push them.",
    },
  },
  {
    platform: 'jd',
    scope: { zh: '商品评价', en: 'Reviews of products' },
    barriers: ['login'],
    why: {
      zh: '据公开反馈，评价接口已变更，2025 年 5 月起匿名请求被拒（403）；2026 年 3 月有人公开询问是否还有免登录的方式，没有得到答复。',
      en: 'By public reports the review interface changed, and anonymous requests have been refused since May 2025 (403); asked in public in March 2026 whether a way without a login is left, nobody answered.',
    },
    doors: ['own-export', 'push'],
    instead: {
      zh: '自家店铺的评价从商家后台导出后导入。',
      en: "Export your own store's reviews from the merchant console and import them.",
    },
  },
  {
    platform: 'kuaishou',
    scope: { zh: '视频、评论、搜索', en: 'Videos, comments, search' },
    barriers: ['robots'],
    why: {
      zh: '据公开资料，robots.txt 对一般爬虫全部禁止，只有少数例外。',
      en: 'By public readings, robots.txt forbids everything to general crawlers, with few exceptions.',
    },
    doors: ['licensed-data', 'own-export'],
    instead: {
      zh: '自家账号的数据从后台导出后导入，其余用授权数据。',
      en: "Export your own account's data and import it; licensed data for the rest.",
    },
  },
  {
    platform: 'tieba',
    scope: { zh: '帖子与搜索（热议榜可选用）', en: 'Threads and search (hot topics are a source)' },
    barriers: ['login'],
    why: {
      zh: '帖子与搜索已要求登录；不登录只能看到热议榜。',
      en: 'Threads and search ask for the cookie of a login; only the hot topics are shown to anybody.',
    },
    doors: ['licensed-data', 'by-hand'],
    instead: {
      zh: '启用“贴吧热议榜”来源；具体帖子由同事摘录后导入。',
      en: 'Switch on the source of hot topics; colleagues copy single threads into a table.',
    },
  },
  {
    platform: 'toutiao',
    scope: { zh: '用户主页与搜索（热榜可选用）', en: 'User pages and search (the hot board is a source)' },
    barriers: ['signature', 'robots'],
    why: {
      zh: '用户主页的请求带签名；据公开资料，robots.txt 不允许抓取搜索与条目页。',
      en: 'Requests for user pages are signed; by public readings, robots.txt bars search and item pages.',
    },
    doors: ['licensed-data', 'own-export'],
    instead: {
      zh: '启用“今日头条热榜”来源；自家账号从后台导出。',
      en: 'Switch on the source of the hot board; export your own account.',
    },
  },
  {
    platform: 'xueqiu',
    scope: { zh: '讨论、行情评论', en: 'Discussions' },
    barriers: ['robots', 'firewall'],
    why: {
      zh: '据公开资料，robots.txt 不允许未经许可用于 AI 与检索，并禁止若干接口；常以状态码 200 返回防护页。',
      en: "By public readings, robots.txt forbids use for AI and retrieval without consent and bars several interfaces; a firewall's page often comes as a 200.",
    },
    doors: ['licensed-data'],
    instead: { zh: '取得雪球的授权。', en: 'Ask Xueqiu for consent.' },
  },
  {
    platform: 'liuyan',
    scope: { zh: '留言与回复', en: 'Petitions and answers' },
    barriers: ['signature'],
    why: {
      zh: '新版网站的列表接口带签名；旧接口须先建立会话，否则会被拒绝。',
      en: 'The new site signs its list of petitions; the old interface refuses whoever has not warmed up a session.',
    },
    doors: ['hotline-table', 'by-hand'],
    instead: {
      zh: '承办单位从办理系统导出留言，与 12345 工单表一并导入。',
      en: 'The office in charge exports its petitions and imports them beside the table of the 12345 hotline.',
    },
  },
  {
    platform: '12315',
    scope: { zh: '消费投诉公示', en: 'Disclosure of consumer complaints' },
    barriers: ['firewall', 'captcha'],
    why: {
      zh: '据公开资料，公示页有防护和滑块验证，只供人工查询。',
      en: 'By public reports the disclosure stands behind a firewall and a slider, for people to look up.',
    },
    doors: ['by-hand', 'hotline-table'],
    instead: {
      zh: '人工查询后填入表格导入；本单位收到的投诉从自己的系统导出。',
      en: 'Look it up by hand and import a table; export the complaints you received from your own system.',
    },
  },
  {
    platform: 'nga',
    scope: { zh: '帖子', en: 'Threads' },
    barriers: ['disguise', 'visitor-cookie'],
    why: {
      zh: '已知的读取方式都要冒充官方应用，并伪造访客凭证，听潮不做。',
      en: "The known ways of reading it pretend to be its own app and make up a guest's cookie, which Tingchao does not do.",
    },
    doors: ['licensed-data', 'by-hand'],
    instead: {
      zh: '取得站方同意，或由同事摘录后导入。',
      en: 'Ask the site for consent, or have colleagues copy threads into a table.',
    },
  },
];
