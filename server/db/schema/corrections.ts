import type { Generated } from 'kysely';
import type { KeptVerdict } from '../../core/reading/correction.ts';

/** What a person said of a post, once; nothing but `undone_at` ever changes. */
export interface CorrectionTable {
  id: Generated<number>;
  post_id: number;
  by: string;
  at: number;
  /** What was said, or where it was taken from. */
  verdict: KeptVerdict;
  /** The label's sentiment once more, for counting; null when it is about other parts alone. */
  sentiment: number | null;
  label_json: string;
  /** What the machine said at that moment, and which one. */
  machine_json: string;
  reader: string;
  note: string | null;
  undone_at: number | null;
}

/** A version of what the team taught the reader. At most one is active: a unique index sees to it. */
export interface OverlayTable {
  id: Generated<number>;
  trained_at: number;
  trained_by: string;
  /** Version of the reader it was trained on top of. */
  reader: string;
  labels: number;
  report_json: string;
  bytes: Uint8Array;
  active: Generated<number>;
  changed_at: number | null;
  changed_by: string | null;
}
