import { seeded } from '../../core/statistics/seeded.ts';
import { DAY, HOUR, type Instant, MINUTE, startOfDay } from '../../core/time.ts';
import { pick } from '../random.ts';

/** A survey of the grocer, made up, as the software that asked would export it. */
export interface DemoSurvey {
  readonly name: string;
  readonly file: string;
  /** Midnights; `to` is exclusive. */
  readonly from: Instant;
  readonly to: Instant;
  readonly csv: string;
}

/** How people are served, by item: what they expect, what they got. */
interface Mood {
  /** Shares of promoters and detractors. */
  readonly promoters: number;
  readonly detractors: number;
  /** Means of what was got: tangible, reliable, responsive, assuring, caring. */
  readonly got: readonly [number, number, number, number, number];
  readonly complaints: readonly string[];
}

const ITEMS = [
  '门店整洁、设施齐全',
  '按时送达，说到做到',
  '客服响应迅速',
  '让人放心，值得信任',
  '关心顾客，照顾老人',
] as const;
const COLUMNS = [
  '序号',
  '提交答卷时间',
  '所用时间',
  '来源',
  '来自IP',
  '1、您的称呼：',
  '2、您的手机号：',
  '3、您有多大可能向亲友推荐云川优鲜？（0-10）',
  '4、总体来说，您满意吗？',
  ...ITEMS.map((item) => `5、您的期望—${item}`),
  ...ITEMS.map((item) => `6、实际感受—${item}`),
  '7、问题解决起来容易吗？',
  '8、您常去的门店',
  '9、您还有什么想说的？',
];
const SHOPS = ['城北店', '河西店', '开发区店', '和平里店'] as const;
const PRAISES = ['小白菜很新鲜', '店员挺热情的', '价格还行，离家近', '骑手很客气'] as const;

const LATE: Mood = {
  promoters: 0.36,
  detractors: 0.33,
  got: [4.2, 3.1, 2.9, 4, 3.8],
  complaints: [
    '晚上下单总是送得太慢，等了一个多小时',
    '配送迟到，冰淇淋都化了',
    '客服热线打了二十分钟没人接',
    '在线客服只会发模板，半天不回话',
    '退款拖了一个星期还没到账',
  ],
};
const AFTER: Mood = {
  promoters: 0.44,
  detractors: 0.27,
  got: [4.2, 3.9, 3.6, 2.6, 3.8],
  complaints: [
    '卤味吃坏了肚子，再也不放心买熟食',
    '客服热线一直打不通，太慢了',
    '热线排队半小时没人接，问退款没人管',
    '出了食品安全的事，客服一问三不知，太不专业',
    '客服电话永远占线，回电也等不到',
    '在线客服回复太慢，等了一下午',
  ],
};

const clock = (at: Instant): string =>
  new Date(at + 8 * HOUR).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ');

/** A whole step near a mean, within 1 and 5. */
const near = (mean: number, random: () => number): number =>
  Math.max(1, Math.min(5, Math.round(mean + (random() + random() + random() - 1.5) * 1.8)));

function likelihood({ promoters, detractors }: Mood, random: () => number): number {
  const drawn = random();
  if (drawn < promoters) return drawn < promoters / 2 ? 10 : 9;
  return drawn < promoters + detractors ? Math.floor(random() * 7) : 7 + Math.floor(random() * 2);
}

function rowsOf(count: number, from: Instant, days: number, mood: Mood, seed: number): readonly string[] {
  const random = seeded(seed);
  return Array.from({ length: count }, (_, n) => {
    const score = likelihood(mood, random);
    const satisfied = near(1.6 + score * 0.32, random);
    const words = ['非常不满意', '不满意', '一般', '满意', '非常满意'][satisfied - 1] ?? '一般';
    const said = score < 7 ? pick(mood.complaints, random) : random() < 0.3 ? pick(PRAISES, random) : '(空)';
    return [
      n + 1,
      clock(from + 9 * HOUR + Math.floor(random() * days) * DAY + Math.floor(random() * 600) * MINUTE),
      '102秒',
      '微信',
      `10.0.0.${n % 250}(演示)`,
      '演示顾客',
      `1380000${String(1000 + n)}`,
      score,
      words,
      ...ITEMS.map(() => near(4.6, random)),
      ...mood.got.map((mean) => near(mean, random)),
      near(3.2, random),
      pick(SHOPS, random),
      said,
    ].join(',');
  });
}

function surveyOf(name: string, daysBefore: number, now: Instant, count: number, mood: Mood): DemoSurvey {
  const [from, days] = [startOfDay(now) - daysBefore * DAY, 12];
  const rows = rowsOf(count, from, days, mood, 20261122 + daysBefore);
  const csv = `\ufeff${[COLUMNS.map((column) => `"${column}"`).join(','), ...rows].join('\r\n')}\r\n`;
  return { name: `${name}（演示）`, file: `演示问卷-${name}.csv`, from, to: from + days * DAY, csv };
}

/**
 * Two surveys of the fictional grocer: while deliveries were late, and after more riders came and meat made people
 * sick.
 */
export function grocerSurveys(now: Instant): readonly DemoSurvey[] {
  return [surveyOf('到家体验问卷·上次', 40, now, 260, LATE), surveyOf('到家体验问卷', 20, now, 312, AFTER)];
}
