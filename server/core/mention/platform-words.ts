/** Chinese names of the platforms that most is heard of; others are known by their own name. */
const NAMES: Readonly<Record<string, string>> = {
  weibo: '微博',
  baidu: '百度',
  zhihu: '知乎',
  toutiao: '今日头条',
  douyin: '抖音',
  kuaishou: '快手',
  bilibili: '哔哩哔哩',
  xiaohongshu: '小红书',
  wechat: '微信公众号',
  tieba: '百度贴吧',
  appstore: 'App Store',
  douban: '豆瓣',
  news: '新闻',
  forum: '论坛',
  heimao: '黑猫投诉',
  thepaper: '澎湃新闻',
  guba: '东方财富股吧',
  '12345': '12345 热线',
  import: '导入的数据',
  push: '推送的数据',
};

export function platformWord(platform: string): string {
  return Object.hasOwn(NAMES, platform) ? (NAMES[platform] ?? platform) : platform;
}
