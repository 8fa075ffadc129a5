import { parseExactJson } from '../../core/exact-json.ts';
import { PUSH_FIELDS } from '../../core/import/import-mapping.ts';
import { createRowReader } from '../../core/import/import-post.ts';
import { itemsOf, type PushAnswer, type PushResult, sayRefusal, statusOf } from '../../core/import/push.ts';
import type { SourcePost } from '../../core/mention/post.ts';
import { shortForm } from '../../core/short-form.ts';
import type { Tx } from '../../db/database.ts';
import { answerRequest, getRequest, type IngestRequest } from '../../db/import/ingest-requests.ts';
import { countUse } from '../../db/import/ingest-tokens.ts';
import { type IngestInput, type IngestReport, ingest } from '../ingest/ingest.ts';
import type { RefusedPost } from '../ingest/prepare-posts.ts';
import type { ImportDeps } from './import.ts';

/** What a push holds, ready to be stored. */
export interface PushedPosts {
  readonly posts: readonly SourcePost[];
  /** Place of each post among the items. */
  readonly positions: readonly number[];
  readonly refused: readonly RefusedPost[];
  readonly received: number;
}

/**
 * Stores what a push brought. Its answer is written, and what it sent forgotten, in the transaction of its
 * posts: done twice, the second only finds the first one's answer.
 * @returns null when it is answered already, or given up
 */
export async function takePush(
  deps: ImportDeps,
  input: { readonly requestId: number },
): Promise<IngestReport | null> {
  const request = await getRequest(deps.db, input.requestId);
  if (request === null || request.body === null || request.answer !== null) return null;
  const pushed = readItems(deps, request, parseExactJson(Buffer.from(request.body).toString('utf8')));
  return ingest(deps, {
    ...pushed,
    origin: pushOrigin(request),
    inlet: pushOrigin(request),
    after: (tx, report) => keepAnswer(tx, request, answerOf(pushed, report), deps.now()),
  } satisfies IngestInput);
}

/** Under which a push's refusals are kept, and its posts are known to come by one token. */
export function pushOrigin({ tokenId }: Pick<IngestRequest, 'tokenId'>): string {
  return `push #${tokenId}`;
}

/** Of two workers that have the same push in hand the first answers, and what it brought is counted once. */
export async function keepAnswer(
  tx: Tx,
  request: IngestRequest,
  answer: PushAnswer,
  now: number,
): Promise<void> {
  const first = await answerRequest(tx, request.id, { status: statusOf(answer), body: answer });
  if (first) await countUse(tx, request.tokenId, answer.received, now);
}

function readItems(deps: ImportDeps, request: IngestRequest, body: unknown): PushedPosts {
  const { mapping } = request;
  const read = createRowReader({
    now: deps.now(),
    readTime: deps.readTime,
    ...(mapping ?? { fields: PUSH_FIELDS, platform: 'push', urlIsId: true }),
  });
  const items = itemsOf(body);
  const posts: SourcePost[] = [];
  const positions: number[] = [];
  const refused: RefusedPost[] = [];
  items.forEach((item, index) => {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) {
      refused.push({ index, reason: 'not-an-object', excerpt: shortForm(item, 200) });
      return;
    }
    // Whoever names no platform may name a source.
    const cells = mapping === null && 'source' in item ? { platform: item.source, ...item } : item;
    const result = read(cells as Record<string, unknown>);
    if (result.kind === 'refused') {
      refused.push({ index, reason: result.reason, excerpt: result.excerpt });
      return;
    }
    posts.push(result.post);
    positions.push(index);
  });
  return { posts, positions, refused, received: items.length };
}

const UNDATED = { code: 'no-time', message: 'it gives no time of its own: it counts as said now' };
const FUTURE = { code: 'future-time', message: 'its time had not come yet: it counts as said now' };

/** What became of each item, in their order. */
export function answerOf({ received, posts, positions }: PushedPosts, report: IngestReport): PushAnswer {
  const refused = new Map(report.refused.map(({ index, reason }) => [index, reason]));
  const [added, renewed, changed] = [report.added, report.renewed, report.changed].map(
    (list) => new Set(list),
  );
  const future = new Set(report.future);
  const undated = new Set(positions.filter((_, at) => posts[at]?.publishedAt === undefined));
  const timeless = (index: number) => (future.has(index) ? FUTURE : undated.has(index) ? UNDATED : {});
  const results = Array.from({ length: received }, (_, index): PushResult => {
    const code = refused.get(index);
    if (code !== undefined) return { index, status: 'refused', code, message: sayRefusal(code) };
    if (added?.has(index)) return { index, status: 'stored', ...timeless(index) };
    const other = changed?.has(index)
      ? { code: 'known-with-other-content', message: 'the words stored first are kept' }
      : {};
    return { index, status: renewed?.has(index) ? 'updated' : 'known', ...other };
  });
  const count = (status: PushResult['status']) => results.filter((each) => each.status === status).length;
  const none = received > 0 && count('refused') === received;
  return {
    received,
    stored: count('stored'),
    known: count('known'),
    updated: count('updated'),
    refused: count('refused'),
    ...(none ? { error: { code: 'bad_row', message: 'not one item could be stored', details: {} } } : {}),
    results,
  };
}
