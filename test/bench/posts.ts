import type { SourcePost } from '../../server/core/mention/post.ts';
import { HOUR, type Instant } from '../../server/core/time.ts';
import type { WatchInput } from '../../server/db/watch/watches.ts';
import { readRows } from '../../server/reports/read-rows.ts';

/** Five watches of one to eight words each: a town's heating, and what touches it. */
export const WATCHES: readonly WatchInput[] = [
  ['供热', ['暖气', '供热', '停暖', '"供暖不热"', '热力公司']],
  ['客服', ['热线', '客服', '电话', 'NEAR/8(没人,接)']],
  ['银行应用', ['银行', 'app', '登录', '转账', '密码', '闪退']],
  ['小区', ['小区', '物业', '业主']],
  ['价格', ['收费', '涨价', '缴费', '退费', '账单']],
].map(([name, any]) => ({
  name: name as string,
  rule: { any: any as string[], all: [], none: ['招聘'] },
  people: ['王建国'],
  sources: [],
  active: true,
}));

const PLACES = ['阳光花园', '翠湖小区', '和平里', '新华大厦', '恒大雅苑', '建设路', '育才街道', '学府家园'];
const OPENINGS = [
  '今天早上',
  '已经第三天了,',
  '真的服了,',
  '求助!',
  '有没有人管管,',
  '给大家说个事,',
  '',
  '刚刚',
];
const EVENTS = [
  '暖气一点都不热,室温只有十二度,老人孩子都穿着羽绒服',
  '供热公司的热线打了十个电话没人接,客服只会说正在核实',
  '银行app又闪退了,登录不上去,转账转到一半卡住',
  '物业说不归他们管,让我们业主自己去找热力公司',
  '供暖收费一分不少,温度却达不到标准,退费又不给退',
  '维修师傅上门很快,十分钟就修好了,态度也很好,点个赞',
  '网传明天全城停暖,不知道是不是真的,有人知道吗',
  '地铁早高峰又晚点,站台挤满了人',
  '这家店的面条味道不错,就是等得久了一点',
  '周末去公园走了走,银杏叶都黄了,天气很好',
  '学校门口的路修了两个月还没修完,孩子上学绕远路',
  '更新以后界面好看多了,操作也顺手',
];
const ENDINGS = ['', '!', '……', ',希望相关部门重视', ',再这样就投诉到12345', ',谢谢', ',大家一起反映'];

/** Small repeatable random numbers: every run measures the same work. */
export function createDice(seed = 20_261_122): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Texts of 20 to 250 characters put together from our own sentences; `mark` makes each one its own. */
export function makeTexts(count: number, mark = ''): string[] {
  const dice = createDice();
  const pick = (from: readonly string[]) => from[dice(from.length)] ?? '';
  return Array.from({ length: count }, (_, n) => {
    const sentences = Array.from({ length: 1 + dice(3) }, () => `${pick(PLACES)}${pick(EVENTS)}`);
    return `${pick(OPENINGS)}${sentences.join('。')}${pick(ENDINGS)} ${mark}${n}`;
  });
}

/** Texts of a JSON Lines file, its `text` column, for measuring on real ones. */
export async function readTexts(file: string, most: number): Promise<string[]> {
  const texts: string[] = [];
  for await (const row of readRows(file)) {
    if ('cells' in row && typeof row.cells.text === 'string' && row.cells.text !== '')
      texts.push(row.cells.text);
    if (texts.length >= most) break;
  }
  return texts;
}

/** Posts of the last 28 days over these texts, from five platforms and many authors. */
export function makePosts(texts: readonly string[], mark: string, now: Instant): SourcePost[] {
  const dice = createDice(7);
  const platforms = ['weibo', 'zhihu', 'news', 'appstore', 'forum'];
  return texts.map((text, n) => ({
    source: 'import',
    platform: platforms[dice(5)] ?? 'weibo',
    externalId: `${mark}-${n}`,
    text,
    author: `用户${dice(20_000)}`,
    publishedAt: now - Math.floor((n / texts.length) * 28 * 24) * HOUR - dice(HOUR),
    precision: 'second',
    observedAt: now,
    metrics: { likes: dice(50), comments: dice(10) },
    ...(n % 20 === 0 ? { voice: 'media' as const } : {}),
  }));
}
