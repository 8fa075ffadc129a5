import type {
  AccountRow,
  AuditPage,
  AuditProof,
  Role,
  SessionScreen,
} from '../../server/core/screens/access.ts';
import { client, done, param, take, within } from './client.ts';

export type { AccountRow, AuditRow, Role, SessionScreen } from '../../server/core/screens/access.ts';

/** Every request about who is in, who may get in and who did what. */
export const accountApi = {
  session: (): Promise<SessionScreen> => take<SessionScreen>(client.login.$get()),
  login: (json: { token: string } | { name: string; password: string }) =>
    take<{ ok: boolean }>(client.login.$post({ json })),
  logout: () => take<{ ok: boolean }>(client.logout.$post()),
  choosePassword: (current: string, next: string) =>
    done(client.account.password.$post({ json: { current, next } })),

  list: (signal?: AbortSignal): Promise<readonly AccountRow[]> =>
    take<readonly AccountRow[]>(client.accounts.$get({}, within(signal))),
  /** @returns the first password, where the server made it */
  add: (json: { name: string; role: Role; password?: string }) =>
    take<{ id: number; password: string | null }>(client.accounts.$post({ json })),
  setRole: (id: number, role: Role) =>
    done(client.accounts[':id'].role.$put({ param: param(id), json: { role } })),
  setActive: (id: number, active: boolean) =>
    done(client.accounts[':id'].active.$post({ param: param(id), json: { active } })),
  newPassword: (id: number) =>
    take<{ password: string | null }>(client.accounts[':id'].password.$post({ param: param(id) })),
  endSessions: (id: number) => done(client.accounts[':id'].sessions.end.$post({ param: param(id) })),
  remove: (id: number) => done(client.accounts[':id'].$delete({ param: param(id) })),

  /** Newest first; `cursor`: where the page before this one ended. */
  audit: (
    query: { who?: string; action?: string; cursor?: string },
    signal?: AbortSignal,
  ): Promise<AuditPage> => take<AuditPage>(client.audit.$get({ query }, within(signal))),
  verify: (): Promise<AuditProof> => take<AuditProof>(client.audit.verify.$get()),
};
