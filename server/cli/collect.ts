import { createMemoryFetchStore } from '../../crawlers/polite/fetch-store.ts';
import { createPoliteFetcher } from '../../crawlers/polite/fetcher.ts';
import { parseConfig } from '../config.ts';
import type { Page, Params, Source, SourceIO } from '../core/feed/source.ts';
import { readParams } from '../core/settings/params.ts';
import { localHostsOf } from '../local-hosts.ts';
import { openPageReader } from '../page-reader.ts';
import { loadPlugins } from '../plugins.ts';
import { readArguments, readPairs } from './shell/arguments.ts';
import { type CommandIO, defineCommand } from './shell/command.ts';
import { findSource, keyForPrinting, printParsed } from './shell/posts.ts';
import { put } from './shell/streams.ts';

async function collectAll(
  source: Source,
  params: Params,
  { read, ...hands }: SourceIO & Required<Pick<SourceIO, 'read'>>,
  key: Buffer,
  io: CommandIO,
): Promise<number> {
  for await (const result of source.collect(params, { ...hands, read })) {
    if (result.kind === 'failed') {
      io.stderr.write(`tingchao: the fetch failed (${result.reason}): ${result.detail}\n`);
      return 1;
    }
    if (result.kind === 'wall') {
      await put(io.stdout, `${JSON.stringify({ wall: result.wall, detail: result.detail })}\n`);
      continue;
    }
    const parsed = await read(result.page);
    await printParsed(parsed, key, io);
    if (parsed.kind === 'wall' || io.signal.aborted) return 0;
  }
  return 0;
}

export default defineCommand({
  name: 'collect',
  summary: 'fetch a source politely and print its posts (nothing is stored)',
  help: `
usage: tingchao collect SOURCE [--param name=value …]

Fetches once, under robots.txt and one request at a time per host, and prints the posts, one JSON object
a line, or a {"wall":"…"} line where the far side refuses. The legal note of a source that is off by
default goes to stderr. Exit status 1 when there was no answer.
Addresses on private networks are refused unless TINGCHAO_ALLOW_PRIVATE names them.
  --param   a setting of the source, as its form on the page of feeds has it; once for each`,
  async run(args, io) {
    const { words, options } = readArguments(args, ['SOURCE'], { param: 'many' });
    const config = parseConfig(io.env);
    const { sources } = await loadPlugins();
    const source = findSource(sources, words[0] ?? '');
    const params = readParams(source.params, readPairs(options.param));
    if (!source.access.onByDefault) io.stderr.write(`tingchao: ${source.name}: ${source.access.note.en}\n`);
    const fetcher = createPoliteFetcher({
      store: createMemoryFetchStore(),
      contact: config.contact,
      proxy: config.proxy,
      now: Date.now,
      localHosts: localHostsOf(config),
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
  },
});
