import { platformWord } from '../mention/platform-words.ts';
import { amount, momentWord, percent, tenths } from '../quantity-words.ts';
import type { Intent, Servqual, Severity } from '../reading/analysis.ts';
import { TOUCHPOINT_WORDS } from '../reading/touchpoint-words.ts';
import type { Level } from '../risk/grade.ts';
import { LEVELS } from '../risk/grade.ts';
import type { Growth } from '../statistics/growth-interval.ts';
import type { Share } from '../statistics/share.ts';
import { type Part, shareDifference } from '../statistics/share-difference.ts';
import { CHINA_OFFSET, DAY, HOUR, type Instant } from '../time.ts';
import type { ReportFacts } from './report-facts.ts';
import type { ReportPeriod } from './report-period.ts';

export const SERVQUAL_WORDS: Readonly<Record<Servqual, string>> = {
  tangibles: '有形性',
  reliability: '可靠性',
  responsiveness: '响应性',
  assurance: '保证性',
  empathy: '移情性',
};
/** What people say where a dimension is broken. */
export const BROKEN_WORDS: Readonly<Record<Servqual, string>> = {
  tangibles: '环境设备差',
  reliability: '没有说到做到',
  responsiveness: '慢',
  assurance: '不专业、不可信',
  empathy: '不体贴',
};
export const INTENT_WORDS: Readonly<Record<Intent, string>> = {
  complaint: '投诉',
  question: '询问',
  praise: '表扬',
  suggestion: '建议',
  rumour: '传闻',
  help: '求助',
  escalation_threat: '扬言升级',
  boycott_churn: '抵制与流失',
  spam: '广告',
};
export const CLAIM_WORDS: Readonly<Record<Severity, string>> = {
  death: '死亡',
  injury: '人身伤害',
  food_poisoning: '中毒与食安',
  fire_explosion: '火灾等安全事故',
  fraud: '欺诈',
  discrimination: '歧视冒犯',
  privacy_leak: '信息泄露',
  labor: '劳资',
  mass_incident: '群体聚集',
  official: '官方介入',
  vulnerable: '老幼病弱',
  sexual_violence: '性骚扰与性暴力',
  outage: '服务中断',
  media_escalation: '媒体升级',
  self_harm: '自伤线索',
};
export const LEVELS_DOWN: readonly Level[] = LEVELS.toReversed();

/** Fewer posts than this have no share worth showing. */
export const FEW = 10;
/** Also of several watches of which one is young. */
export const NOTHING_BEFORE = '此前监测的时间不够长，无从比较';

/** How the time is called within a sentence, and the one before it. */
export function spanWords({ kind, from, to, complete }: ReportPeriod): {
  readonly now: string;
  readonly before: string;
} {
  const part = complete ? '' : '同期';
  if (kind === 'daily') return { now: '当日', before: `前一日${part}` };
  if (kind === 'weekly') return { now: '本周', before: `上周${part}` };
  return {
    now: kind === 'monthly' ? '本月' : '这段时间',
    before: stretchBefore({ kind, from, to, complete }),
  };
}

/** Only whole days are called days. */
function stretchBefore({ kind, from, to, complete }: ReportPeriod): string {
  const length = to - from;
  if (length < HOUR) return '此前同样长的时间';
  if (kind === 'monthly' && !complete) {
    const days = Math.ceil(length / DAY);
    return days === 1 ? '前一日同期' : `此前 ${days} 天${length % DAY === 0 ? '' : '同期'}`;
  }
  const whole = length % DAY === 0 && length > DAY;
  return whole ? `此前 ${length / DAY} 天` : `此前 ${Math.round(length / HOUR)} 小时`;
}

const WEEKDAYS = ['日', '一', '二', '三', '四', '五', '六'];

/** `2026年11月16日（周一）` */
export function dateWord(at: Instant): string {
  const china = new Date(at + CHINA_OFFSET);
  const weekday = WEEKDAYS[china.getUTCDay()] ?? '';
  return `${china.getUTCFullYear()}年${china.getUTCMonth() + 1}月${china.getUTCDate()}日（周${weekday}）`;
}

/** Letters of `2026年`. */
const YEAR = 5;

/** The time in words, its end included: the day, the first and the last day, or the hours. */
export function periodWord({ from, to }: Pick<ReportPeriod, 'from' | 'to'>): string {
  const whole = [from, to].every((at) => (at + CHINA_OFFSET) % DAY === 0);
  if (!whole) return `${dateWord(from).slice(0, YEAR)}${momentWord(from)} 至 ${momentWord(to)}`;
  if (to - from === DAY) return dateWord(from);
  const [first, last] = [dateWord(from), dateWord(to - DAY)];
  const sameYear = first.slice(0, YEAR) === last.slice(0, YEAR);
  return `${first}至${sameYear ? last.slice(YEAR) : last}`;
}

/** `37.4%（31.0%–44.2%）`, as the pages have it. */
export function shareWord({ p, lo, hi }: Share): string {
  return p === null ? '—' : `${percent(p)}（${percent(lo)}–${percent(hi)}）`;
}

/** `1.8 倍（1.2–2.6）`; from nothing there is only the least that it must be. */
export function growthWord({ ratio, lo, hi }: Growth): string {
  if (ratio === null) return lo > 1 ? `至少 ${times(lo)} 倍` : '看不出';
  return `${times(ratio)} 倍（${times(lo)}–${hi === null ? '∞' : times(hi)}）`;
}

function times(value: number): string {
  if (value > 0 && value < 0.995) return value.toFixed(2);
  return value >= 10 ? grouped(Math.round(value)) : amount(value);
}

/** Whether chance does not explain the change. */
export function isClear({ lo, hi }: Growth): boolean {
  return lo > 1 || (hi !== null && hi < 1);
}

/** `是上周的 1.8 倍（1.2–2.6）`, as the end of a clause about a count. */
export function changeWords(growth: Growth | null, before: string): string {
  if (growth === null) return NOTHING_BEFORE;
  if (growth.ratio === null) return `${before}没有`;
  return isClear(growth) ? `是${before}的 ${growthWord(growth)}` : `与${before}没有明确差别`;
}

/**
 * `比上周高 12.3 个百分点（5.1–19.0）`, as the end of a clause about a share. The points are those between the two shares
 * as they are shown.
 */
export function pointsWords(now: Part, past: Part, before: string): string {
  const difference = shareDifference(now, past);
  if (difference === null) return NOTHING_BEFORE;
  const { value, lo, hi } = difference;
  if (lo <= 0 && hi >= 0) return `与${before}没有明确差别`;
  const points = (part: number) => (Math.abs(part) / 10).toFixed(1);
  const ends = [lo, hi]
    .map((end) => Math.abs(tenths(end)))
    .toSorted((a, b) => a - b)
    .map(points);
  const between = points(tenths(now.hits / now.n) - tenths(past.hits / past.n));
  return `比${before}${value > 0 ? '高' : '低'} ${between} 个百分点（${ends.join('–')}）`;
}

/** `touch.heating` → 供热, `area.阳光花园` → 阳光花园, `term.停暖` → “停暖”. */
export function nameWord(name: string): string {
  const [kind, rest] = [name.slice(0, name.indexOf('.')), name.slice(name.indexOf('.') + 1)];
  const tables: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    touch: TOUCHPOINT_WORDS,
    servqual: SERVQUAL_WORDS,
    intent: INTENT_WORDS,
    sev: CLAIM_WORDS,
  };
  if (kind === 'term') return `“${rest}”`;
  const table = tables[kind];
  return table !== undefined && Object.hasOwn(table, rest) ? (table[rest] ?? rest) : rest;
}

/** `1,234` */
export function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

/** `优鲜`, `优鲜、热力公司`, `全部方案（12 个）`: whom the report is about. */
export function subjectWord({ watches, all }: Pick<ReportFacts, 'watches' | 'all'>): string {
  return all && watches.length !== 1 ? `全部方案（${watches.length} 个）` : watches.join('、');
}

export const platformsWord = (names: readonly string[]): string => names.map(platformWord).join('、');
