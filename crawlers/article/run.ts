import type { FetchResult, SourceIO } from '../../server/core/feed/source.ts';
import { lastingUrl } from '../urls.ts';
import { type Fault, type Judged, judge } from './judge.ts';
import { findLinks, type Listed, type Site, unknownOf, type WantedLink } from './links.ts';
import type { Reading } from './site-reading.ts';
import { holdUndated } from './undated-pages.ts';

/** So many unreadable articles and not one read: the site or the settings changed, not the articles. */
const SHAPE = 3;
interface Lost extends Omit<Fault, 'kind'> {
  readonly url: string;
  readonly result: FetchResult;
  /** It was asked for in vain before. */
  readonly isAgain: boolean;
}

const SAME = {
  reason: 'says what another page says',
  isOfMoment: false,
  isFinal: false,
  isOwn: true,
};

/**
 * One run: the list or sitemap, then the articles on it that were not read before, at most `most`; those that were
 * asked for in vain come last. One that cannot be read is reported and left out, so that it does not keep the others
 * waiting; the run ends at what concerns the whole site. A list on which nothing is new has not changed; it is a result
 * itself only when it names no article at all.
 */
export async function* readSite(reading: Reading, io: SourceIO): AsyncGenerator<FetchResult> {
  const most = Math.min(reading.most, io.most ?? reading.most);
  const left = await leftOver(reading, most, io);
  const found = left.length > 0 ? restOf(reading, left, io) : await findLinks(reading, io);
  if (!('urls' in found)) return yield found;
  const course = begin(found);
  const asked = left.length > 0 ? left : await unknownOf(found.urls, most, io);
  if (asked.length >= most) io.full?.();
  for (const wanted of asked) {
    const result = await io.get(wanted.url);
    const page = follow(course, wanted, result, await judge(wanted.url, result, reading));
    if (page !== null) yield count(course, page);
    if (course.ending !== null) break;
    course.done += 1;
  }
  for (const page of course.undated.held()) yield count(course, page);
  const { lost, read, bytes, ending } = course;
  await refuseLost(lost, read, io);
  await keepRest(reading, asked, left.length > 0, course, io);
  // The pause is what the host asks for: a run that brought an article came through.
  if (ending !== null && isPause(ending) && left.length > 0 && read > 0) return;
  if (ending !== null) yield { ...reasonOf(ending, whyOf(lost)), bytes: bytes + ending.bytes };
  else if (read === 0) yield { ...(whyOf(lost.filter(({ isAgain }) => !isAgain)) ?? quiet(found)), bytes };
}

/** What an earlier run left unasked, so far as nothing is known of it. */
async function leftOver(reading: Reading, most: number, io: SourceIO): Promise<readonly WantedLink[]> {
  const urls = (await io.waiting?.read(reading.list)) ?? [];
  return urls.length > 0 ? unknownOf(urls, most, io) : [];
}

/** The list that they stood on, not asked for again. */
function restOf({ list }: Reading, left: readonly WantedLink[], io: SourceIO): Site {
  const page = { url: list, status: 304, contentType: '', body: '', charset: 'utf-8', fetchedAt: io.now() };
  return {
    urls: left.map(({ url }) => url),
    list: { kind: 'page', page: { ...page, notModified: true }, bytes: 0 },
    hasAddresses: true,
  };
}

const isPause = (ending: FetchResult): boolean =>
  ending.kind === 'failed' && ending.reason === 'circuit-open';

/** Keeps what a pause left unasked, where the list alone was had before it, or an article of what was kept. */
async function keepRest(
  { list }: Reading,
  asked: readonly WantedLink[],
  isRest: boolean,
  { ending, done, lost, read }: Course,
  io: SourceIO,
): Promise<void> {
  const isCut = ending !== null && isPause(ending) && (isRest || read + lost.length === 0);
  if (isCut || isRest) await io.waiting?.keep(list, isCut ? asked.slice(done).map(({ url }) => url) : []);
}

/** How far a run has come. */
interface Course {
  readonly lost: Lost[];
  readonly undated: ReturnType<typeof holdUndated>;
  /** What was fetched and is not counted with a page yet. */
  bytes: number;
  read: number;
  /** Addresses that gave an answer. */
  done: number;
  isAnyDated: boolean;
  ending: FetchResult | null;
}

function begin({ list }: Site): Course {
  return {
    lost: [],
    undated: holdUndated(),
    bytes: list.bytes,
    read: 0,
    done: 0,
    isAnyDated: false,
    ending: null,
  };
}

/** Notes what one address answered; its page, where that is an article to be stored now. */
function follow(course: Course, { url, isAgain }: WantedLink, result: FetchResult, judged: Judged) {
  if (judged === 'site') {
    course.ending = result;
    return null;
  }
  if (judged.kind === 'article' && judged.isDated) {
    course.isAnyDated = true;
    return result;
  }
  const twin = judged.kind === 'article' ? course.undated.twin(judged) : null;
  if (judged.kind === 'article' && twin === null) {
    course.undated.hold(url, result, judged);
    return null;
  }
  course.bytes += result.bytes + (twin?.bytes ?? 0);
  if (judged.kind === 'fault') course.lost.push({ url, result, isAgain, ...judged });
  if (twin !== null) {
    const wall: FetchResult = { kind: 'wall', wall: 'waf', detail: twin.detail, bytes: 0 };
    for (const each of [...twin.urls, url]) course.lost.push({ url: each, result: wall, isAgain, ...SAME });
    // Where dated articles come, what several threads say alike is the site's note about these.
    if (twin.times >= SHAPE && !course.isAnyDated) course.ending = wall;
  }
  return null;
}

function count(course: Course, page: FetchResult): FetchResult {
  const bytes = page.bytes + course.bytes;
  course.bytes = 0;
  course.read += 1;
  return { ...page, bytes };
}

/** What the last address said that is not merely gone. */
function whyOf(lost: readonly Lost[]): FetchResult | undefined {
  return lost.findLast(({ reason }) => reason !== 'gone')?.result;
}

/** That a host is left alone says less than the wall of the article for which it is. */
function reasonOf(ending: FetchResult, why: FetchResult | undefined): FetchResult {
  return isPause(ending) && why?.kind === 'wall' ? why : ending;
}

/** Nothing was new: that is no empty page, unless it hasAddresses nothing. */
function quiet({ list, hasAddresses }: Site): Listed {
  return hasAddresses ? { ...list, page: { ...list.page, body: '', notModified: true } } : list;
}

/** Where none of the new ones can be read, none is reported: they are wanted again, unless each says why itself. */
async function refuseLost(lost: readonly Lost[], read: number, io: SourceIO): Promise<void> {
  const isChange = read === 0 && lost.filter(({ isAgain }) => !isAgain).length >= SHAPE;
  for (const { url, reason, isOfMoment, isAgain, isFinal, isOwn } of lost)
    if (isAgain || isOwn || !(isOfMoment || isChange)) await io.refuse?.(lastingUrl(url), reason, isFinal);
}
