import { seeded } from '../../core/statistics/seeded.ts';
import { HOUR, hourOfWeek, type Instant, MINUTE } from '../../core/time.ts';
import type { Channel, DemoPost } from '../history.ts';
import { pick } from '../random.ts';

const GOODS = ['草莓', '排骨', '三文鱼', '牛奶', '小白菜', '鸡蛋', '吐司', '车厘子', '豆腐', '虾仁'] as const;
const SHOPS = ['城北店', '河西店', '开发区店', '学府路店', '和平里店', '东湖店'] as const;
const WHEN = ['今天', '昨晚', '早上', '中午', '下班路上', '周末', '刚刚'] as const;

/** `{g}` goods, `{s}` shop, `{w}` when, `{m}` minutes, `{p}` a price, `{u}` number. */
const QUIET: readonly { readonly channel: Channel; readonly text: string }[] = [
  { channel: 'forum', text: '云川优鲜{s}的{g}有活动，{p}块一盒' },
  { channel: 'forum', text: '有人知道云川优鲜{s}几点关门吗，{w}想去买{g}' },
  { channel: 'forum', text: '云川优鲜的会员卡值得办吗，一年{u}块，主要买{g}' },
  { channel: 'forum', text: '云川优鲜{s}招店员，早班{u}点，离得近的可以问问' },
  { channel: 'forum', text: '{w}在云川优鲜买了{g}，离家近，省事' },
  { channel: 'video', text: '云川优鲜{m}分钟就送到了，{g}品质不错，好评' },
  { channel: 'video', text: '{w}下单云川优鲜，{g}很新鲜，骑手小哥很客气' },
  { channel: 'video', text: '云川优鲜的{g}开箱，{p}块一盒，个头不错' },
  { channel: 'video', text: '云川优鲜的{g}和土豆做了一桌菜，家里人都说好吃' },
  { channel: 'video', text: '云川优鲜{s}的店员挺热情，{g}还给切好了' },
  { channel: 'board', text: '咨询：云川优鲜的电子发票在哪里开，{w}在{s}买的' },
  { channel: 'board', text: '建议云川优鲜{s}门口多放几辆购物车，{w}人多' },
  { channel: 'board', text: '云川优鲜的{g}缺货，客服{m}分钟退了款，处理挺快' },
  { channel: 'board', text: '请问云川优鲜{s}的{g}是哪里产的，标签上没看到' },
  { channel: 'news', text: '云川优鲜{s}开业，首日客流约{u}百人' },
];

/** What people add, so that no two of them say the same. */
const ADDED = [
  '，{w}还要再去一趟',
  '，顺便带了两盒{g}给爸妈',
  '，楼下邻居也是在那儿买的',
  '，{u}号楼的团长说明天还有',
  '，晚上准备做{g}汤',
  '，小票我拍了照放在群里',
  '，从{s}骑车回家正好{m}分钟',
  '，孩子点名要吃{g}',
  '，会员日记得用券',
  '，第{u}次下单打个卡',
  '，同事问我在哪买的',
  '，家里冰箱又塞满了',
  '，{w}天气好，店里人不少',
  '，比上回多送了一包{g}',
] as const;
const OPENINGS = [
  '',
  '',
  '',
  '打卡：',
  '{w}路过，',
  '邻居推荐的，',
  '周{u}例行采购，',
  '记录一下，',
] as const;

/** Posts an hour on a quiet day: nearly none at night, most before supper. */
function usual(hourOfDay: number): number {
  return Math.max(0.3, 2.4 + 2 * Math.sin(((hourOfDay - 10) / 24) * 2 * Math.PI));
}

/** What is said of a shop that is in order, oldest first; the same span always gives the same posts. */
export function quietShop(from: Instant, to: Instant): readonly DemoPost[] {
  const random = seeded(20260917);
  const posts: DemoPost[] = [];
  for (let hour = from; hour < to - HOUR / 4; hour += HOUR) {
    const expected = usual(hourOfWeek(hour) % 24);
    const count = Math.max(0, Math.round(expected + (random() + random() + random() - 1.5) * 2.2));
    for (let i = 0; i < count; i++) {
      const { channel, text } = pick(QUIET, random);
      posts.push({
        id: `shop-${posts.length}`,
        channel,
        at: Math.floor(Math.min(hour + random() * HOUR, to - MINUTE)),
        author: `演示顾客${Math.floor(random() * 700)}`,
        text: filled(composeSentence(text, OPENINGS, ADDED, random), random),
      });
    }
  }
  return posts;
}

/** A sentence with an opening and what people add to it, each in their own way. */
export function composeSentence(
  text: string,
  openings: readonly string[],
  added: readonly string[],
  random: () => number,
): string {
  const more = random() < 0.5 ? pick(added, random) : '';
  return `${pick(openings, random)}${text}${pick(added, random)}${more}`;
}

export function filled(template: string, random: () => number): string {
  return template
    .replace(/\{g\}/g, () => pick(GOODS, random))
    .replace(/\{s\}/g, () => pick(SHOPS, random))
    .replace(/\{w\}/g, () => pick(WHEN, random))
    .replace(/\{m\}/g, () => String(18 + Math.floor(random() * 25)))
    .replace('{p}', () => (5 + random() * 40).toFixed(1))
    .replace(/\{u\}/g, () => String(2 + Math.floor(random() * 60)));
}
