import type { Generated } from 'kysely';
import type { Precision, Voice } from '../../core/mention/post.ts';

export interface PostTable {
  id: Generated<number>;
  source: string;
  platform: string;
  external_id: string;
  url: string | null;
  /** Canonical URL, for recognising the same page met through two feeds. */
  canonical_url: string | null;
  title: string | null;
  text: string;
  /** Characters before the text was cut to the longest that is kept; null when it is whole. */
  full_length: number | null;
  author: string | null;
  at: number;
  precision: Precision;
  observed_at: number;
  stored_at: number;
  rating: number | null;
  region: string | null;
  voice: Voice;
  metrics_json: string;
  /** First 52 bits of SHA-256 over the normalised title and text: a safe integer. */
  content_hash: number;
  copy_of: number | null;
  /** How alike a near copy and its original are, 0.5..1; null for originals and exact copies. */
  likeness: number | null;
  /** The feed that brought it first; null where it was pushed or imported. The feed may be gone. */
  feed_id: Generated<number | null>;
  /** By what it came, where no feed brought it; null where it was stored before this was kept. */
  inlet_id: Generated<number | null>;
  /** Copies of this post seen so far. */
  copies: Generated<number>;
}

/** PostgreSQL only: what `post` itself keeps unique on SQLite. Key (source, external_id). */
export interface PostKeyTable {
  source: string;
  external_id: string;
  post_id: number;
}

/** The reading of a post; one row per post that some watch mentions. */
export interface AnalysisTable {
  post_id: number;
  reader: string;
  sentiment: number;
  score: number;
  quality: number;
  /** The whole `Analysis` that counts: as people corrected it, where they did. */
  analysis_json: string;
  /** The machine's own while people say otherwise; else null. */
  machine_json: string | null;
  /** What people say: an `Override`; null where nobody did. */
  override_json: string | null;
}

/** Key (watch_id, at, post_id): a watch's newest mentions are one range scan. */
export interface MentionTable {
  watch_id: number;
  at: number;
  post_id: number;
  sentiment: number;
  copy: number;
  /** 0 for junk (quality below 0.3): kept and findable, but in no bucket, fact or series. */
  counted: number;
  /** 1 where its author speaks for the subject of the watch: in no count either, whomever else the post concerns. */
  own: Generated<number>;
  /** People reached, as estimated when it was stored; whole, so that sums are exact in any order. */
  reach: number;
  platform: string;
  author: string | null;
  terms_json: string;
  /** Whom it is angry at: `subject`, `rival`, …; null where it is not. Its sentiment is what counts for the watch. */
  target: string | null;
  /** The whole `Target`. */
  target_json: string | null;
}

/** Key (watch_id, name, at, post_id). See `core/mention/mention.ts`. */
export interface FactTable {
  watch_id: number;
  name: string;
  at: number;
  post_id: number;
  author: string | null;
  value: number | null;
}
