/** One hour of history. */
export interface Sample {
  /** Hour of week, 0..167. */
  readonly slot: number;
  readonly count: number;
  /** 0 leaves the hour out. */
  readonly weight: number;
}

/** Expected counts by hour of week with the doubt about each, and how each sample was taken. */
export interface Fit {
  readonly samples: readonly Sample[];
  readonly slots: readonly number[];
  readonly doubts: readonly number[];
  /** Dispersion of one hour's count. */
  readonly phi: number;
  /** False: an extreme outlier, left out. */
  readonly kept: readonly boolean[];
}
