import { seeded } from '../../core/statistics/seeded.ts';
import { DAY, HOUR, type Instant, startOfDay } from '../../core/time.ts';
import type { Channel, DemoPost } from '../history.ts';
import { pick } from '../random.ts';
import { composeSentence, filled } from './quiet.ts';

/** Deliveries that come late at the evening peak, some each day, until something is done about it. `{l}`: minutes. */
const COMPLAINTS: readonly { readonly channel: Channel; readonly text: string }[] = [
  { channel: 'video', text: '云川优鲜晚高峰配送又超时，说好30分钟送到，实际{l}分钟才到' },
  { channel: 'forum', text: '云川优鲜{s}晚饭时段骑手不够，配送说好30分钟，等了{l}分钟，{g}都不新鲜了' },
  { channel: 'board', text: '反映云川优鲜{s}晚饭时段配送慢，预计40分钟送到，实际{l}分钟才到' },
  { channel: 'video', text: '下班点的云川优鲜配送超时，等{g}下锅等到饭都凉了，失望' },
  { channel: 'forum', text: '云川优鲜晚上配送又晚了，说好半小时送到，结果{l}分钟才来，差评' },
  { channel: 'video', text: '一到六点云川优鲜就派不出骑手，{g}在店里躺着没人送，配送太慢' },
  { channel: 'forum', text: '吐槽云川优鲜的夜间配送，催单催到第三次，骑手才说刚从{s}出发' },
  { channel: 'board', text: '{w}的订单超时{l}分钟，云川优鲜客服只道歉不赔付，送货越来越晚' },
  { channel: 'video', text: '孩子等{g}等到睡着，云川优鲜配送迟到，电话里还说快了快了' },
  { channel: 'forum', text: '楼下能看到骑手挂着六袋货，云川优鲜{s}的晚班配送根本忙不过来，我家又超时' },
  { channel: 'board', text: '投诉云川优鲜送货迟到，预约七点收{g}，八点多才送达，饭局都散了' },
  { channel: 'video', text: '别在饭点买云川优鲜，配送慢得离谱，{l}分钟了还显示取货中' },
];
const ADDED = [
  '，楼下便利店都比它快',
  '，中午倒是挺准时，一到晚上就乱套',
  '，骑手一个人要跑三个小区',
  '，{s}附近的邻居也在抱怨',
  '，老人血糖低，饿不起',
  '，希望晚上多派几个人手',
  '，这周第{u}单了，截图都留着',
  '，{g}只好改天再做',
  '，外卖平台都没这么磨蹭',
  '，再这样就去菜场买了',
  '，地图上骑手半天不挪窝',
  '，冰淇淋化成了汤',
  '，打电话给骑手，人家也委屈',
  '，会员免运费有什么用',
] as const;
const OPENINGS = [
  '',
  '',
  '唉，',
  '又来说一遍，',
  '忍不住说一句，',
  '{w}的事，',
  '第{u}回了，',
  '给大家提个醒，',
] as const;

const EVENING = 17;
const HOURS = 5;
/** Of an evening; up to two more come. */
const MIN_EVENING_POSTS = 3;

/** From the first whole day to the one that holds `until`, which has none; the same span always gives the same posts. */
export function lateEvenings(from: Instant, until: Instant): readonly DemoPost[] {
  const random = seeded(20261107);
  const posts: DemoPost[] = [];
  for (let day = startOfDay(from) + DAY; day < startOfDay(until); day += DAY) {
    const count = MIN_EVENING_POSTS + Math.floor(random() * 3);
    for (let i = 0; i < count; i++) {
      const { channel, text } = pick(COMPLAINTS, random);
      const late = String(55 + Math.floor(random() * 50));
      posts.push({
        id: `late-${posts.length}`,
        channel,
        at: Math.floor(day + (EVENING + random() * HOURS) * HOUR),
        author: `演示顾客${Math.floor(random() * 700)}`,
        text: filled(composeSentence(text, OPENINGS, ADDED, random).replace('{l}', late), random),
      });
    }
  }
  return posts;
}
