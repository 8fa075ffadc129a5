import { AppError } from '../core/errors.ts';
import { readParams } from '../core/params.ts';
import type { FeedPreview } from '../core/screens-settings.ts';
import type { FetchResult, Page, Params, Source, SourceIO } from '../core/source.ts';
import type { Instant } from '../core/time.ts';

const MOST_POSTS = 20;
const LONGEST_TEXT = 400;

export interface PreviewFeedDeps {
  readonly sources: ReadonlyMap<string, Source>;
  /** As polite as any, but without memory of earlier visits: "not modified" would show nothing. */
  readonly fetcher: Pick<SourceIO, 'get'>;
  readonly now: () => Instant;
}

/**
 * One look at the first page of a source with unsaved settings. Nothing is stored.
 * @throws AppError('unknown_source'), AppError('bad_params') naming every fault
 */
export async function previewFeed(
  deps: PreviewFeedDeps,
  input: { readonly source: string; readonly params: Params },
): Promise<FeedPreview> {
  const source = deps.sources.get(input.source);
  if (!source) throw new AppError('unknown_source', `there is no source named ${input.source}`);
  const params = readParams(source.params, input.params);
  const nothing = { wall: null, posts: [], refused: [], bytes: 0 };
  for await (const result of source.collect(params, { get: deps.fetcher.get, now: deps.now })) {
    return { ...nothing, bytes: result.bytes, ...show(result, source, params, deps.now()) };
  }
  return { ...nothing, outcome: 'quiet', detail: 'the source asked for no page' };
}

type Shown = Pick<FeedPreview, 'outcome' | 'detail'> & Partial<FeedPreview>;

function show(result: FetchResult, source: Source, params: Params, now: Instant): Shown {
  if (result.kind === 'wall') return { outcome: 'wall', wall: result.wall, detail: result.detail };
  if (result.kind === 'failed') return { outcome: 'failed', detail: `${result.reason}: ${result.detail}` };
  return showPage(result.page, source, params, now);
}

function showPage(page: Page, source: Source, params: Params, now: Instant): Shown {
  const parsed = source.parse(page, params, now);
  if (parsed.kind === 'wall') return { outcome: 'wall', wall: parsed.wall, detail: parsed.detail };
  const posts = parsed.posts.slice(0, MOST_POSTS).map((post) => ({
    title: post.title ?? null,
    text: post.text.slice(0, LONGEST_TEXT).toWellFormed(),
    url: post.url ?? null,
    at: post.publishedAt ?? null,
    precision: post.precision,
  }));
  const outcome = parsed.posts.length > 0 ? 'posts' : 'quiet';
  return {
    outcome,
    detail: `${parsed.posts.length} posts on the first page`,
    posts,
    refused: parsed.refused,
  };
}
