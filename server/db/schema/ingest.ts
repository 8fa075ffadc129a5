import type { Generated } from 'kysely';

/** Who may push. The token itself is shown once and kept nowhere: only its hash is. */
export interface IngestTokenTable {
  id: Generated<number>;
  name: string;
  /** SHA-256, hex. */
  hash: string;
  /** Its last characters, to tell tokens apart. */
  hint: string;
  created_at: number;
  last_used_at: number | null;
  revoked_at: number | null;
  /** Items it brought. */
  received: Generated<number>;
}

/**
 * By what posts come that no feed brings: a token that programs push with, or files of one platform. Its posts are
 * known by it, as those of a feed are by the feed.
 */
export interface InletTable {
  id: Generated<number>;
  /** `push #3`, `import 热线` */
  name: string;
  /** When it began; again where it brought nothing for four weeks. */
  since: number;
  /** To the hour. */
  last_at: number;
}

/** A push under way, and what it was answered: the memory behind `Idempotency-Key`. */
export interface IngestRequestTable {
  id: Generated<number>;
  token_id: number;
  key: string | null;
  /** items | mail */
  kind: string;
  body_hash: string;
  mapping_json: string | null;
  /** Null once it is answered: names of authors are kept no longer than needed. */
  body: Uint8Array | null;
  /** Null while it is under way. */
  status: number | null;
  answer_json: string | null;
  created_at: number;
}

export interface ImportMappingTable {
  id: Generated<number>;
  name: string;
  fingerprint: string;
  mapping_json: string;
  created_at: number;
  used_at: number;
}

/** A file on its way in; its bytes lie in the inbox (a folder, or import_chunk) under its id until it is imported. */
export interface ImportFileTable {
  id: Generated<number>;
  name: string;
  bytes: number;
  /** page | mail */
  via: string;
  /** ready | running | done | failed | withdrawing | withdrawn */
  state: string;
  mapping_json: string | null;
  /** Its first rows as they would be read; forgotten when the import begins. */
  preview_json: string | null;
  progress_json: string | null;
  error: string | null;
  created_at: number;
  started_at: number | null;
  ended_at: number | null;
}

/** A post that an import stored first and nothing else has brought since; nothing is known of imports of before. */
export interface ImportPostTable {
  import_id: number;
  post_id: number;
}
