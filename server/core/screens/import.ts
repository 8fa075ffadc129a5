import type { ImportField } from '../import/import-columns.ts';
import type { ImportMapping, SavedMapping } from '../import/import-mapping.ts';
import type { FileShape } from '../import/inbox.ts';
import type { Metrics } from '../mention/post.ts';
import type { Instant } from '../time.ts';

/** One of the first rows, as the post it would become, or why it would not. */
export interface PreviewRow {
  readonly row: number;
  readonly reason: string | null;
  readonly title: string | null;
  readonly text: string;
  readonly platform: string;
  readonly hasAuthor: boolean;
  readonly at: Instant | null;
  readonly url: string | null;
  readonly rating: number | null;
  readonly region: string | null;
  readonly metrics: Metrics;
}

/** What a file holds and how it would be read, before anything is stored. */
export interface ImportInspection {
  readonly shape: FileShape;
  readonly columns: readonly { readonly name: string; readonly sample: string }[];
  readonly mapping: ImportMapping;
  /** The remembered mapping that fits this shape. */
  readonly remembered: Pick<SavedMapping, 'id' | 'name'> | null;
  /** Rows looked at, and how many of them could be stored. */
  readonly looked: number;
  readonly good: number;
  readonly rows: readonly PreviewRow[];
}

export type ImportState = 'ready' | 'running' | 'done' | 'failed' | 'withdrawing' | 'withdrawn';

/** How far an import is; at its end, what it came to. */
export interface ImportProgress {
  readonly rows: number;
  readonly stored: number;
  readonly known: number;
  readonly copies: number;
  readonly mentions: number;
  readonly undated: number;
  readonly future: number;
  readonly cut: number;
  readonly refusedCount: number;
  readonly changedCount: number;
  readonly bytesRead: number;
  /** Posts that were removed again, since the import is taken back. */
  readonly withdrawn?: number;
}

export interface ImportFileRow {
  readonly id: number;
  readonly name: string;
  readonly bytes: number;
  readonly via: 'page' | 'mail' | 'survey';
  readonly state: ImportState;
  /** Whether posts are known that only this import brought. */
  readonly withdrawable: boolean;
  readonly mapping: ImportMapping | null;
  readonly progress: ImportProgress | null;
  readonly error: string | null;
  readonly createdAt: Instant;
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
}

/** A row that was not stored, or not as it stood. */
export interface ImportFault {
  readonly row: number;
  readonly column: string | null;
  readonly field: ImportField | null;
  readonly reason: string;
  readonly excerpt: string;
}

/** The page of imports: what came in lately, what is remembered. */
export interface ImportsScreen {
  readonly files: readonly ImportFileRow[];
  readonly mappings: readonly SavedMapping[];
}

export interface IngestToken {
  readonly id: number;
  readonly name: string;
  readonly hint: string;
  readonly createdAt: Instant;
  readonly lastUsedAt: Instant | null;
  readonly revokedAt: Instant | null;
  readonly received: number;
}
