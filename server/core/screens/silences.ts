import type { AlertSilence, SilenceState } from '../alert/alert-silence.ts';
import type { Level } from '../risk/grade.ts';

export interface SilenceRow extends AlertSilence {
  readonly state: SilenceState;
  /** The gravest level that it silences. */
  readonly maxLevel: Level;
  /** Watches by name; empty: all of them. */
  readonly watches: readonly { readonly id: number; readonly name: string | null }[];
  readonly stories: readonly { readonly id: number; readonly title: string | null }[];
  /** Alerts that it has kept from ringing. */
  readonly alerts: number;
}

/** A silence that keeps an alert from ringing now. */
export type StandingSilence = Pick<AlertSilence, 'id' | 'until' | 'author' | 'reason'>;
