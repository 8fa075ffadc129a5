import type { Finding } from './api/client.ts';
import type { Query } from './paths.ts';
import { exactRange } from './range.ts';
import { MINUTE, WEEK } from './time.ts';

/** The time that a finding counts: from after the instant that is a window ago up to and with the one it was made at. */
export function windowOf({ at, windowMinutes }: Pick<Finding, 'at' | 'windowMinutes'>): Query {
  return exactRange(at - windowMinutes * MINUTE + 1, at + 1);
}

interface FindingPosts {
  /** A list of mentions. */
  readonly query: Query;
  readonly count: number;
  /** Posts of new feeds that are in the list and were left out of what is counted. */
  readonly besides: number;
}

/** The posts that a finding counts; null where it counts none. */
export function postsOf(finding: Finding): FindingPosts | null {
  const { detector, facts, observed, watchId } = finding;
  const query = { watch: String(watchId), ...windowOf(finding) };
  // People are counted by what they wrote themselves.
  if (detector === 'touchpoint')
    return {
      query: { ...query, fact: String(facts.fact), originals: '1' },
      count: Number(facts.posts),
      besides: 0,
    };
  if (typeof facts.fact === 'string')
    return { query: { ...query, fact: facts.fact }, count: Number(facts.posts ?? observed), besides: 0 };
  if (detector === 'authority')
    return { query: { ...query, fact: `source.${facts.voice}` }, count: observed, besides: 0 };
  // Of weeks that rise, those of the last.
  if (detector === 'slow-rise')
    return {
      query: {
        watch: String(watchId),
        sentiment: '-1',
        ...exactRange(Number(facts.until) - WEEK, Number(facts.until)),
      },
      count: observed,
      besides: 0,
    };
  if (detector === 'index-rise') return { query: { ...query, sentiment: '-1' }, count: observed, besides: 0 };
  if (detector !== 'nb-tail' && detector !== 'cold-start') return null;
  const asked = facts.measure === 'negative' ? { ...query, sentiment: '-1' } : query;
  // People are counted there, and their posts are shown.
  const count = finding.key === 'negative-6h' ? Number(facts.negative) : observed;
  return { query: asked, count, besides: Number(facts.besides ?? 0) };
}
