/** A share 0..1 with its 95 % interval, Wilson's unless said otherwise; null where there is nothing to divide. */
export interface Share {
  readonly p: number | null;
  readonly lo: number;
  readonly hi: number;
}
