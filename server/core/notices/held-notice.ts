import type { AlertStatus } from '../alert/alert.ts';
import { levelMark } from '../message/alert-words.ts';
import type { NoticeView } from '../message/notice.ts';
import { LEVEL_WORDS } from '../playbook/crisis-desk.ts';
import { momentWord } from '../quantity-words.ts';
import type { Level } from '../risk/grade.ts';
import { rankOf } from '../risk/grade.ts';
import type { Instant } from '../time.ts';

/** One alert that did not ring when it would have. */
export interface HeldAlert {
  readonly alertId: number;
  readonly changeId: number;
  readonly watchName: string;
  /** As it was held last. */
  readonly level: Level;
  readonly sentence: string;
  readonly firstAt: Instant;
  /** Its changes that were held. */
  readonly changes: number;
  /** How it stands now. */
  readonly status: AlertStatus;
  readonly levelNow: Level;
}

export type HeldBy = 'quiet-hours' | 'rate-limit';

/** What a channel was spared, in one message. */
export interface HeldNotice {
  readonly held: readonly HeldAlert[];
  readonly why: readonly HeldBy[];
  /** Alerts of each level, also those that `held` has no room for. */
  readonly counts: Readonly<Partial<Record<Level, number>>>;
  /** Notices about the installation that it was spared, in the order of time; absent: none. */
  readonly notices?: readonly HeldLine[];
  readonly at: Instant;
}

/** A notice about the installation that was held, in one line. */
export interface HeldLine {
  readonly title: string;
  readonly at: Instant;
}

/** Alerts named before it says "and so many more": more are read by nobody on a telephone. */
export const MAX_NAMED_ALERTS = 20;

const SINCE: Readonly<Record<HeldBy, string>> = { 'quiet-hours': '免打扰期间', 'rate-limit': '限频期间' };
const LEVELS_DOWN: readonly Level[] = ['I', 'II', 'III', 'IV'];
const STANDS: Readonly<Partial<Record<AlertStatus, string>>> = {
  acknowledged: '已确认',
  closed: '已关闭',
  false_alarm: '误报',
};

/** `免打扰期间 5 条预警：2 黄 3 蓝；2 条运行通知`, then a line for each. */
export function heldView(notice: HeldNotice, baseUrl: string): NoticeView {
  const { held, counts, why, at, notices = [] } = notice;
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const parts = LEVELS_DOWN.flatMap((level) =>
    counts[level] ? [`${counts[level]} ${LEVEL_WORDS[level].zh}`] : [],
  );
  const more = total - held.length;
  const alerts = held.map(({ sentence: _, ...alert }) => ({
    ...alert,
    firstAt: new Date(alert.firstAt).toISOString(),
    link: new URL(`/alerts/${alert.alertId}`, baseUrl).href,
  }));
  return {
    event: 'alerts.held',
    subject: `${why.map((each) => SINCE[each]).join('、')} ${[
      ...(total > 0 ? [`${total} 条预警：${parts.join(' ')}`] : []),
      ...(notices.length > 0 ? [`${notices.length} 条运行通知`] : []),
    ].join('；')}`,
    lines: [
      ...held.map((alert) => heldLine(alert)),
      ...(more > 0 ? [`另有 ${more} 条，见预警页。`] : []),
      ...noticeLines(notices),
    ],
    feeds: [],
    alerts,
    link: new URL(total > 0 ? '/alerts' : '/system', baseUrl).href,
    at,
  };
}

function noticeLines(notices: readonly HeldLine[]): readonly string[] {
  const lines = notices.slice(0, MAX_NAMED_ALERTS).map(({ title, at }) => `${title}（${momentWord(at)}）`);
  const more = notices.length - lines.length;
  return more > 0 ? [...lines, `另有 ${more} 条运行通知，见运行状况页。`] : lines;
}

/** `▲ 黄 供热服务：…。（3月2日 03:12 起，4 次变化，已确认）` */
function heldLine({ level, sentence, firstAt, changes, status, levelNow }: HeldAlert): string {
  const now = STANDS[status] ?? (rankOf(levelNow) === rankOf(level) ? '' : `现为 ${levelMark(levelNow)}`);
  const facts = [`${momentWord(firstAt)} 起`, changes > 1 ? `${changes} 次变化` : '', now];
  return `${levelMark(level)} ${sentence}（${facts.filter((fact) => fact !== '').join('，')}）`;
}
