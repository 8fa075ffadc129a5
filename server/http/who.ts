import type { Context } from 'hono';
import { TOKEN_NAME } from '../core/access/account-name.ts';
import type { Role } from '../core/access/role.ts';
import type { Session } from '../db/installation/sessions.ts';

/**
 * Who asks. `anyone`: this machine, where there are neither token nor accounts. `token`: whoever has the access token;
 * `named` once there are accounts, so that it signs for none of them.
 */
export type Who =
  | { readonly kind: 'anyone' }
  | { readonly kind: 'token'; readonly named: boolean }
  | { readonly kind: 'account'; readonly session: string; readonly account: NonNullable<Session['account']> };

/** Who stands in the log of changes. */
export interface Author {
  readonly who: string;
  readonly role: Role | null;
}

declare module 'hono' {
  interface ContextVariableMap {
    /** Set by `guardLogin`, on every route that wants to know. */
    who: Who | undefined;
    /** In whose name a change is written down, where it makes whoever asks somebody. */
    author: Author | undefined;
  }
}

export function roleOf(who: Who): Role {
  return who.kind === 'account' ? who.account.role : 'admin';
}

/** Whether what only those may see who may change it is shown. */
export function isAdmin(c: Context): boolean {
  const who = c.get('who');
  return who !== undefined && roleOf(who) === 'admin';
}

/** In whose name things are done, whatever a request says; null: in the name that it says. */
export function nameOf(who: Who | undefined): string | null {
  if (who?.kind === 'account') return who.account.name;
  return who?.kind === 'token' && who.named ? TOKEN_NAME : null;
}

/** Who stands in the log of changes; `said` where nobody's name is known for certain. */
export function authorOf(c: Context, said: string): Author {
  const author = c.get('author');
  if (author !== undefined) return author;
  const who = c.get('who');
  const name = nameOf(who);
  return name === null || who === undefined ? { who: said, role: null } : { who: name, role: roleOf(who) };
}
