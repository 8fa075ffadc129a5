import type { Role, SessionScreen } from '../api/accounts.ts';
import { t } from '../words/say.svelte.ts';

const RANK: Readonly<Record<Role, number>> = { viewer: 0, member: 1, admin: 2 };

let session = $state.raw<SessionScreen | null>(null);

/** Who is here, as the server knows it. */
export const me = {
  /** Who is not known yet may do nothing. */
  get role(): Role {
    return session?.role ?? 'viewer';
  },
  /** In whose name things are done; null: the page asks. */
  get name(): string | null {
    return session?.name ?? null;
  },
  /** Whether people have accounts here. */
  get accounts(): boolean {
    return session?.accounts ?? false;
  },
  get needsToken(): boolean {
    return session?.needsToken ?? false;
  },
  get mustChange(): boolean {
    return session?.mustChange ?? false;
  },
  /** Logged in with an account, whose password can be changed. */
  get own(): boolean {
    return session?.own ?? false;
  },
  set(told: SessionScreen): void {
    session = told;
  },
};

/** Whether the server would let whoever is here do what takes this role. */
export const can = (role: Role): boolean => RANK[me.role] >= RANK[role];

/** For a button, after its own attributes: off, with the reason, where the role does not do. */
export const needs = (role: Role): { disabled?: true; title?: string } =>
  can(role) ? {} : { disabled: true, title: t().accounts.needs[role] };
