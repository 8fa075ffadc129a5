import type { Finding } from '../../core/finding/finding.ts';
import type { Watch } from '../../core/mention/watch.ts';
import type { AppliedSetting } from '../../core/risk/risk-setting.ts';
import type { Series } from '../../core/series/series.ts';
import type { Instant } from '../../core/time.ts';

/** One watch as a pass saw it. */
export interface LookedAt {
  readonly watch: Watch;
  readonly setting: AppliedSetting;
  readonly series: Series;
  readonly findings: readonly Finding[];
  readonly now: Instant;
  /** As of moments that posts which came late make unusual; absent where none did. */
  readonly late?: readonly LateLook[];
}

/** A watch as it stood at a moment of the last days, with all that has come since. */
export interface LateLook {
  readonly at: Instant;
  readonly series: Series;
  /** Only what came late, and was not to be seen in time. */
  readonly findings: readonly Finding[];
}
