import { compileWatches, matchPost } from '../../core/mention/match.ts';
import { checkRule } from '../../core/mention/rule-check.ts';
import type { Rule, Watch } from '../../core/mention/watch.ts';
import type { WatchPreview } from '../../core/screens/screens.ts';
import { DAY, type Instant, startOfDay } from '../../core/time.ts';
import type { Db } from '../../db/database.ts';
import { readNewestPosts } from '../../db/post/post-pages.ts';

const DAYS = 7;
const MAX_POSTS_SCANNED = 20_000;
const SAMPLES = 10;
const SHOWN = 200;

/**
 * What an unsaved rule would have found in the newest posts of the last seven days (20,000 at most).
 * Stores nothing. A faulty rule finds nothing and says why.
 */
export async function previewWatch(
  deps: { readonly db: Db; now(): Instant },
  input: { readonly rule: Rule; readonly people: readonly string[] },
): Promise<WatchPreview> {
  const now = deps.now();
  const today = startOfDay(now);
  const faults = checkRule(input.rule);
  const days = new Map(Array.from({ length: DAYS }, (_, ago) => [today - (DAYS - 1 - ago) * DAY, 0]));
  const perDay = () => [...days].map(([day, count]) => ({ day, count }));
  if (faults.length > 0) return { faults, matched: 0, scanned: 0, perDay: perDay(), samples: [] };
  const matcher = compileWatches([draftWatch(input, now)]);
  const posts = await readNewestPosts(deps.db, today - (DAYS - 1) * DAY, MAX_POSTS_SCANNED);
  const samples: WatchPreview['samples'][number][] = [];
  let matched = 0;
  for (const post of posts) {
    const match = matchPost(post, matcher)[0];
    if (match === undefined) continue;
    matched += 1;
    const day = startOfDay(post.at);
    days.set(day, (days.get(day) ?? 0) + 1);
    if (samples.length >= SAMPLES) continue;
    const { id, platform, at, title, text } = post;
    samples.push({
      postId: id,
      platform,
      at,
      title,
      text: text.slice(0, SHOWN).toWellFormed(),
      terms: match.terms,
    });
  }
  return { faults: [], matched, scanned: posts.length, perDay: perDay(), samples };
}

function draftWatch(input: { readonly rule: Rule; readonly people: readonly string[] }, now: Instant): Watch {
  return { id: 0, name: '', ...input, rivals: [], sources: [], active: true, createdAt: now, updatedAt: now };
}
