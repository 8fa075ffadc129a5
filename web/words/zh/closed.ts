/** Words of the platforms that are not crawled. */
export const zhClosed = {
  closed: {
    title: '不抓取的平台',
    hint: '听潮不绕过登录、签名和验证，也不抓取对方明令禁止的内容。下列平台因此没有来源：图表里看不到，不等于没有人在说。',
    platform: '平台',
    scope: '不抓取的部分',
    barriers: '受阻原因',
    first: '首选办法',
    why: '为什么不抓取',
    instead: '可以这样做',
    ways: '替代办法',
    toImport: '去导入',
    basis:
      '依据 2025—2026 年的公开资料（包括他人对 robots.txt 的读取），没有逐一实测。各站规则随时会变，采用任何办法之前请法务确认。',
    barrier: {
      login: '要求登录',
      signature: '请求须签名',
      'visitor-cookie': '需要访客凭证',
      captcha: '滑块或验证码',
      firewall: '防护拦截',
      'scrambled-text': '文字加密',
      disguise: '须冒充应用',
      robots: 'robots 不允许',
      terms: '条款不允许',
      'legal-letter': '律师函',
    },
    door: {
      'open-platform': '官方开放平台',
      'licensed-data': '授权数据',
      'own-export': '自家后台导出',
      'hotline-table': '12345 工单表',
      push: '推送接口',
      'by-hand': '人工摘录',
      bridge: '自建 RSS 桥',
    },
    how: {
      'open-platform': '向平台申请接口权限，用官方接口取数，再推送进来。',
      'licensed-data': '向平台或有授权的数据服务商购买，导出表格后导入；各列的对应关系会记住。',
      'own-export': '自家账号、门店、店铺的评论，从官方后台导出后导入；重复导入不会重复计数。',
      'hotline-table': '热线与留言办理系统导出的工单表，直接导入。',
      push: '在“导入”里创建推送令牌，让对方的系统把内容发到 POST /api/ingest。',
      'by-hand': '同事把链接、正文、时间填进表格，随时导入。',
      bridge:
        '自建 RSSHub 或 RSS-Bridge，把地址当作普通订阅源添加。只限对方允许程序读取、也不用登录或设备指纹的网站；上述平台大多不符合。',
    },
  },
};
