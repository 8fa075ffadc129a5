import type { Generated } from 'kysely';
import type { ErasureScope } from '../../core/mention/erasure.ts';

/** A deletion that somebody asked for; see `core/mention/erasure.ts`. */
export interface ErasureTable {
  id: Generated<number>;
  asked_at: number;
  asked_by: string;
  scope: ErasureScope;
  note: string;
  /** The post it began with, and its author's pseudonym; null once it is done. */
  post_id: number | null;
  author: string | null;
  /** What that post copied, or itself, and the words of those that say the same; as long, and only where those go too. */
  original_id: number | null;
  content_hash: number | null;
  posts: Generated<number>;
  reports_json: Generated<string>;
  ended_at: number | null;
}

/** Hashes by which what was deleted is known again, and authors of whom nothing is taken in. */
export interface ErasedTable {
  mark: string;
  at: number;
}
