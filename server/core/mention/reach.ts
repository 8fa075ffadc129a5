import type { Metrics, Voice } from './post.ts';

/**
 * People one post of this voice is read by when the page shows no views: orders of magnitude, chosen so
 * that the risk index (logarithmic, ten million = full) is right to about one step of ten.
 */
const USUAL_READERS: Readonly<Record<Voice, number>> = {
  official: 100_000,
  central_media: 1_000_000,
  provincial_media: 200_000,
  media: 20_000,
  hot_list: 500_000,
  big_account: 300_000,
  complaint_platform: 2_000,
  review: 200,
  forum: 1_000,
  ordinary: 200,
  own: 20_000,
};

/** Readers behind one visible reaction: public posts are reacted to by one to two per cent of readers. */
const READERS_PER_REACTION = 60;

/**
 * People probably reached by one post. Views as the page shows them; else a hot list's heat; else the
 * usual readers of the voice, or what its reactions imply if that is more. An estimate, labelled as one
 * wherever it is shown.
 */
export function reachOf(metrics: Metrics, voice: Voice): number {
  if (metrics.views !== undefined) return Math.max(0, metrics.views);
  if (voice === 'hot_list' && metrics.heat !== undefined) return Math.max(0, metrics.heat);
  const reactions = (metrics.likes ?? 0) + (metrics.comments ?? 0) + (metrics.reposts ?? 0);
  return Math.max(USUAL_READERS[voice], reactions * READERS_PER_REACTION);
}
