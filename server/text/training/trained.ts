/** Weights of all columns before they are quantised: features × COLUMNS, and the bias of each column. */
export interface Trained {
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}
