import type { Generated } from 'kysely';
import type { Role } from '../../core/access/role.ts';

/** Somebody who logs in with a name and a password. */
export interface AccountTable {
  id: Generated<number>;
  /** As records show it. */
  name: string;
  /** The same for all its spellings. */
  name_key: string;
  /** How it was made, its salt and the hash itself. */
  password_hash: string;
  role: Role;
  must_change: number;
  created_at: number;
  disabled_at: number | null;
  password_changed_at: number;
}

/** Only ever added to, and pruned from its old end. */
export interface AuditTable {
  id: Generated<number>;
  at: number;
  who: string;
  role: Role | null;
  action: string;
  object_id: string | null;
  detail: string;
  /** The seal of the row before. */
  previous: string;
  seal: string;
}
