import { randomBytes } from 'node:crypto';
import type { Config } from '../../config.ts';
import { AppError } from '../../core/errors.ts';
import type { ParseResult, Source } from '../../core/feed/source.ts';
import type { SourcePost } from '../../core/mention/post.ts';
import { pseudonym } from '../../core/mention/pseudonym.ts';
import { nearest } from '../../core/nearest.ts';
import { keyAtHand } from '../../key-file.ts';
import type { CommandIO } from './command.ts';
import { put } from './streams.ts';

/** The source of that name. Throws AppError('unknown_source') with what was probably meant. */
export function findSource(sources: ReadonlyMap<string, Source>, name: string): Source {
  const source = sources.get(name);
  if (source !== undefined) return source;
  const known = [...sources.keys()];
  const meant = nearest(name, known);
  const hint = meant ? `did you mean ${meant}?` : `there are ${known.join(', ')}`;
  throw new AppError('unknown_source', `there is no source "${name}"; ${hint}`);
}

/** The installation's key where there is one; else one for this run, so that nothing is stored. */
export function keyForPrinting(config: Config): Buffer {
  return keyAtHand(config) ?? randomBytes(32);
}

/** One post as programs read it: the author a pseudonym, times ISO, absent facts absent. */
export function postLine(post: SourcePost, key: Buffer): string {
  const { source, platform, externalId, url, title, text, precision, metrics, rating, region } = post;
  const time =
    post.publishedAt === undefined
      ? { observedAt: new Date(post.observedAt).toISOString() }
      : { publishedAt: new Date(post.publishedAt).toISOString() };
  const author = post.author === undefined ? {} : { author: pseudonym(key, platform, post.author) };
  const line = {
    source,
    platform,
    externalId,
    url,
    title,
    text,
    ...author,
    ...time,
    precision,
    metrics,
    rating,
    region,
  };
  return `${JSON.stringify(line)}\n`;
}

/**
 * Prints what a page came to: posts, or its wall; entries that could not be read go to stderr. Answers with the exit
 * status: 1 where there were such.
 */
export async function printParsed(parsed: ParseResult, key: Buffer, io: CommandIO): Promise<number> {
  if (parsed.kind === 'wall') {
    await put(io.stdout, `${JSON.stringify({ wall: parsed.wall, detail: parsed.detail })}\n`);
    return 0;
  }
  for (const { index, reason } of parsed.refused) {
    io.stderr.write(`${JSON.stringify({ entry: index, error: 'bad_page', message: reason })}\n`);
  }
  await put(io.stdout, parsed.posts.map((post) => postLine(post, key)).join(''));
  return parsed.refused.length > 0 ? 1 : 0;
}
