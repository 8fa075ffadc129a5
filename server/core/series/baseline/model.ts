/** What is counted. */
export type Measure = 'total' | 'negative';

/** Hours of history in time order, column by column. */
export interface Samples {
  readonly length: number;
  /** Hour of week, 0..167. */
  readonly slots: Uint8Array;
  readonly counts: Float64Array;
  /** 0 leaves the hour out. */
  readonly weights: Float64Array;
}

/** Expected counts by hour of week with the doubt about each, and how each sample was taken. */
export interface Fit {
  readonly samples: Samples;
  readonly slots: Float64Array;
  /** Of the hour of week itself, independent between hours; and of the day of week, common to its hours. */
  readonly doubts: Float64Array;
  readonly dayDoubts: Float64Array;
  /** Dispersion of one hour's count. */
  readonly phi: number;
  /** 0: an extreme outlier, left out. */
  readonly kept: Uint8Array;
}

/** Hours of a week. */
export const SLOTS = 168;
