import { seeded } from '../../core/statistics/seeded.ts';
import { DAY, type Instant, startOfDay } from '../../core/time.ts';
import { pick } from '../random.ts';
import { ridersAdded } from './past.ts';
import { filled } from './quiet.ts';

/** A review of the shop's customers as a merchant's console exports it. */
export interface DemoReview {
  readonly platform: string;
  readonly externalId: string;
  readonly author: string;
  readonly publishedAt: Instant;
  readonly rating: number;
  readonly text: string;
}

const PLATFORM = '演示点评';
const DAYS = 56;
const PER_DAY = 12;
/** Stars of a review that names nothing. */
const USUAL = 3.9;

/** What is said of one touchpoint, and what it does to the stars. */
interface Factor {
  readonly often: number;
  /** Of those who name it, how many praise it. */
  readonly praise: number;
  /** The same before riders were added, where that is another share. */
  readonly praiseBefore?: number;
  readonly reward: number;
  readonly penalty: number;
  readonly good: readonly string[];
  readonly bad: readonly string[];
}

/** The app has to work, deliveries are the better the faster they are, and the shop's people surprise. */
const FACTORS: readonly Factor[] = [
  {
    often: 0.3,
    praise: 0.5,
    reward: 0.1,
    penalty: -1.5,
    good: ['App好用，下单方便', 'App界面清爽，找{g}很快', '小程序下单方便，一点不卡'],
    bad: ['App老是闪退，下不了单', 'App卡得要命，页面打不开', 'App一更新就登录不上'],
  },
  {
    often: 0.45,
    praise: 0.75,
    praiseBefore: 0.3,
    reward: 0.8,
    penalty: -1,
    good: ['配送很快，{m}分钟就到', '配送准时，{g}很新鲜', '骑手送得快，态度也好'],
    bad: ['配送太慢，等了两个小时', '配送超时一个多小时', '配送慢，骑手态度差，{g}都压坏了'],
  },
  {
    often: 0.3,
    praise: 0.7,
    reward: 1.1,
    penalty: -0.2,
    good: ['{s}的店员热情，{g}都给切好了', '门店干净，店员特别热心', '{s}店员主动帮忙挑{g}，贴心'],
    bad: ['{s}门店有点乱', '门店排队的人多，地方小', '门店环境一般，地上有水'],
  },
  {
    often: 0.25,
    praise: 0.4,
    reward: 0.2,
    penalty: -1.8,
    good: ['售后快，坏的{g}直接退款', '售后处理及时', '售后省心，拍张照就退了'],
    bad: ['售后推诿，坏的{g}不给退', '售后太差，退款拖了五天', '售后没人管，申请被驳回两次'],
  },
];

const PLAIN = [
  '{g}{p}块一盒',
  '第{u}次买{g}',
  '{w}买的{g}',
  '在{s}买了{g}',
  '买了{g}和鸡蛋',
  '{g}做了一锅汤',
] as const;

/** The reviews of eight weeks before today, oldest first; the same day always gives the same ones. */
export function grocerReviews(now: Instant): readonly DemoReview[] {
  const random = seeded(20261019);
  const from = startOfDay(now) - DAYS * DAY;
  const added = ridersAdded(now);
  return Array.from({ length: DAYS * PER_DAY }, (_, n) => {
    const publishedAt = Math.floor(from + (Math.floor(n / PER_DAY) + (8 + 14 * random()) / 24) * DAY);
    const author = `演示顾客${Math.floor(random() * 700)}`;
    const said = written(publishedAt >= added, random);
    return { platform: PLATFORM, externalId: `review-${n}`, author, publishedAt, ...said };
  }).sort((a, b) => a.publishedAt - b.publishedAt);
}

function written(quick: boolean, random: () => number): Pick<DemoReview, 'rating' | 'text'> {
  const parts: string[] = [pick(PLAIN, random)];
  let stars = USUAL + (random() + random() + random() - 1.5) * 0.9;
  for (const { often, praise, praiseBefore = praise, reward, penalty, good, bad } of FACTORS) {
    if (random() >= often) continue;
    const praised = random() < (quick ? praise : praiseBefore);
    stars += praised ? reward : penalty;
    parts.push(pick(praised ? good : bad, random));
  }
  const text = filled(`云川优鲜：${parts.join('，')}`, random);
  return { rating: Math.max(1, Math.min(5, Math.round(stars))), text };
}
