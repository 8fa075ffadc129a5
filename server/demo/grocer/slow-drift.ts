import { seeded } from '../../core/statistics/seeded.ts';
import { HOUR, hourOfWeek, type Instant } from '../../core/time.ts';
import type { Channel, DemoPost } from '../history.ts';
import { pick } from '../random.ts';
import { composeSentence, filled } from './quiet.ts';

/** Late deliveries, more each day: no post is alarming, no hour stands out. */
const COMPLAINTS: readonly { readonly channel: Channel; readonly text: string }[] = [
  { channel: 'video', text: '云川优鲜说好30分钟，等了{m}分钟又{m}分钟，{g}都化了' },
  { channel: 'video', text: '云川优鲜现在越来越慢，{w}下的单晚饭都吃完了才送到' },
  { channel: 'forum', text: '云川优鲜{s}的配送是不是换人了，最近总超时，{g}也压烂了' },
  { channel: 'forum', text: '催了云川优鲜客服三次，都说骑手在路上，{w}到现在没到' },
  { channel: 'board', text: '投诉云川优鲜配送超时，订单写30分钟送达，实际一个半小时，没有任何补偿' },
  { channel: 'board', text: '云川优鲜{s}漏送{g}，客服电话排队{u}位，退款也没到账' },
  { channel: 'video', text: '又超时，云川优鲜你变了，以前{m}分钟就到的' },
  { channel: 'forum', text: '云川优鲜的骑手说一个人跑三个小区，{s}根本送不过来，难怪晚' },
  { channel: 'video', text: '云川优鲜送来的{g}是温的，冷链呢，失望' },
  { channel: 'board', text: '反映云川优鲜{s}配送慢、送错货，{w}换货等了两天' },
  { channel: 'forum', text: '云川优鲜送货超时不赔，{s}的电话没人接，{u}块的会员白充了' },
];
const ADDED = [
  '，上个月可不是这样',
  '，打电话一直占线',
  '，饭都凉了才来',
  '，{w}第{u}次了',
  '，{s}的群里都在说',
  '，孩子等着喝奶呢',
  '，差评先放这儿',
  '，骑手说系统派了{u}单',
  '，会员到期不续了',
  '，订单截图我留着',
  '，客服只会说抱歉',
  '，老人在家饿着等',
] as const;
const OPENINGS = ['', '', '唉，', '{w}的事，', '忍不住说一句，', '第{u}回了，'] as const;
/** So long the complaints grow, and so long they stay before it is put right. */
const RISING_HOURS = 60;
const STAYING_HOURS = 24;
/** Complaints an hour at the end of the rise, at noon. */
const MAX_COMPLAINTS_PER_HOUR = 2.6;

export const DRIFT_HOURS = RISING_HOURS + STAYING_HOURS;

export function slowDrift(beganAt: Instant): readonly DemoPost[] {
  const random = seeded(20261031);
  const posts: DemoPost[] = [];
  for (let hours = 0; hours < DRIFT_HOURS; hours++) {
    const hour = beganAt + hours * HOUR;
    const clock = hourOfWeek(hour) % 24;
    const awake = clock >= 8 && clock <= 23 ? 1 : 0.15;
    const rate = MAX_COMPLAINTS_PER_HOUR * awake * Math.min(1, hours / RISING_HOURS);
    const count = Math.floor(rate + random());
    for (let i = 0; i < count; i++) {
      const { channel, text } = pick(COMPLAINTS, random);
      posts.push({
        id: `drift-${posts.length}`,
        channel,
        at: Math.floor(hour + random() * HOUR),
        author: `演示顾客${Math.floor(random() * 700)}`,
        text: filled(composeSentence(text, OPENINGS, ADDED, random), random),
      });
    }
  }
  return posts;
}
