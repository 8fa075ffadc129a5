import type {
  Asking,
  FetchResult,
  Page,
  Params,
  ParseResult,
  Source,
  SourceIO,
  SourceRange,
} from '../../server/core/feed/source.ts';
import { pageOf, READ_AT, readPayload } from './read-payload.ts';

/** A time on a clock in China. */
export const beijing = (text: string) => Date.parse(`${text}+08:00`);

/** One day before `READ_AT`, for back-fills. */
export const RANGE: SourceRange = {
  from: Date.parse('2026-11-20T00:00:00Z'),
  to: Date.parse('2026-11-21T00:00:00Z'),
};

export const timeout: FetchResult = { kind: 'failed', reason: 'timeout', detail: '', bytes: 0 };

const textOf = (body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body));

/** An answer with this body; what is no text becomes JSON. */
export function found(body: unknown, more: Partial<Page> = {}): FetchResult {
  const text = textOf(body);
  return { kind: 'page', page: pageOf(text, more), bytes: text.length };
}

/** The result of a page that was read; a wall fails the test. */
export function accepted(result: ParseResult) {
  if (result.kind !== 'posts') throw new Error(`${result.wall}: ${result.detail}`);
  return result;
}

export const postsOf = (result: ParseResult) => accepted(result).posts;

/** The body of a recorded page of this source. */
export const sample = (source: Source, file: string) => readPayload(source.name, file).body;

/** What the source makes of a recorded page. */
export const parseFile = (source: Source, file: string, params: Params = {}) =>
  source.parse(readPayload(source.name, file), params, READ_AT);

/** What the source makes of this body; what is no text becomes JSON. */
export const parseBody = (source: Source, body: unknown, params: Params = {}, more: Partial<Page> = {}) =>
  source.parse(pageOf(textOf(body), more), params, READ_AT);

export const readPosts = (source: Source, file: string, params: Params = {}) =>
  postsOf(parseFile(source, file, params));

/** Runs `collect` against answers by address; gives what was asked, in order. */
export async function ask(
  source: Source,
  params: Params,
  answer: (url: string, asking: Asking | undefined, number: number) => FetchResult | string = () => '',
  range?: SourceRange,
  known: Partial<Pick<SourceIO, 'wasCut' | 'isBehind'>> = {},
) {
  const asked: { url: string; asking: Asking | undefined }[] = [];
  const get = async (url: string, asking?: Asking) => {
    asked.push({ url, asking });
    const said = answer(url, asking, asked.length);
    return typeof said === 'string' ? found(said) : said;
  };
  const io = { ...known, now: () => READ_AT, get, ...(range && { range }) };
  const results = await Array.fromAsync(source.collect(params, io));
  return { asked, urls: asked.map(({ url }) => url), results };
}

/** A run whose answers come by address and know it; for pages that lead to pages. */
export async function walk(
  source: Source,
  params: Params,
  answer: (url: URL) => string,
  range?: SourceRange,
) {
  const page = (url: string) => found(answer(new URL(url)), { url });
  const { urls, results } = await ask(source, params, page, range);
  return { asked: urls.map((url) => new URL(url)), results };
}
