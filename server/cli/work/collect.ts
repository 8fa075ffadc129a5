import { createMemoryFetchStore } from '../../../crawlers/polite/fetch-store.ts';
import { createPoliteFetcher } from '../../../crawlers/polite/fetcher.ts';
import type { Config } from '../../config.ts';
import type { FetchResult, Page, Params, ParseResult, Source, SourceIO } from '../../core/feed/source.ts';
import { readParams } from '../../core/settings/params.ts';
import { localHostsOf } from '../../net/local-hosts.ts';
import { loadSources } from '../../plugins.ts';
import { openPageReader } from '../../worker/page-reader.ts';
import { readPairs } from '../shell/arguments.ts';
import type { CommandIO } from '../shell/command.ts';
import { findSource, keyForPrinting, printParsed } from '../shell/posts.ts';

const ALLOW = '; TINGCHAO_ALLOW_PRIVATE names hosts that may be on a private network';

async function collectAll(
  source: Source,
  params: Params,
  { read, ...hands }: SourceIO & Required<Pick<SourceIO, 'read'>>,
  key: Buffer,
  io: CommandIO,
): Promise<number> {
  let status = 0;
  for await (const result of source.collect(params, { ...hands, read })) {
    const page = result.kind === 'page' ? result.page : result.part;
    const parsed = page && (await read(page));
    // What the fetch came to says why a part is no more.
    if (parsed?.kind === 'posts' || (parsed && result.kind === 'page')) await printParsed(parsed, key, io);
    if (result.kind === 'failed') {
      const hint = result.reason === 'private-address' ? ALLOW : '';
      io.stderr.write(`tingchao: the fetch failed (${result.reason}): ${result.detail}${hint}\n`);
      return 1;
    }
    if (result.kind === 'wall') await printParsed(result, key, io);
    const broken = breakOf(result) ?? (parsed && breakOf(parsed));
    if (broken !== undefined) {
      io.stderr.write(`tingchao: the page is damaged (malformed): ${broken}\n`);
      status = 1;
    }
    if ((parsed?.kind === 'wall' && result.kind === 'page') || io.signal.aborted) break;
  }
  return status;
}

/** What is known of the rest of a page that stopped in the middle; undefined for one that did not. */
function breakOf(of: FetchResult | ParseResult): string | undefined {
  if (of.kind === 'wall') return of.wall === 'malformed' ? of.detail : undefined;
  const isPart = of.kind === 'posts' && of.truncated;
  return isPart ? `what came after its ${of.posts.length} whole entries is missing` : undefined;
}

interface CollectOptions {
  readonly name: string;
  /** Settings of the source, as `name=value`. */
  readonly pairs: readonly string[];
}

export async function collect(
  config: Config,
  { name, pairs }: CollectOptions,
  io: CommandIO,
): Promise<number> {
  const sources = await loadSources();
  const source = findSource(sources, name);
  const params = readParams(source.params, readPairs(pairs));
  if (!source.access.onByDefault) io.stderr.write(`tingchao: ${source.name}: ${source.access.note.en}\n`);
  const fetcher = createPoliteFetcher({
    store: createMemoryFetchStore(),
    contact: config.contact,
    proxy: config.proxy,
    now: Date.now,
    localHosts: localHostsOf(config, io.pauses?.spacingMs),
  });
  const pages = openPageReader();
  const read = (page: Page) => pages.read(source, page, params, Date.now());
  const stop = () => void fetcher.close();
  io.signal.addEventListener('abort', stop, { once: true });
  try {
    return await collectAll(
      source,
      params,
      { get: fetcher.get, read, now: Date.now },
      keyForPrinting(config),
      io,
    );
  } finally {
    io.signal.removeEventListener('abort', stop);
    await pages.close();
    await fetcher.close();
  }
}
