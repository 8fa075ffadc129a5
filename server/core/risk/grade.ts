import type { Instant } from '../time.ts';

/** IV 蓝, III 黄, II 橙, I 红. */
export const LEVELS = ['IV', 'III', 'II', 'I'] as const;
export type Level = (typeof LEVELS)[number];

/** The six components of the risk index, each 0..1. */
export interface RiskComponents {
  /** Burst */
  readonly B: number;
  /** Negative share, Wilson lower bound */
  readonly N: number;
  /** Velocity */
  readonly V: number;
  /** Reach */
  readonly R: number;
  /** Severity */
  readonly S: number;
  /** Authority */
  readonly A: number;
}

/** Among the overrides: an open alert does not rise by what recurs each week. */
export const WEEKLY_HABIT = 'weekly-habit';

/** How sure an index is; see `risk-interval.ts`. */
export interface RiskInterval {
  /** The middle 90 %, 0..100; the index itself lies inside. */
  readonly lo: number;
  readonly hi: number;
  /** How probable each level is; together 1. */
  readonly odds: Readonly<Record<Level | 'none', number>>;
}

/** The highest index that an alert rang for, and whether it calmed down enough to be lowered since. */
export interface Wave {
  /** 0..100; 0 once it has been calm for so long that closing was proposed. */
  readonly peak: number;
  readonly over: boolean;
  /** When the peak was seen last; absent where nobody noted it. */
  readonly at?: Instant;
  /** The highest level that people were notified of; absent as above. */
  readonly told?: Level;
}

/** Whether a long calm made an end of it: nothing of it is held against what comes now. */
export function isForgotten({ over, peak }: Pick<Wave, 'over' | 'peak'>): boolean {
  return over && peak === 0;
}

export interface Risk {
  /** 0..100 */
  readonly index: number;
  readonly components: RiskComponents;
  /** Hard conditions that lifted or capped the level, by code: `hot-top-10`, `few-authors`, `death-2:4`, … */
  readonly overrides: readonly string[];
  readonly level: Level | null;
  /** Absent where nothing was found and the index is far below the lowest level. */
  readonly interval?: RiskInterval;
  /** Of an open alert whose index was higher before, or that had calmed down since; see `wave.ts`. */
  readonly wave?: Wave;
  /** Of an open alert: weight of the gravest claim that people were notified of, where nobody claims it any more. */
  readonly gravest?: number;
  /**
   * Of an open alert: how many people were behind each severe claim at the last message about it, where that differs
   * from now; see `graver.ts`.
   */
  readonly claimed?: Readonly<Record<string, number>>;
  /** Of an alert that posts which came late opened or changed: the time that those were of. */
  readonly late?: { readonly from: Instant; readonly until: Instant };
  /** What it was weighed by; absent before settings could differ. */
  readonly weights?: RiskComponents;
  readonly thresholds?: Readonly<Record<Level, number>>;
  /** Version of the watch's setting; 0 is the shipped one. */
  readonly setting?: number;
}

/** 0 for no level, then 1 (IV) … 4 (I): comparable. */
export function rankOf(value: Level | null): number {
  return value === null ? 0 : LEVELS.indexOf(value) + 1;
}

/** The inverse of `rankOf`, bounded. */
export function levelOf(rank: number): Level | null {
  return rank <= 0 ? null : (LEVELS[Math.min(rank, LEVELS.length) - 1] ?? null);
}
