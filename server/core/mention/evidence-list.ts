import { createHash } from 'node:crypto';
import { chinaTime, type Instant } from '../time.ts';
import type { Metrics, Post, Precision } from './post.ts';

/** A post as it was taken down: what it said, where, and when we first saw it. */
export type Exhibit = Pick<
  Post,
  'platform' | 'url' | 'title' | 'text' | 'author' | 'at' | 'precision' | 'observedAt' | 'metrics' | 'copyOf'
>;

export interface EvidenceList {
  /** Whose posts: the watch's name, or that it is all of them. */
  readonly subject: string;
  /** By which words, range and filters they were chosen, one to a line. */
  readonly chosen: readonly (readonly [string, string])[];
  readonly madeAt: Instant;
  /** Null where nobody's name is known for certain. */
  readonly madeBy: string | null;
  readonly exhibits: readonly Exhibit[];
  /** Whether there were more than were taken. */
  readonly cut: boolean;
}

/** Views and reposts from which spreading a defamation is grave (法释〔2013〕21号, article 2). */
export const GRAVE_VIEWS = 5_000;
export const GRAVE_REPOSTS = 500;

export const EVIDENCE_COLUMNS = [
  '序号',
  '平台',
  '链接',
  '标题',
  '正文',
  '作者（化名）',
  '发布时间',
  '首次采集',
  '浏览',
  '转发',
  '评论',
  '点赞',
  '原创或转载',
  '传播量提示',
] as const;

/** The cells of an exhibit, in the order of the columns: what is sealed, and what a sheet shows. */
export function exhibitCells(exhibit: Exhibit, no: number): readonly string[] {
  const { platform, url, title, text, author, at, precision, observedAt, metrics, copyOf } = exhibit;
  const count = (value: number | undefined) => (value === undefined ? '' : String(value));
  return [
    String(no),
    platform,
    url ?? '',
    title ?? '',
    text,
    author ?? '',
    publishedWord(at, precision),
    chinaTime(observedAt),
    ...[metrics.views, metrics.reposts, metrics.comments, metrics.likes].map(count),
    copyOf === null ? '原创' : '转载',
    graveWord(metrics),
  ].map((cell) => cell.toWellFormed());
}

/** SHA-256 over the cells, joined by line feeds, as UTF-8: whoever has the sheet can work it out again. */
export function sealOf(cells: readonly string[]): string {
  return sha256(cells.join('\n'));
}

/** SHA-256 over the seals of all rows, joined by line feeds: one figure that stands for the whole list. */
export function sealOfList(seals: readonly string[]): string {
  return sha256(seals.join('\n'));
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function graveWord({ views = 0, reposts = 0 }: Metrics): string {
  const reached = [
    views >= GRAVE_VIEWS ? `浏览达到 ${GRAVE_VIEWS}` : '',
    reposts >= GRAVE_REPOSTS ? `转发达到 ${GRAVE_REPOSTS}` : '',
  ];
  return reached.filter((word) => word !== '').join('，');
}

const SIGNS = { day: 10, minute: 16, second: 19 } as const;

/** As exact as the page itself said it: a day is no hour, and what it did not say is left out. */
export function publishedWord(at: Instant, precision: Precision): string {
  if (precision === 'unknown' || precision === 'none') return '';
  return chinaTime(at).slice(0, SIGNS[precision]);
}
