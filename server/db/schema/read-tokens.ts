import type { Generated } from 'kysely';

/** Who may read as a program. The token itself is shown once and kept nowhere: only its hash is. */
export interface ReadTokenTable {
  id: Generated<number>;
  name: string;
  /** SHA-256, hex. */
  hash: string;
  /** Its last characters, to tell tokens apart. */
  hint: string;
  /** 1: only the watches of `read_token_watch`, also when the last of those was deleted. */
  limited: number;
  created_at: number;
  last_used_at: number | null;
  revoked_at: number | null;
}

export interface ReadTokenWatchTable {
  token_id: number;
  watch_id: number;
}
