import { seeded } from '../core/statistics/seeded.ts';
import { DAY, HOUR, hourOfWeek, type Instant, MINUTE } from '../core/time.ts';
import { pick } from './random.ts';

/** One post of the demo, before a platform's page carries it. */
export interface DemoPost {
  readonly id: string;
  readonly channel: Channel;
  readonly at: Instant;
  readonly author: string;
  readonly title?: string;
  readonly text: string;
}

export const CHANNELS = {
  forum: { name: '演示·云川论坛', platform: '演示论坛', voice: 'forum' },
  video: { name: '演示·短视频评论', platform: '演示短视频', voice: 'ordinary' },
  board: { name: '演示·市民留言板', platform: '演示留言板', voice: 'complaint_platform' },
  news: { name: '演示·云川晚报', platform: '演示新闻', voice: 'media' },
} as const;
export type Channel = keyof typeof CHANNELS;

const ESTATES = [
  '春晖家园',
  '松涛苑',
  '铁路小区',
  '河畔花园',
  '纺织小区',
  '和平里小区',
  '学府名苑',
  '星河湾小区',
  '枫林家园',
  '银杏苑',
  '向阳小区',
  '锦绣花园',
  '观澜家园',
  '东湖花园',
  '北苑小区',
  '青年公寓',
] as const;
const WHEN = ['今天', '昨晚', '上午', '下午', '刚刚', '周末', '这两天', '早上'] as const;
const WHO = ['我家', '邻居家', '爸妈家', '朋友家', '我们单元', '楼上', '对门', '我租的房子'] as const;

/** `{e}` estate, `{w}` when, `{h}` who, `{n}` a number of degrees, `{m}` minutes, `{u}` unit number. */
const QUIET: readonly { readonly channel: Channel; readonly text: string }[] = [
  { channel: 'forum', text: '请问{e}今年几号开始供暖？{u}号楼有人知道吗' },
  { channel: 'forum', text: '{e}{u}单元{w}试水，大家家里留个人，云川热力发通知了' },
  { channel: 'forum', text: '{e}{h}室温{n}度，{u}号楼，云川热力今年还可以' },
  { channel: 'forum', text: '云川热力的热费在小程序上能交吗，{e}第一次交，{u}号楼' },
  { channel: 'forum', text: '{e}{u}号楼暖气片要不要放气？师傅说等供热稳定了再放' },
  { channel: 'forum', text: '转租{e}{u}号楼一居室，集中供暖，室温{n}度' },
  { channel: 'forum', text: '问一下云川热力的停热申请，{e}{u}号楼想报停怎么办理' },
  { channel: 'forum', text: '{e}换热站{w}在检修，物业说{m}分钟就好，供暖不受影响' },
  { channel: 'video', text: '供暖第{u}天，{h}已经{n}度了' },
  { channel: 'video', text: '{e}的暖气{w}来了，{n}度，舒服' },
  { channel: 'video', text: '云川热力的师傅{w}来{e}测温，{m}分钟就到了，点赞' },
  { channel: 'video', text: '今年供暖比去年早，{e}{u}号楼{n}度' },
  { channel: 'video', text: '北方的冬天全靠暖气续命，{e}{u}号楼打卡' },
  { channel: 'board', text: '咨询：{e}{u}号楼热计量改造什么时候开始，供热收费标准有变化吗' },
  { channel: 'board', text: '建议云川热力在{e}增加一个缴费点，{h}老人不会用手机' },
  { channel: 'board', text: '反映{e}{u}单元顶楼供暖温度偏低，测温{n}度，希望检查阀门' },
  { channel: 'board', text: '感谢云川热力{w}上门检修，{e}{u}号楼的暖气热了' },
  { channel: 'board', text: '云川热力热线{w}打了{m}分钟才接通，{e}{u}号楼报修漏水' },
  { channel: 'news', text: '云川热力完成{e}二次网改造，惠及{u}栋楼居民' },
  { channel: 'news', text: '供暖季前，云川热力对{e}等小区开展入户测温，平均{n}度' },
];

/** What people add, so that no two of them say the same. */
const ADDED = [
  '，{h}的窗户也换过了',
  '，群里{u}个人接龙报了温度',
  '，{w}顺便看了看水表',
  '，物业{w}贴了通知',
  '，{u}层西户，供参考',
  '，老人说比去年这时候好',
  '，孩子放学回来正好写作业',
  '，过{m}分钟再量一次',
  '，楼长统一登记的',
  '，阳台那组温一点，卧室正好',
  '，有需要的邻居可以问我',
  '，{w}下雪了，屋里穿单衣',
] as const;

function fill(template: string, random: () => number): string {
  return template
    .replace(/\{e\}/g, () => pick(ESTATES, random))
    .replace(/\{w\}/g, () => pick(WHEN, random))
    .replace(/\{h\}/g, () => pick(WHO, random))
    .replace(/\{n\}/g, () => String(18 + Math.floor(random() * 8)))
    .replace(/\{m\}/g, () => String(3 + Math.floor(random() * 28)))
    .replace(/\{u\}/g, () => String(1 + Math.floor(random() * 24)));
}

/** Posts an hour on a quiet day: fewer at night, a little more in the evening. */
function usual(hourOfDay: number): number {
  return 5 + 1.5 * Math.sin(((hourOfDay - 9) / 24) * 2 * Math.PI);
}

/**
 * The 29 quiet days before `now`, 28 whole ones, oldest first: about five posts an hour, nothing wrong.
 * The same `now` always gives the same posts.
 */
export function quietHistory(now: Instant): readonly DemoPost[] {
  const random = seeded(20261122);
  const posts: DemoPost[] = [];
  for (let hour = now - 29 * DAY; hour < now - HOUR / 4; hour += HOUR) {
    const expected = usual(hourOfWeek(hour) % 24);
    const count = Math.max(0, Math.round(expected + (random() + random() + random() - 1.5) * 3));
    for (let i = 0; i < count; i++) {
      const template = pick(QUIET, random);
      const at = Math.min(hour + random() * HOUR, now - MINUTE);
      posts.push({
        id: `quiet-${posts.length}`,
        channel: template.channel,
        at: Math.floor(at),
        author: `演示用户${Math.floor(random() * 900)}`,
        text: fill(
          `${template.text}${pick(ADDED, random)}${random() < 0.4 ? pick(ADDED, random) : ''}`,
          random,
        ),
      });
    }
  }
  return posts.sort((a, b) => a.at - b.at);
}
