import type { ErrorCode } from '../../core/errors.ts';
import type {
  ReaderSettings,
  ReadFaultCode,
  ReadInput,
  ReadOutcome,
} from '../../core/reading/reading-pool.ts';

/** A bad line: its place within the chunk, from 1. */
export interface LineFault {
  readonly line: number;
  readonly code: string;
  readonly message: string;
}

/** What a chunk of JSON Lines came to. */
export interface LinesRead {
  /** The answers, one line each, UTF-8. */
  readonly bytes: Uint8Array;
  readonly lines: number;
  readonly faults: readonly LineFault[];
}

/** What a thread can be asked, and what it answers. */
export type Ask =
  | { readonly kind: 'texts'; readonly inputs: readonly ReadInput[] }
  | { readonly kind: 'lines'; readonly bytes: Uint8Array };
export type Answer = readonly ReadOutcome[] | LinesRead;

/** Places of a task, from 0, whose text ended a thread before. */
export type Poison = readonly { readonly index: number; readonly code: ReadFaultCode }[];

/** A text that no thread shall be given again. */
export interface Shunned {
  readonly mark: string;
  readonly code: ReadFaultCode;
}

export interface ThreadStart {
  /** See progress.ts. */
  readonly progress: SharedArrayBuffer;
  readonly settings: ReaderSettings;
  readonly shunned: readonly Shunned[];
}

export interface TaskMessage {
  readonly kind: 'task';
  readonly id: number;
  readonly ask: Ask;
  readonly poison: Poison;
}

export type ToThread =
  | { readonly kind: 'configure'; readonly settings: ReaderSettings }
  | { readonly kind: 'shun'; readonly shunned: readonly Shunned[] }
  | TaskMessage;

export type FromThread =
  | { readonly kind: 'ready' }
  /** It could not even start, for a reason that a caller can act on. */
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly message: string }
  | {
      readonly kind: 'done';
      readonly id: number;
      readonly answer: Answer;
      /** The poisoned texts of the task, so that all threads may be told. */
      readonly shunned: readonly Shunned[];
    };
