/** 1 slightly, 2 without more, 3 very, 4 wholly. */
export type Degree = 1 | 2 | 3 | 4;

/** Where the words of an option stand. */
export interface WordStep {
  /** On which side of the middle; 0: in it. */
  readonly sign: -1 | 0 | 1;
  readonly degree: Degree;
  /**
   * `worth`: good or bad; `agreement`: how much it is so; `amount`: how often or how much, which is good or bad by the
   * question.
   */
  readonly of: 'worth' | 'agreement' | 'amount';
  /** By a word of denial: `不满意`, not `失望`. */
  readonly negated: boolean;
  /** `基本满意`: on some scales it stands in the middle. */
  readonly basic: boolean;
}
