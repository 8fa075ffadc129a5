import type { Analysis } from '../reading/analysis.ts';
import type { Post } from './post.ts';
import type { Match } from './watch.ts';

/** One post seen through one watch, read. What `tally` counts. */
export interface AnalysedMention {
  readonly watchId: number;
  readonly post: Post;
  readonly analysis: Analysis;
  readonly match: Match;
  /** Whether its author speaks for the subject of this watch, whomever else the post concerns. */
  readonly own?: boolean;
}

/**
 * A named fact about a mention that alerts count distinct authors of: `sev.outage`, `intent.rumour`,
 * `servqual.empathy`, `touch.heating`, `pair.empathy.heating`, `area.阳光花园`, `source.official`, `hot`, `exec`.
 * `servqual.*`, `touch.*` and `pair.*` are kept for negative mentions only.
 */
export interface Fact {
  readonly name: string;
  readonly value: number | null;
}
