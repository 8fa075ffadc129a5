import { AppError } from '../../core/errors.ts';
import type { ReadPage } from '../../core/feed/page-reading.ts';
import type { FetchResult, Page, Params, ParseResult, Source, SourceIO } from '../../core/feed/source.ts';
import { cleanPost } from '../../core/mention/clean.ts';
import { WORDLESS } from '../../core/reading/wordless.ts';
import type { FeedPreview, PreviewPage } from '../../core/screens/settings.ts';
import { withoutSecrets } from '../../core/settings/hidden-settings.ts';
import { readParams } from '../../core/settings/params.ts';
import type { Instant } from '../../core/time.ts';
import { brokenOff, unreadable } from './crawl-outcome.ts';

const MAX_POSTS = 20;
const MAX_TEXT_LENGTH = 400;
/** Of a site that is read article by article: somebody waits, and slow sites are asked slowly. */
const MAX_ARTICLES = 3;
/** As much of a page as people look at. */
const MAX_PAGE_EXCERPT_LENGTH = 6_000;

export interface PreviewFeedDeps {
  readonly sources: ReadonlyMap<string, Source>;
  /** As polite as any, but without memory of earlier visits: "not modified" would show nothing. */
  readonly fetcher: Pick<SourceIO, 'get'>;
  readonly readPage: ReadPage;
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
  const nothing = { wall: null, failure: null, page: null, found: 0, posts: [], refused: [], bytes: 0 };
  const read = (page: Page) => deps.readPage(source, page, params, deps.now());
  const io = { get: deps.fetcher.get, read, now: deps.now, most: MAX_ARTICLES };
  for await (const result of source.collect(params, io)) {
    const shown = await show(result, source, params, deps);
    const detail = withoutSecrets(shown.detail, params, source.params);
    return { ...nothing, bytes: result.bytes, ...shown, detail };
  }
  return { ...nothing, outcome: 'quiet', detail: 'the source asked for no page' };
}

type Shown = Pick<FeedPreview, 'outcome' | 'detail'> & Partial<FeedPreview>;

async function show(
  result: FetchResult,
  source: Source,
  params: Params,
  { readPage, now }: PreviewFeedDeps,
): Promise<Shown> {
  const secretless = (text: string) => withoutSecrets(text, params, source.params);
  if (result.kind !== 'page') {
    const { part } = result;
    const begun = part && showParsed(await readPage(source, part, params, now()), now());
    const stood = part ?? (result.kind === 'wall' ? result.page : undefined);
    const page = stood === undefined ? null : beginningOf(stood, secretless);
    return { ...begun, wall: null, ...namesOf(result), page };
  }
  const parsed = await readPage(source, result.page, params, now());
  return { ...showParsed(parsed, now()), page: beginningOf(result.page, secretless) };
}

function namesOf(result: Exclude<FetchResult, { kind: 'page' }>): Shown {
  if (result.kind === 'wall') return { outcome: 'wall', wall: result.wall, detail: result.detail };
  const { reason, detail } = result;
  return { outcome: 'failed', failure: reason, detail: `${reason}: ${detail}` };
}

function beginningOf(page: Page, secretless: (text: string) => string): PreviewPage {
  const { status, contentType, charset, body } = page;
  const beginning = secretless(body.slice(0, MAX_PAGE_EXCERPT_LENGTH)).toWellFormed();
  return { url: secretless(page.url), status, contentType, charset, body: beginning, length: body.length };
}

function showParsed(parsed: ParseResult, now: Instant): Shown {
  if (parsed.kind === 'wall') return namesOf({ ...parsed, bytes: 0 });
  // What would not be stored is no post here either.
  const bare = parsed.posts.flatMap((post, index) => {
    const clean = cleanPost(post, now);
    return clean.kind === 'refused' ? [{ index, reason: clean.reason }] : [];
  });
  const left = new Set(bare.map(({ index }) => index));
  const kept = parsed.posts.filter((_, index) => !left.has(index));
  const posts = kept.slice(0, MAX_POSTS).map((post) => ({
    title: post.title ?? null,
    text: post.text.slice(0, MAX_TEXT_LENGTH).toWellFormed(),
    url: post.url ?? null,
    at: post.publishedAt ?? null,
    precision: post.precision,
  }));
  const unread = parsed.refused.find(({ reason }) => !WORDLESS.has(reason));
  if (parsed.posts.length === 0 && !parsed.truncated && unread !== undefined) {
    const { outcome, wall, detail } = unreadable(parsed.refused.length, unread.reason);
    return { outcome, wall, detail, refused: parsed.refused };
  }
  const outcome = parsed.posts.length > 0 ? 'posts' : 'quiet';
  const { wall, detail } = brokenOff(parsed.posts.length);
  return {
    ...(parsed.truncated
      ? { outcome: 'wall', wall, detail }
      : { outcome, detail: `${kept.length} posts on the first page` }),
    found: kept.length,
    posts,
    refused: [...parsed.refused, ...bare],
  };
}
