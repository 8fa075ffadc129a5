import type { Page, ParseResult, Refusal } from '../../server/core/feed/source.ts';
import type { SourcePost } from '../../server/core/mention/post.ts';
import { classifyWall } from '../walls.ts';
import { parseJson } from './json.ts';
import { type BrokenJson, recoverJson } from './recovery.ts';

/**
 * Opens a page that should hold JSON: its value for `read`, or what stands in its place, named. Of one that breaks off
 * the rows before the break are read.
 * @param extract finds the value where it is not the whole body; undefined means there is none
 */
export function readJsonPage(
  page: Page,
  read: (value: unknown) => ParseResult,
  extract: (body: string) => unknown = parseJson,
): ParseResult {
  if (page.notModified) return { kind: 'posts', posts: [], refused: [] };
  const barrier = classifyWall(page);
  if (barrier !== null) return { kind: 'wall', ...barrier };
  if (page.body.trim() === '') return { kind: 'wall', wall: 'empty-body', detail: 'no bytes' };
  const value = extract(page.body);
  if (value !== undefined) return read(value);
  const broken = recoverJson(page.body);
  if (broken !== undefined) return readBeginning(broken, read);
  return { kind: 'wall', wall: 'not-json', detail: `${page.contentType} ${page.body.slice(0, 60)}`.trim() };
}

function readBeginning({ value }: BrokenJson, read: (value: unknown) => ParseResult): ParseResult {
  const begun = value === undefined ? null : read(value);
  if (begun?.kind !== 'posts' || begun.posts.length === 0)
    return { kind: 'wall', wall: 'malformed', detail: 'JSON that breaks off before the first whole row' };
  const index = begun.posts.length + begun.refused.length;
  return { ...begun, refused: [...begun.refused, { index, reason: 'page breaks off' }], truncated: true };
}

/** Rows as posts: repeats of an id merged into the first, unreadable rows named by their place. */
export function readRows<Row>(
  rows: readonly Row[],
  toPost: (row: Row, index: number) => SourcePost | string,
): Extract<ParseResult, { kind: 'posts' }> {
  const posts = new Map<string, SourcePost>();
  const refused: Refusal[] = [];
  for (const [index, row] of rows.entries()) {
    const post = toPost(row, index);
    if (typeof post === 'string') refused.push({ index, reason: post });
    else if (!posts.has(post.externalId)) posts.set(post.externalId, post);
  }
  return { kind: 'posts', posts: [...posts.values()], refused };
}

/** As `readRows`; but rows of which not one could be read are not what the source knows. */
export function readKnownRows<Row>(
  rows: readonly Row[],
  toPost: (row: Row, index: number) => SourcePost | string,
): ParseResult {
  const read = readRows(rows, toPost);
  if (read.posts.length > 0 || read.refused.length === 0) return read;
  const detail = `none of ${read.refused.length} rows could be read: ${read.refused[0]?.reason}`;
  return { kind: 'wall', wall: 'shape-changed', detail };
}
