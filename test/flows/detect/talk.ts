import type { SourcePost } from '../../../server/core/mention/post.ts';
import type { Instant } from '../../../server/core/time.ts';
import { makePost } from '../../support/make.ts';

/** Grumbling at even steps, oldest first, each by another person. */
export function talk(from: Instant, to: Instant, step: number, who: string, platform = 'news'): SourcePost[] {
  const posts: SourcePost[] = [];
  for (let at = from; at < to; at += step) {
    const text = `${who}说暖气不够热 ${at}`;
    posts.push(makePost({ text, author: `${who}${at}`, publishedAt: at, observedAt: to, platform }));
  }
  return posts;
}
