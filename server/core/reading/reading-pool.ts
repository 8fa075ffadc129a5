import type { Analysis, Reader } from './analysis.ts';

/** One text with what is known about it. */
export interface ReadInput {
  readonly text: string;
  readonly title?: string;
  readonly rating?: number;
}

/** Why a text has no reading: the reader threw, did not come to an end, or brought its thread down. */
export const READ_FAULTS = ['unreadable', 'reading_hung', 'reading_crashed'] as const;
export type ReadFaultCode = (typeof READ_FAULTS)[number];

export interface ReadFault {
  readonly code: ReadFaultCode;
  /** English, for the log and the terminal. */
  readonly message: string;
}

/** A reading with the version of what read it, or the fault that stands in its place. */
export type ReadOutcome =
  | { readonly analysis: Analysis; readonly reader: string }
  | { readonly fault: ReadFault };

/** Settings that readers can be given while they run. */
export interface ReaderSettings {
  /** Words of the user's own that the segmenter shall not cut. Only ever added: nothing unlearns a word. */
  readonly words: readonly string[];
  /** What the subjects of watches are called, folded: a word that is only a part of one touches nothing. */
  readonly names: readonly string[];
  /** What the team taught, in the reader's own format; null without any. */
  readonly overlay: Uint8Array | null;
}

export const PLAIN_SETTINGS: ReaderSettings = { words: [], names: [], overlay: null };

/** Reads texts somewhere: in threads of its own, or in place. */
export interface ReadingPool {
  /**
   * One outcome for each text, in the order given. A poisoned text costs only itself. Callers wait while
   * too much is in hand. Throws AppError('internal') when the pool is beyond help, 'busy' when it closed.
   */
  readAll(inputs: readonly ReadInput[]): Promise<readonly ReadOutcome[]>;
  /** For every text given from now on; texts given before are read as they would have been. */
  configure(settings: ReaderSettings): void;
  close(): Promise<void>;
}

/** Makes the reader of one thread, or another one for other settings. */
export type MakeReader = (settings: ReaderSettings) => Reader;

/** Reads one text; what the reader throws becomes a fault. */
export function readOne(reader: Reader, input: ReadInput): ReadOutcome {
  try {
    const { text, ...context } = input;
    return { analysis: reader.read(text, context), reader: reader.version };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { fault: { code: 'unreadable', message } };
  }
}

/** The pool's contract without threads, for what runs on one anyway. It cannot stop a text that hangs. */
export function readInPlace(make: MakeReader): ReadingPool {
  let reader = make(PLAIN_SETTINGS);
  return {
    readAll: async (inputs) => inputs.map((input) => readOne(reader, input)),
    configure(settings) {
      reader = make(settings);
    },
    close: async () => {},
  };
}

/** The version of what reads, with what it was configured with; empty where it can read nothing. */
export async function versionOf(pool: Pick<ReadingPool, 'readAll'>): Promise<string> {
  const [probe] = await pool.readAll([{ text: '开机' }]);
  return probe !== undefined && 'reader' in probe ? probe.reader : '';
}

/** Of a version the models alone: what a team taught belongs to these, and outlives a change of lists and rules. */
export function modelsOf(version: string): string {
  return version.replace(/\+answers-.*$/, '');
}

/** The same for equal inputs only. */
export function inputKey({ text, title, rating }: ReadInput): string {
  return `${rating ?? ''}\n${title ?? ''}\n${text}`;
}
