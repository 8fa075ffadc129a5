import type { Generated } from 'kysely';
import type { AnnotationKind } from '../../core/series/annotation.ts';

/** What people wrote beside the timeline. A removed one is kept, with who removed it and when. */
export interface AnnotationTable {
  id: Generated<number>;
  /** Null: in the timeline of every watch. */
  watch_id: number | null;
  /** incident | campaign | note */
  kind: AnnotationKind;
  text: string;
  at: number;
  until: number | null;
  created_at: number;
  created_by: string;
  updated_at: number | null;
  updated_by: string | null;
  removed_at: number | null;
  removed_by: string | null;
}
