import type { Agreement } from '../reading/agreement.ts';
import type { Intent, SentimentLabel, Severity } from '../reading/analysis.ts';
import type { Correction, Label, Override, Verdict } from '../reading/correction.ts';
import type { OverlayVersion } from '../reading/overlay-version.ts';
import type { Reread } from '../reading/reread.ts';
import type { Instant } from '../time.ts';
import type { MentionRow } from './mentions.ts';

/** What the machine and people say of one post. */
export interface PostLabels {
  readonly postId: number;
  /** Other posts with the same text, which can be labelled with it. */
  readonly copies: number;
  readonly reader: string;
  readonly machine: Label;
  /** What holds instead; null where nobody said anything. */
  readonly override: Override | null;
  /** Judgements that were not taken back, oldest first. */
  readonly corrections: readonly Correction[];
}

/** A judgement in the list of the newest. */
export interface CorrectionRow extends Correction {
  readonly excerpt: string;
  readonly undone: boolean;
}

/** A post on which people differ and nobody has ruled. */
export interface Disagreement {
  readonly postId: number;
  readonly excerpt: string;
  readonly opinions: readonly { readonly by: string; readonly sentiment: SentimentLabel }[];
}

export interface LabelsScreen {
  readonly now: Instant;
  /** Judgements not taken back; `agreed` of them found the machine right. */
  readonly people: readonly {
    readonly by: string;
    readonly labels: number;
    readonly agreed: number;
    readonly lastAt: Instant;
  }[];
  readonly recent: readonly CorrectionRow[];
  readonly agreement: {
    /** Texts that two or more people judged, copies as one; the newest 2,000 are counted. */
    readonly overall: Agreement;
    readonly pairs: readonly { readonly a: string; readonly b: string; readonly agreement: Agreement }[];
    readonly open: readonly Disagreement[];
  };
  readonly overlay: {
    readonly versions: readonly OverlayVersion[];
    /** What the reading threads use; null before they said anything. */
    readonly running: {
      readonly id: number | null;
      /** The version in use that they cannot read; null where there is none. */
      readonly damaged: number | null;
      readonly reader: string;
      /** Version of the reader, with what the team taught it; empty before it was said. */
      readonly version: string;
      readonly at: Instant;
    } | null;
    /** Texts that training can use now, copies as one, those kept for measuring among them. */
    readonly labels: number;
    readonly heldOut: number;
    readonly needed: number;
  };
  /** How far what is stored is read by the reader in use; null before it was looked at. */
  readonly reread: RereadShown | null;
}

export interface RereadShown extends Pick<Reread, 'since' | 'read' | 'moved' | 'startedAt' | 'endedAt'> {
  /** The part that is done, 0..1. */
  readonly share: number;
  /** Whether it is by the reader in use; the run of another one has not begun yet. */
  readonly inUse: boolean;
}

/** A mention worth a label, with what the machine makes of it. */
export interface QueueRow {
  readonly mention: MentionRow;
  /** True when one other person judged it, and a second opinion measures agreement. */
  readonly second: boolean;
}

/** What the page sends: a judgement of the parts that it names. */
export interface LabelDraft {
  /** Of all posts with the same text at once. */
  readonly copies?: boolean;
  readonly by: string;
  readonly verdict: Verdict;
  readonly sentiment?: SentimentLabel;
  readonly intents?: Intent[];
  readonly severity?: Severity[];
  readonly note?: string;
}
