import type { AlertStatus } from '../alert/alert.ts';
import { levelMark } from '../message/alert-words.ts';
import type { NoticeView } from '../message/notice.ts';
import { LEVEL_WORDS } from '../playbook/crisis-desk.ts';
import { momentWord, percent } from '../quantity-words.ts';
import type { Level } from '../risk/grade.ts';
import { wilson } from '../statistics/wilson.ts';
import { CHINA_OFFSET, HOUR, type Instant } from '../time.ts';
import type { BriefKind } from './brief.ts';

/** What was said of one watch, and in the same time before. */
export interface BriefWatch {
  readonly name: string;
  readonly mentions: number;
  readonly negative: number;
  readonly mentionsBefore: number;
  readonly negativeBefore: number;
}

/** An alert that opened, changed its level, or is still open. */
export interface BriefAlert {
  readonly alertId: number;
  readonly level: Level;
  readonly status: AlertStatus;
  readonly sentence: string;
}

/** Of all watches and alerts, also of those without a line of their own. */
export interface BriefTotals {
  readonly watches: number;
  readonly mentions: number;
  readonly negative: number;
  readonly alerts: Readonly<Partial<Record<Level, number>>>;
}

/** What came of a time that is over. */
export interface BriefNotice {
  readonly brief: {
    readonly kind: BriefKind;
    readonly from: Instant;
    readonly to: Instant;
    /** Those with a line of their own. */
    readonly watches: readonly BriefWatch[];
    readonly alerts: readonly BriefAlert[];
    /** Left out by versions that counted only what they named. */
    readonly totals?: BriefTotals | undefined;
    readonly stories: readonly {
      readonly title: string;
      readonly posts: number;
      readonly negative: number;
    }[];
    readonly feedsDown: number;
  };
  readonly at: Instant;
}

const STANDS: Readonly<Record<AlertStatus, string>> = {
  open: '待确认',
  acknowledged: '已确认',
  closed: '已关闭',
  false_alarm: '误报',
};
const LEVELS_DOWN: readonly Level[] = ['I', 'II', 'III', 'IV'];
/** Fewer posts than this have no share worth showing. */
const FEW = 10;
/** Watches and alerts that are named: more nobody reads on a telephone. */
const MAX_NAMED_ITEMS = 12;

/** The lines that are shown, in the order given, and the sum of all. */
export function briefOf(
  watches: readonly BriefWatch[],
  alerts: readonly BriefAlert[],
): Pick<BriefNotice['brief'], 'watches' | 'alerts'> & { readonly totals: BriefTotals } {
  return {
    watches: watches.slice(0, MAX_NAMED_ITEMS),
    alerts: alerts.slice(0, MAX_NAMED_ITEMS),
    totals: totalsOf({ watches, alerts }),
  };
}

function totalsOf({ watches, alerts }: Pick<BriefNotice['brief'], 'watches' | 'alerts'>): BriefTotals {
  const sum = (key: 'mentions' | 'negative') => watches.reduce((total, watch) => total + watch[key], 0);
  const levels: Partial<Record<Level, number>> = {};
  for (const { level } of alerts) levels[level] = (levels[level] ?? 0) + 1;
  return { watches: watches.length, mentions: sum('mentions'), negative: sum('negative'), alerts: levels };
}

/** Whether there is anything to report. */
export function isQuiet({ brief }: BriefNotice): boolean {
  const said = brief.watches.some(({ mentions }) => mentions > 0);
  return !said && brief.alerts.length === 0 && brief.feedsDown === 0;
}

/** `早报 11月27日：2 条预警（1 橙 1 黄），提及 236 条，负面 37%`, then what is behind it. */
export function briefView(notice: BriefNotice, baseUrl: string): NoticeView {
  const { brief, at } = notice;
  const { watches, alerts, stories, feedsDown } = brief;
  const lines = [
    ...alerts.map(({ level, status, sentence }) => `${levelMark(level)} ${STANDS[status]} ${sentence}`),
    ...restOfAlerts(brief),
    ...watches.map(watchLine),
    ...restOfWatches(brief),
    ...countedApart(brief),
    ...(stories.length === 0 ? [] : [`说得最多：${stories.map(storyWords).join('；')}。`]),
    ...(feedsDown === 0 ? [] : [`${feedsDown} 个来源读不到，数字可能偏少。`]),
    `${momentWord(brief.from)} 至 ${momentWord(brief.to)}。`,
  ];
  return {
    event: 'brief',
    subject: `${titleOf(brief.kind, at)}：${summary(notice)}`,
    lines: isQuiet(notice) ? lines.slice(-1) : lines,
    feeds: [],
    link: new URL('/', baseUrl).href,
    at,
  };
}

const NOON = 12;

/** A brief of a day is of the morning or of the evening. */
function titleOf(kind: BriefKind, at: Instant): string {
  const date = momentWord(at).replace(/ .*/, '');
  if (kind === 'hourly') return `时报 ${momentWord(at)}`;
  if (kind === 'weekly') return `周报 ${date}`;
  const hour = Math.floor(((at + CHINA_OFFSET) % (24 * HOUR)) / HOUR);
  return `${hour < NOON ? '早报' : '晚报'} ${date}`;
}

function summary(notice: BriefNotice): string {
  if (isQuiet(notice)) return '没有新情况';
  const { mentions, negative, alerts } = notice.brief.totals ?? totalsOf(notice.brief);
  const count = countOf(alerts);
  return [
    count === 0 ? '没有预警' : `${count} 条预警（${levelWords(alerts)}）`,
    `提及 ${mentions} 条`,
    ...(mentions < FEW ? [] : [`负面 ${percent(negative / mentions)}`]),
  ].join('，');
}

const countOf = (alerts: BriefTotals['alerts']): number =>
  LEVELS_DOWN.reduce((total, level) => total + (alerts[level] ?? 0), 0);

/** `1 橙 2 黄` */
const levelWords = (alerts: BriefTotals['alerts']): string =>
  LEVELS_DOWN.flatMap((level) => (alerts[level] ? [`${alerts[level]} ${LEVEL_WORDS[level].zh}`] : [])).join(
    ' ',
  );

/** `还有 3 条预警（3 蓝）。` */
function restOfAlerts({ totals, ...told }: BriefNotice['brief']): readonly string[] {
  const [all, named] = [totals?.alerts ?? {}, totalsOf(told).alerts];
  const rest = Object.fromEntries(
    LEVELS_DOWN.map((level) => [level, Math.max(0, (all[level] ?? 0) - (named[level] ?? 0))]),
  );
  const count = countOf(rest);
  return count === 0 ? [] : [`还有 ${count} 条预警（${levelWords(rest)}）。`];
}

/** `还有 8 个方案：提及 1600 条，负面 12 条。` */
function restOfWatches({ totals, ...told }: BriefNotice['brief']): readonly string[] {
  const named = totalsOf(told);
  const count = (totals?.watches ?? 0) - named.watches;
  if (totals === undefined || count <= 0) return [];
  const [mentions, negative] = [totals.mentions - named.mentions, totals.negative - named.negative];
  return [`还有 ${count} 个方案：提及 ${mentions} 条，负面 ${negative} 条。`];
}

/** That the sum of several watches is more than there are posts, as the overview and reports say it. */
function countedApart(brief: BriefNotice['brief']): readonly string[] {
  const { watches, mentions } = brief.totals ?? totalsOf(brief);
  return watches > 1 && mentions > 0 ? ['合计是各方案相加：一条内容命中几个方案，就计几次。'] : [];
}

/** `云川热力：提及 236 条（前一段 190 条），负面 88 条，占 37%（31%–44%，前一段 18%）。` */
function watchLine({ name, mentions, negative, mentionsBefore, negativeBefore }: BriefWatch): string {
  const said = `${name}：提及 ${mentions} 条（前一段 ${mentionsBefore} 条），负面 ${negative} 条`;
  if (mentions < FEW) return `${said}。`;
  const { lo, hi } = wilson(negative, mentions);
  const before = mentionsBefore < FEW ? '' : `，前一段 ${percent(negativeBefore / mentionsBefore)}`;
  return `${said}，占 ${percent(negative / mentions)}（${percent(lo)}–${percent(hi)}${before}）。`;
}

function storyWords({ title, posts, negative }: BriefNotice['brief']['stories'][number]): string {
  return `${title}（${posts} 条，负面 ${negative} 条）`;
}
