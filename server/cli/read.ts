import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { decodePage } from '../../crawlers/polite/charset.ts';
import { parseConfig } from '../config.ts';
import { AppError } from '../core/errors.ts';
import type { Page, Params } from '../core/feed/source.ts';
import { readParams } from '../core/settings/params.ts';
import type { Instant } from '../core/time.ts';
import { loadSources } from '../plugins.ts';
import { openPageReader } from '../worker/page-reader.ts';
import { readArguments, readPairs } from './shell/arguments.ts';
import { readChinaTime } from './shell/china-time.ts';
import { defineCommand } from './shell/command.ts';
import { findSource, keyForPrinting, printParsed } from './shell/posts.ts';

const KINDS: Readonly<Record<string, string>> = {
  '.json': 'application/json',
  '.xml': 'application/xml',
  '.rss': 'application/rss+xml',
  '.atom': 'application/atom+xml',
  '.html': 'text/html',
  '.htm': 'text/html',
};

function readNow(text: string | undefined): Instant {
  const now = text === undefined ? Date.now() : readChinaTime(text);
  if (Number.isNaN(now))
    throw new AppError('bad_request', `--now takes a date or an ISO time, not "${text}"`);
  return now;
}

async function loadPage(file: string, url: string | undefined, params: Params, now: Instant): Promise<Page> {
  const bytes = await readFile(file).catch((fault: Error) => {
    throw new AppError('bad_file', `cannot read ${file}: ${fault.message}`);
  });
  const contentType = KINDS[path.extname(file).toLowerCase()] ?? 'text/plain';
  const at = url ?? (typeof params.url === 'string' ? params.url : 'https://page.invalid/');
  if (!URL.canParse(at)) throw new AppError('bad_request', `"${at}" is no address`);
  const decoded = decodePage(bytes, contentType, new URL(at).host);
  return { url: at, status: 200, contentType, body: decoded.text, charset: decoded.charset, fetchedAt: now };
}

export default defineCommand({
  name: 'read',
  summary: 'read posts from a saved page with a source (nothing is fetched)',
  help: `
usage: tingchao read SOURCE --page FILE [--param name=value …] [--url URL] [--now ISO]

Prints the posts of a saved page, one JSON object a line, as SOURCE reads them, or one {"wall":"…"} line
when the page is no content but a login, a captcha, an error … Authors are pseudonyms: of the installation
in TINGCHAO_DATA if there is one, else of this run.
  --page    the saved page
  --param   a setting of the source, as its form on the page of feeds has it; once for each
  --url     where the page came from, for relative links (default: the "url" setting)
  --now     the time at which relative dates are read, in China where it names no zone (default: now)
An entry that cannot be read is told on stderr, and so is a page that breaks off; either makes the exit status 1.`,
  async run(args, io) {
    const { words, options } = readArguments(args, ['SOURCE'], {
      page: 'text',
      param: 'many',
      url: 'text',
      now: 'text',
    });
    if (options.page === undefined) throw new AppError('bad_request', '--page FILE is missing');
    const sources = await loadSources();
    const source = findSource(sources, words[0] ?? '');
    // Nothing is fetched: what fetching would need may be absent.
    const fields = source.params.map((field) => ({ ...field, required: false }));
    const params = readParams(fields, readPairs(options.param));
    const now = readNow(options.now);
    const page = await loadPage(options.page, options.url, params, now);
    const pages = openPageReader();
    try {
      const parsed = await pages.read(source, page, params, now);
      return await printParsed(parsed, keyForPrinting(parseConfig(io.env)), io);
    } finally {
      await pages.close();
    }
  },
});
