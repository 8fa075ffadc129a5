import { opmlFault, scanTags, type Tag } from './opml-scan.ts';

/** One outline that names a feed, or tries to. */
export interface OpmlFeed {
  readonly title: string;
  /** As written; empty where there is none. */
  readonly address: string;
  /** From the outermost folder inwards. */
  readonly folders: readonly string[];
  readonly line: number;
}

export interface Opml {
  readonly title: string;
  readonly feeds: readonly OpmlFeed[];
}

export const MAX_FEEDS = 2_000;
const MAX_FOLDER_DEPTH = 50;

/**
 * Reads a list of feeds in OPML 1 or 2: folders in folders, feeds with or without a title, `category`
 * where a program writes its folders there.
 * @throws AppError('bad_file') that says what is wrong in which line: `details.fault` is `empty`,
 * `not-opml`, `feed`, `page`, `broken`, `no-feeds`, `too-many` or `too-deep`
 */
export function readOpml(text: string): Opml {
  if (text.trim() === '') throw opmlFault('empty', 1, 'the file is empty');
  demandOpml(text);
  const open: { tag: Tag; folder: string | null }[] = [];
  const feeds: OpmlFeed[] = [];
  let title = '';
  for (const tag of scanTags(text)) {
    if (tag.kind === 'close') {
      const last = open.pop()?.tag;
      if (last?.name !== tag.name)
        throw opmlFault('broken', tag.line, `</${tag.name}> ends nothing; ${openWords(last)}`);
      continue;
    }
    if (tag.name === 'title' && open.some((each) => each.tag.name === 'head')) title = tag.text;
    const folders = open.flatMap(({ folder }) => folder ?? []);
    const feed = tag.name === 'outline' ? readFeed(tag, folders) : null;
    if (feed !== null) feeds.push(feed);
    if (feeds.length > MAX_FEEDS)
      throw opmlFault('too-many', tag.line, `a file may name at most ${MAX_FEEDS} feeds`);
    if (tag.kind === 'empty') continue;
    open.push({ tag, folder: feed === null && tag.name === 'outline' ? nameOf(tag) || null : null });
    if (open.length > MAX_FOLDER_DEPTH)
      throw opmlFault('too-deep', tag.line, `folders nested more than ${MAX_FOLDER_DEPTH} deep`);
  }
  const left = open.at(-1)?.tag;
  if (left !== undefined) throw opmlFault('broken', left.line, `${openWords(left)}; the file may be cut off`);
  if (feeds.length === 0) throw opmlFault('no-feeds', 1, 'no outline in it names a feed');
  return { title, feeds };
}

function demandOpml(text: string): void {
  const root = /<([a-z][\w:]*)[\s>/]/i.exec(text.replace(/<!--[\s\S]*?-->/g, ''))?.[1]?.toLowerCase() ?? '';
  if (root === 'opml') return;
  if (/^(rss|feed|rdf:rdf)$/.test(root)) throw opmlFault('feed', 1, 'this is a feed, not a list of feeds');
  if (/^(html|head|body|dl|h1|meta|title)$/.test(root)) throw opmlFault('page', 1, 'this is a web page');
  throw opmlFault(
    'not-opml',
    1,
    `the file does not begin with <opml>${root === '' ? '' : `, but <${root}>`}`,
  );
}

const openWords = (tag: Tag | undefined): string =>
  tag === undefined ? 'nothing is open' : `<${tag.name}> of line ${tag.line} is not closed`;

const nameOf = (tag: Tag): string => tag.attributes.get('text') || tag.attributes.get('title') || '';

/** null for a folder or a note. An outline with a page but no feed is reported, not dropped silently. */
function readFeed(tag: Tag, folders: readonly string[]): OpmlFeed | null {
  const { attributes, line } = tag;
  const address = attributes.get('xmlurl') ?? '';
  const type = attributes.get('type')?.toLowerCase() ?? '';
  const meant =
    /^(rss|atom|feed|link|include)$/.test(type) || attributes.has('htmlurl') || attributes.has('url');
  if (address === '' && !(meant && tag.kind === 'empty')) return null;
  const [category = ''] = (attributes.get('category') ?? '').split(',');
  const told = category
    .split('/')
    .map((part) => part.trim())
    .filter(Boolean);
  return { title: nameOf(tag), address, folders: folders.length > 0 ? folders : told, line };
}
