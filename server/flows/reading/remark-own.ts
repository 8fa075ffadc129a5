import { voiceOfHost } from '../../core/mention/authority.ts';
import { compileWatches, type Matcher, matchPost } from '../../core/mention/match.ts';
import { accountForms, writtenNames } from '../../core/mention/own-accounts.ts';
import type { Post, Voice } from '../../core/mention/post.ts';
import { pseudonym } from '../../core/mention/pseudonym.ts';
import type { Match, Watch } from '../../core/mention/watch.ts';
import type { Instant } from '../../core/time.ts';
import type { Db, Tx } from '../../db/database.ts';
import { inSlices } from '../../db/engine/calm.ts';
import { feedsOfPosts, ownMentions, setVoice, usualVoice, voicesOfFeeds } from '../../db/post/own-posts.ts';
import { findReadings } from '../../db/reading/readings.ts';
import { listWatches } from '../../db/watch/watches.ts';
import { type Placed, placeReadings } from '../placing/place-reading.ts';

/** Why what is stored may be another's word than it was. */
export interface Cause {
  /** What the watch's subject was called before. */
  readonly former: readonly string[];
  /** A feed that was marked as the subject's own, or is no more. */
  readonly feedId?: number | undefined;
}

export interface RemarkDeps {
  readonly db: Db;
  readonly hashKey: Buffer;
  now(): Instant;
}

/** Posts that change places in one transaction. */
const SLICE = 200;

/** Tells accounts by the marks that are stored of them; null where a mark is of none of these names. */
type Accounts = (post: Pick<Post, 'author' | 'platform'>) => string | null;

/** @param names of subjects, as they are written */
function createAccounts(hashKey: Buffer, names: Iterable<string>): Accounts {
  const forms = [...new Set(names)].flatMap(accountForms);
  const byPlatform = new Map<string, ReadonlyMap<string, string>>();
  return ({ author, platform }) => {
    if (author === null) return null;
    const known =
      byPlatform.get(platform) ?? new Map(forms.map((form) => [pseudonym(hashKey, platform, form), form]));
    byPlatform.set(platform, known);
    return known.get(author) ?? null;
  };
}

/** A post that the watch mentions. */
interface Hit {
  readonly post: Post;
  readonly match: Match;
}

/** Takes the posts that a watch looks at, and tells which may be the subject's own word now, or were. */
export interface OwnSuspects {
  note(posts: readonly Post[]): Promise<void>;
  /** Those of some mentions that its subject says itself. Of an account that no name tells it stays as it was. */
  ownAmong(hits: readonly Hit[], matcher: Matcher): Promise<ReadonlySet<number>>;
  readonly ids: readonly number[];
}

export async function createOwnSuspects(
  { db, hashKey }: RemarkDeps,
  watch: Watch,
  { former, feedId }: Cause,
): Promise<OwnSuspects> {
  const accountOf = createAccounts(hashKey, [...writtenNames(watch), ...former]);
  const voices = await voicesOfFeeds(db);
  const ids: number[] = [];
  const isMarked = (feed: number | undefined) =>
    feed !== undefined && (feed === feedId || voices.get(feed) === 'own');
  const asks = feedId !== undefined || [...voices.values()].includes('own');
  return {
    ids,
    async ownAmong(hits, matcher) {
      const stored = await ownMentions(
        db,
        watch.id,
        hits.map(({ post }) => post),
      );
      const isOwn = ({ post, match }: Hit) => {
        const account = accountOf(post);
        return account === null
          ? stored.has(post.id)
          : matcher.ownFor(account, post.voice, [match]).has(watch.id);
      };
      return new Set(hits.filter(isOwn).map(({ post }) => post.id));
    },
    async note(posts) {
      const feeds = asks
        ? await feedsOfPosts(
            db,
            posts.map(({ id }) => id),
          )
        : new Map<number, number>();
      for (const post of posts) {
        if (post.voice === 'own' || accountOf(post) !== null || isMarked(feeds.get(post.id)))
          ids.push(post.id);
      }
    },
  };
}

/**
 * Makes posts the subject's own word, or takes that from them, by what its watches and feeds are called now: who
 * speaks, all mentions, facts and counts. A post whose account cannot be recognised by its mark stays what it is.
 * @returns the watches whose counts moved
 */
export async function remarkOwn(
  { db, hashKey, now }: RemarkDeps,
  ids: readonly number[],
  { former, feedId }: Cause,
): Promise<ReadonlySet<number>> {
  let at = 0;
  const moved = new Set<number>();
  const usual = new Map<string, Voice>();
  await inSlices(db, async (tx) => {
    if (at >= ids.length) return null;
    const part = ids.slice(at, at + SLICE);
    at += part.length;
    const placed = await judgeAll(tx, part, { hashKey, former, feedId, usual });
    const { watchIds } = await placeReadings(tx, placed, now(), async () => {
      for (const { post } of placed) await setVoice(tx, post.id, post.voice);
    });
    for (const id of watchIds) moved.add(id);
    return part.length;
  });
  return moved;
}

interface By {
  readonly hashKey: Buffer;
  readonly former: readonly string[];
  readonly feedId: number | undefined;
  /** Who mostly speaks on a platform by a source: asked once a run, as all its posts are counted for it. */
  readonly usual: Map<string, Voice>;
}

async function judgeAll(tx: Tx, ids: readonly number[], by: By): Promise<readonly Placed[]> {
  const all = await listWatches(tx);
  const matcher = compileWatches(all);
  // A paused watch keeps its mentions, and whose own word they are.
  const everyone = compileWatches(all.map((watch) => ({ ...watch, active: true })));
  const readings = await findReadings(tx, ids);
  const seeing = new Set(
    readings.flatMap(({ post }) => matchPost(post, everyone).map(({ watchId }) => watchId)),
  );
  const names = all.filter(({ id }) => seeing.has(id)).flatMap(writtenNames);
  const accountOf = createAccounts(by.hashKey, [...names, ...by.former]);
  const [voices, feeds] = [await voicesOfFeeds(tx), await feedsOfPosts(tx, ids)];
  const placed: Placed[] = [];
  for (const { post, analysis, override } of readings) {
    const feed = feeds.get(post.id);
    const told = feed === undefined ? null : (voices.get(feed) ?? null);
    const other = post.voice === 'own' ? await voiceBefore(tx, post, told, by.usual) : post.voice;
    const account = accountOf(post);
    const ofFeed = feed !== undefined && (feed === by.feedId || post.author === null);
    // Who vouched for an account was not kept, only that it was its own word.
    const own = told === 'own' || speaks(matcher, post, account, ofFeed ? other : post.voice);
    // Whoever is called by no name that is known stays: the subject was called so once, or said so itself.
    const sure = own || account !== null || ofFeed;
    const voice = own ? 'own' : sure ? other : post.voice;
    if (voice === post.voice) continue;
    const judged = override?.sentiment ?? null;
    const ownFor = account === null ? undefined : everyone.ownFor(account, other, matchPost(post, everyone));
    placed.push({ post: { ...post, voice }, analysis, judged, revoiced: true, ownFor });
  }
  return placed;
}

function speaks(matcher: Matcher, post: Post, account: string | null, voice: Voice): boolean {
  return account !== null && matcher.isOwn(account, voice, matchPost(post, matcher));
}

/** Who spoke before it was the subject's own word: that was not kept. */
async function voiceBefore(
  tx: Tx,
  post: Post,
  told: Voice | null,
  usual: Map<string, Voice>,
): Promise<Voice> {
  const host = post.url === null ? undefined : URL.parse(post.url)?.hostname;
  const byHost = host === undefined ? null : voiceOfHost(host);
  if (byHost !== null) return byHost;
  if (told !== null && told !== 'own') return told;
  const place = `${post.source}|${post.platform}`;
  const voice = usual.get(place) ?? (await usualVoice(tx, post)) ?? 'ordinary';
  usual.set(place, voice);
  return voice;
}
