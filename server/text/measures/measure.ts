/** An amount that the text states: a wait, a temperature, a promise and what came of it. */
export interface Measure {
  readonly kind: 'wait' | 'temperature' | 'promise';
  /** What the amount is of, as far as service goes: time that somebody waits, the warmth of a room. */
  readonly about: 'waiting' | 'warmth' | 'other';
  readonly start: number;
  readonly end: number;
  readonly actual: number;
  /** In the unit of `actual`. */
  readonly expected?: number;
  readonly unit: string;
  /** Below what was promised or required. */
  readonly worse: boolean;
  /** Told in a way that was not read when the models were taught: they know nothing of it. */
  readonly untaught?: boolean;
}
