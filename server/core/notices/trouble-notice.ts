import type { NoticeView } from '../message/notice.ts';
import type { Trouble } from '../operation/operational-trouble.ts';
import { troubleWords } from '../operation/trouble-checks.ts';
import { duration, momentWord } from '../quantity-words.ts';
import { type Instant, MINUTE } from '../time.ts';

/** A trouble of the installation itself as a notice speaks of it. */
export interface NoticeTrouble extends Trouble {
  readonly troubleId: number;
  readonly openedAt: Instant;
}

/** What began and what is over, in one message. */
export interface TroubleNotice {
  readonly troubles: { readonly began: readonly NoticeTrouble[]; readonly over: readonly NoticeTrouble[] };
  readonly at: Instant;
}

/** Titles in a subject before it says "and so many more". */
const NAMED = 2;

/**
 * The same event and shape as of sources out of order, so that whatever opens and resolves incidents for those does
 * so for these: their ids are below nought and meet none of a source's, and `troubles` says what they are.
 */
export function troubleView({ troubles, at }: TroubleNotice, baseUrl: string): NoticeView {
  const { began, over } = troubles;
  const told = (state: 'down' | 'recovered') => (trouble: NoticeTrouble) => {
    const { troubleId, kind, openedAt } = trouble;
    const about = { feedId: 0, incidentId: -troubleId, name: troubleWords(trouble).title, reason: kind };
    const times = { openedAt: new Date(openedAt).toISOString(), lastOkAt: null };
    return { ...about, ...times, health: 'failing', state } as const;
  };
  return {
    event: began.length > 0 ? 'feeds.down' : 'feeds.recovered',
    subject: troubleTitle({ troubles, at }),
    lines: [...began.map(beganLine), ...over.map((trouble) => overLine(trouble, at))],
    feeds: [...began.map(told('down')), ...over.map(told('recovered'))],
    troubles: [...began, ...over].map(({ kind, subject, detail }) => ({
      kind,
      subject,
      detail: { ...detail },
    })),
    link: new URL('/system', baseUrl).href,
    at,
  };
}

/** `运行告警：磁盘快满了；已恢复：时钟不准` */
export function troubleTitle({ troubles: { began, over } }: TroubleNotice): string {
  const parts = [
    began.length > 0 ? `运行告警：${titles(began)}` : '',
    over.length > 0 ? `${began.length > 0 ? '已恢复' : '运行恢复'}：${titles(over)}` : '',
  ];
  return parts.filter((part) => part !== '').join('；');
}

function titles(troubles: readonly NoticeTrouble[]): string {
  const first = troubles.slice(0, NAMED).map((trouble) => troubleWords(trouble).title);
  return troubles.length > NAMED ? `${first.join('、')} 等 ${troubles.length} 项` : first.join('、');
}

function beganLine(trouble: NoticeTrouble): string {
  const { title, what, next } = troubleWords(trouble);
  return `${title}：${what}。${next}`;
}

function overLine(trouble: NoticeTrouble, now: Instant): string {
  const lasted = duration(Math.max(1, Math.round((now - trouble.openedAt) / MINUTE)));
  return `已恢复：${troubleWords(trouble).title}。${momentWord(trouble.openedAt)} 起，历时 ${lasted}。`;
}
