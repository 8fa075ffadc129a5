import type { Servqual } from '../../core/reading/analysis.ts';

/**
 * Complaints that use no word of displeasure (nobody came, third visit, broken on arrival), and praise likewise. General
 * patterns, each run only on a sentence that holds one of its triggers, and each of bounded width so
 * that no text can make it slow.
 */
export interface Cue {
  readonly name: string;
  readonly triggers: readonly string[];
  readonly pattern: RegExp;
  readonly weight: number;
  readonly servqual: Servqual;
}
