import { changeWord, levelMark } from './alert-words.ts';
import { oneLine, shortened } from './chat-text.ts';
import type { NoticeView } from './notice.ts';
import type { AlertView } from './notifier.ts';
import { momentWord } from './quantity-words.ts';

/** One part of what a chat message says; how it is marked up is each service's own affair. */
export type Block =
  | { readonly kind: 'title'; readonly text: string }
  | { readonly kind: 'fact'; readonly text: string }
  | { readonly kind: 'posts'; readonly posts: readonly Linked[] }
  | { readonly kind: 'steps'; readonly steps: readonly string[] }
  | LinkBlock;

/** The way from a message to where it goes on. */
export interface LinkBlock {
  readonly kind: 'link';
  readonly text: string;
  readonly url: string;
}

/** Words that may lead somewhere. */
export interface Linked {
  readonly text: string;
  /** An http(s) address; null: words alone. */
  readonly url: string | null;
}

const POSTS = 3;
const STEPS = 3;

/** What a link says that shows and confirms an alert without logging in; of two links it is the first. */
export const CONFIRM = '查看并确认收到（免登录）';

/** Characters of a subject line: no service takes fewer, and no lock screen shows more. */
const SUBJECT = 100;

/** One subject line, as a lock screen shows it: level, change, and what happened. */
export function chatSubject(alert: AlertView): string {
  return subjectLine(`${levelMark(alert.level)} · ${changeWord(alert.change)} · ${alert.subject}`);
}

/** The same of a notice about the installation itself. */
export function noticeSubject({ subject }: NoticeView): string {
  return subjectLine(subject);
}

const subjectLine = (text: string): string => shortened(oneLine(text), SUBJECT);

/**
 * What a message says, in the order in which it is read on a lock screen: level and subject, what happened, how
 * unusual it is, how far it went, three posts, what to do now, where to go on.
 */
export function alertBlocks(alert: AlertView): readonly Block[] {
  const facts = [alert.sentence, alert.unusual, alert.spread].map(oneLine).filter((text) => text !== '');
  const posts = alert.posts.slice(0, POSTS).map(({ platform, title, url }) => ({
    text: oneLine(`${platform}：${title}`),
    url: asWeb(url),
  }));
  const steps = alert.steps.slice(0, STEPS).map(oneLine);
  return [
    { kind: 'title', text: chatSubject(alert) },
    ...facts.map((text) => ({ kind: 'fact', text }) as const),
    ...(posts.length === 0 ? [] : [{ kind: 'posts', posts } as const]),
    ...(steps.length === 0 ? [] : [{ kind: 'steps', steps } as const]),
    { kind: 'fact', text: oneLine(`${alert.riskWords} · ${momentWord(alert.at)}`) },
    ...(alert.confirm === undefined ? [] : [{ kind: 'link', text: CONFIRM, url: alert.confirm } as const]),
    { kind: 'link', text: '在听潮中打开', url: alert.link },
  ];
}

/** The same of a notice about the installation itself. */
export function noticeBlocks(notice: NoticeView): readonly Block[] {
  return [
    { kind: 'title', text: noticeSubject(notice) },
    ...notice.lines.map((line) => ({ kind: 'fact', text: oneLine(line) }) as const),
    { kind: 'link', text: '在听潮中打开', url: notice.link },
  ];
}

function asWeb(url: string | null): string | null {
  return url !== null && /^https?:\/\//i.test(url) && URL.canParse(url) ? url : null;
}
