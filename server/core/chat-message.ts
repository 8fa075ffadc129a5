import { changeWord, levelMark } from './alert-words.ts';
import type { NoticeView } from './notice.ts';
import type { AlertView } from './notifier.ts';
import { momentWord } from './quantity-words.ts';

/** One part of what a chat message says; how it is marked up is each service's own affair. */
export type Block =
  | { readonly kind: 'title'; readonly text: string }
  | { readonly kind: 'fact'; readonly text: string }
  | { readonly kind: 'posts'; readonly posts: readonly Linked[] }
  | { readonly kind: 'steps'; readonly steps: readonly string[] }
  | { readonly kind: 'link'; readonly text: string; readonly url: string };

/** Words that may lead somewhere. */
export interface Linked {
  readonly text: string;
  /** An http(s) address; null: words alone. */
  readonly url: string | null;
}

const POSTS = 3;
const STEPS = 3;

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

function subjectLine(text: string): string {
  const letters = [...oneLine(text)];
  return letters.length <= SUBJECT ? letters.join('') : `${letters.slice(0, SUBJECT - 1).join('')}…`;
}

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
    { kind: 'link', text: '在听潮中打开', url: alert.link },
  ];
}

/** The same of a notice about the installation itself. */
export function noticeBlocks(notice: NoticeView): readonly Block[] {
  return [
    { kind: 'title', text: noticeSubject(notice) },
    ...notice.lines.map((line) => ({ kind: 'fact', text: oneLine(line) }) as const),
    { kind: 'link', text: '在听潮中打开来源页', url: notice.link },
  ];
}

/** How a message is written for one service. */
export interface ChatStyle {
  /** The whole message out of its blocks. */
  write(blocks: readonly Block[]): string;
  /** How long the service takes it to be: bytes or characters. */
  measure(text: string): number;
  readonly limit: number;
}

/**
 * Writes a message that the service takes. What does not fit is left out whole, the least needed first: posts from
 * the last, steps from the last, then facts from the last but one; at the end what happened is cut between two
 * characters. Markup is never cut, and title and link always stay.
 */
export function fitChat(blocks: readonly Block[], style: ChatStyle): string {
  let left = blocks;
  for (;;) {
    const text = style.write(left);
    if (style.measure(text) <= style.limit) return text;
    const shorter = shorten(left);
    if (shorter === null) return text;
    left = shorter;
  }
}

function shorten(blocks: readonly Block[]): readonly Block[] | null {
  for (const kind of ['posts', 'steps'] as const) {
    const at = blocks.findIndex((block) => block.kind === kind);
    const block = blocks[at];
    if (block?.kind === 'posts') return replaced(blocks, at, { ...block, posts: block.posts.slice(0, -1) });
    if (block?.kind === 'steps') return replaced(blocks, at, { ...block, steps: block.steps.slice(0, -1) });
  }
  const facts = blocks.filter((block) => block.kind === 'fact');
  const last = facts.at(-1);
  if (last === undefined) return shortenTitle(blocks);
  if (facts.length > 1) return blocks.filter((block) => block !== last);
  const text = cut(last.text);
  return text === null
    ? blocks.filter((block) => block !== last)
    : blocks.map((b) => (b === last ? { ...last, text } : b));
}

function shortenTitle(blocks: readonly Block[]): readonly Block[] | null {
  const title = blocks.find((block) => block.kind === 'title');
  const text = title === undefined ? null : cut(title.text);
  if (title === undefined || text === null) return null;
  return blocks.map((block) => (block === title ? { ...title, text } : block));
}

function replaced(blocks: readonly Block[], at: number, block: Block): readonly Block[] {
  const isEmpty =
    (block.kind === 'posts' && block.posts.length === 0) ||
    (block.kind === 'steps' && block.steps.length === 0);
  return isEmpty ? blocks.toSpliced(at, 1) : blocks.toSpliced(at, 1, block);
}

const KEPT = 0.8;
const LEAST = 8;

/** A fifth shorter, between two characters as people see them; null when it is short already. */
function cut(text: string): string | null {
  const letters = [...new Intl.Segmenter('zh', { granularity: 'grapheme' }).segment(text)].map(
    (s) => s.segment,
  );
  if (letters.length <= LEAST) return null;
  const kept = letters.slice(0, Math.floor((letters.length - 1) * KEPT));
  return `${kept.join('').trimEnd()}…`;
}

export const bytes = (text: string): number => Buffer.byteLength(text);

export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

function asWeb(url: string | null): string | null {
  return url !== null && /^https?:\/\//i.test(url) && URL.canParse(url) ? url : null;
}

/** Plain text: titles and links as they are, lists with their marks. */
export function plainText(blocks: readonly Block[]): string {
  return blocks.map(plainBlock).join('\n\n');
}

function plainBlock(block: Block): string {
  if (block.kind === 'posts') {
    return block.posts.map(({ text, url }) => `· ${text}${url === null ? '' : ` ${url}`}`).join('\n');
  }
  if (block.kind === 'steps') {
    return ['先做什么', ...block.steps.map((step, at) => `${at + 1}. ${step}`)].join('\n');
  }
  return block.kind === 'link' ? `${block.text}：${block.url}` : block.text;
}
