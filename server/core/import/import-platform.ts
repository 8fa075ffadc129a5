/** What a file's name or columns say about where its rows are from. */
const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/微博|weibo/i, 'weibo'],
  [/抖音|douyin|aweme/i, 'douyin'],
  [/小红书|笔记|xiaohongshu|xhs/i, 'xiaohongshu'],
  [/快手|kuaishou/i, 'kuaishou'],
  [/哔哩|bilibili/i, 'bilibili'],
  [/公众号|微信|wechat/i, 'wechat'],
  [/12345|工单|市民热线|政务热线/, '12345'],
  [/大众点评|点评|dianping/i, '大众点评'],
  [/美团|meituan/i, '美团'],
  [/淘宝|天猫|taobao|tmall/i, '淘宝'],
  [/京东|jingdong/i, '京东'],
  [/拼多多|pinduoduo/i, '拼多多'],
  [/黑猫/, 'heimao'],
];

/** The platform of rows that name none: by the file's name, else by its columns, else just `import`. */
export function platformOfFile(name: string, columns: readonly string[]): string {
  for (const text of [name, ...columns]) {
    const found = SIGNS.find(([sign]) => sign.test(text));
    if (found) return found[1];
  }
  return 'import';
}
