import { seeded } from '../../core/statistics/seeded.ts';
import { DAY, HOUR, type Instant, startOfDay } from '../../core/time.ts';
import type { Channel, DemoPost } from '../history.ts';
import { pick } from '../random.ts';
import { filled, told } from './quiet.ts';

/** Deliveries that come late at the evening peak, a few each day, until something is done about it. `{l}`: minutes. */
const COMPLAINTS: readonly { readonly channel: Channel; readonly text: string }[] = [
  { channel: 'video', text: '云川优鲜晚高峰配送又超时，说好30分钟送到，实际{l}分钟才到' },
  { channel: 'forum', text: '云川优鲜{s}晚饭时段骑手不够，配送说好30分钟，等了{l}分钟，{g}都不新鲜了' },
  { channel: 'board', text: '反映云川优鲜{s}晚饭时段配送慢，预计40分钟送到，实际{l}分钟才到' },
  { channel: 'video', text: '下班点的云川优鲜配送超时，等{g}下锅等到饭都凉了，失望' },
  { channel: 'forum', text: '云川优鲜晚上配送又晚了，说好半小时送到，结果{l}分钟才来，差评' },
];
const ADDED = [
  '，楼下便利店都比它快',
  '，中午倒是挺准时',
  '，骑手一个人送三个小区',
  '，{s}附近的都这样',
  '，孩子等着吃饭呢',
  '，希望晚上多派几个人',
  '，这周第{u}单了',
  '，{g}只好改天再做',
] as const;
const OPENINGS = ['', '', '唉，', '又来说一遍，', '忍不住说一句，'] as const;

const EVENING = 17;
const HOURS = 5;
/** Of an evening; up to two more come. */
const FEWEST = 2;

/** From the first whole day to the one that holds `until`, which has none; the same span always gives the same posts. */
export function lateEvenings(from: Instant, until: Instant): readonly DemoPost[] {
  const random = seeded(20261107);
  const posts: DemoPost[] = [];
  for (let day = startOfDay(from) + DAY; day < startOfDay(until); day += DAY) {
    const count = FEWEST + Math.floor(random() * 3);
    for (let i = 0; i < count; i++) {
      const { channel, text } = pick(COMPLAINTS, random);
      const late = String(55 + Math.floor(random() * 50));
      posts.push({
        id: `late-${posts.length}`,
        channel,
        at: Math.floor(day + (EVENING + random() * HOURS) * HOUR),
        author: `演示顾客${Math.floor(random() * 700)}`,
        text: filled(told(text, OPENINGS, ADDED, random).replace('{l}', late), random),
      });
    }
  }
  return posts;
}
