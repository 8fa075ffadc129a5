import type { AlertStatus } from '../alert/alert.ts';
import type { Outage } from '../feed/feed-incident.ts';
import type { Level } from '../risk/grade.ts';
import { CHINA_OFFSET, DAY, type Instant } from '../time.ts';
import { nextStepWords, reasonWords } from './notice-words.ts';

/** A feed as a notice speaks of it. */
export interface FeedTrouble {
  readonly feedId: number;
  readonly incidentId: number;
  readonly name: string;
  readonly health: Outage;
  /** The wall or failure of its last run, if that is what ails it. */
  readonly reason: string | null;
  readonly openedAt: Instant;
  readonly lastOkAt: Instant | null;
  /** It is over because people read it no more, not because it can be read again. */
  readonly paused?: true;
}

/** A notice about the installation itself, one message however many feeds it concerns. */
export interface Notice {
  readonly down: readonly FeedTrouble[];
  readonly up: readonly FeedTrouble[];
  readonly at: Instant;
}

export const NOTICE_EVENTS = [
  'feeds.down',
  'feeds.recovered',
  'alerts.held',
  'brief',
  'drill',
  'device.gone',
] as const;

/** A notice as a message shows it. */
export interface NoticeView {
  readonly event: (typeof NOTICE_EVENTS)[number];
  readonly subject: string;
  /** Whole sentences, one to a paragraph. */
  readonly lines: readonly string[];
  readonly feeds: readonly (Omit<FeedTrouble, 'lastOkAt' | 'openedAt'> & {
    readonly state: 'down' | 'recovered';
    readonly openedAt: string;
    readonly lastOkAt: string | null;
  })[];
  /** Where it is about the installation itself: each stands in `feeds` too, in this order, under an id below nought. */
  readonly troubles?: readonly TroubleTold[];
  /** Alerts that were held and are sent together. */
  readonly alerts?: readonly AlertTold[];
  readonly link: string;
  readonly at: Instant;
}

/** A trouble of the installation itself, for programs. */
export interface TroubleTold {
  readonly kind: string;
  /** At most one of a kind and subject is open. */
  readonly subject: string;
  /** Figures of its kind. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** An alert that was held, for programs. */
export interface AlertTold {
  readonly alertId: number;
  readonly changeId: number;
  readonly watchName: string;
  /** As it was held last. */
  readonly level: Level;
  readonly firstAt: string;
  /** Its changes that were held. */
  readonly changes: number;
  /** How it stands now. */
  readonly status: AlertStatus;
  readonly levelNow: Level;
  readonly link: string;
}

/** Names in a subject before it says "and so many more". */
const NAMED = 3;

/** No level and no risk: a source out of order says nothing about what people say. */
export function noticeView(notice: Notice, baseUrl: string): NoticeView {
  const { down, up, at } = notice;
  const [lost, silent] = [
    down.filter(({ health }) => health !== 'silent'),
    down.filter(({ health }) => health === 'silent'),
  ];
  const [paused, back] = [up.filter((each) => each.paused), up.filter((each) => !each.paused)];
  const parts = [
    lost.length > 0 ? `来源失效：${names(lost)}` : '',
    silent.length > 0 ? `来源沉寂：${names(silent)}` : '',
    back.length > 0 ? `来源恢复：${names(back)}` : '',
    paused.length > 0 ? `来源停用：${names(paused)}` : '',
  ].filter((part) => part !== '');
  const iso = (time: Instant) => new Date(time).toISOString();
  const told = (state: 'down' | 'recovered') => (each: FeedTrouble) => ({
    ...each,
    state,
    openedAt: iso(each.openedAt),
    lastOkAt: each.lastOkAt === null ? null : iso(each.lastOkAt),
  });
  return {
    event: down.length > 0 ? 'feeds.down' : 'feeds.recovered',
    subject: parts.join('；'),
    lines: [...down.map((each) => downLine(each, at)), ...up.map((each) => upLine(each, at))],
    feeds: [...down.map(told('down')), ...up.map(told('recovered'))],
    link: new URL('/feeds', baseUrl).href,
    at,
  };
}

function names(troubles: readonly FeedTrouble[]): string {
  const first = troubles.slice(0, NAMED).map(({ name }) => name.replace(/\s+/g, ' '));
  return troubles.length > NAMED ? `${first.join('、')} 等 ${troubles.length} 个` : first.join('、');
}

function downLine(trouble: FeedTrouble, now: Instant): string {
  const since = trouble.lastOkAt === null ? '从未读到过' : `最后一次读到是 ${clock(trouble.lastOkAt, now)}`;
  return `${trouble.name}：${reasonWords(trouble.health, trouble.reason)}，${since}。${nextStepWords(trouble.health, trouble.reason)}`;
}

function upLine(trouble: FeedTrouble, now: Instant): string {
  const since = clock(trouble.openedAt, now);
  const was = trouble.health === 'silent' ? '沉寂' : '失效';
  if (trouble.paused) return `${trouble.name}：已停用，不再读取，${since} 起${was}。`;
  return `${trouble.name}：${was === '沉寂' ? '又有新内容了' : '又能读到了'}，${since} 起${was}。`;
}

/** `07:12` of the same day in China, else `11月22日 07:12`. */
function clock(at: Instant, now: Instant): string {
  const [local, today] = [at, now].map((time) => new Date(time + CHINA_OFFSET).toISOString());
  const [, month, day, time] = /^\d+-(\d\d)-(\d\d)T(\d\d:\d\d)/.exec(local ?? '') ?? [];
  const same = now - at < DAY && local?.slice(0, 10) === today?.slice(0, 10);
  return same ? `${time}` : `${Number(month)}月${Number(day)}日 ${time}`;
}
