import type { Role } from '../access/role.ts';
import type { Instant } from '../time.ts';

export type { Role } from '../access/role.ts';

/** An account, as administrators see it. */
export interface AccountRow {
  readonly id: number;
  readonly name: string;
  readonly role: Role;
  readonly createdAt: Instant;
  /** Null: in use. */
  readonly disabledAt: Instant | null;
  readonly passwordChangedAt: Instant;
  /** Whoever logs in has to choose a password first. */
  readonly mustChange: boolean;
  /** Browsers that are logged in. */
  readonly sessions: number;
  /** Devices of theirs that are notified of alerts. */
  readonly devices: number;
  /** When one of them was last seen; null: none is logged in. */
  readonly seenAt: Instant | null;
}

export interface AuditRow {
  readonly id: number;
  readonly at: Instant;
  readonly who: string;
  readonly role: Role | null;
  readonly action: string;
  readonly objectId: string | null;
  readonly detail: string;
}

export interface AuditPage {
  readonly rows: readonly AuditRow[];
  /** Where the next page begins; null: there is none. */
  readonly next: string | null;
}

/** Whether the log still is what was written. */
export interface AuditProof {
  readonly rows: number;
  /** The first row that was changed, or before which one is missing; null: all are as they were written. */
  readonly brokenAt: number | null;
}

/** Whoever asks, and how one gets in here. */
export interface SessionScreen {
  readonly needsToken: boolean;
  readonly loggedIn: boolean;
  /** Whether people have accounts here. */
  readonly accounts: boolean;
  /** Null: not logged in. */
  readonly role: Role | null;
  /** In whose name things are done; null: as each request says. */
  readonly name: string | null;
  /** Of an account: a password has to be chosen first. */
  readonly mustChange: boolean;
  /** Logged in with an account, not with the token. */
  readonly own: boolean;
}
