import type { AlertScreen } from './api.ts';
import { client, param, take } from './api.ts';

export type { Approval } from '../server/core/playbook/approval.ts';
export type { StatementFault } from '../server/core/playbook/statement-check.ts';

const at = (id: number, statement: number) => ({ ...param(id), statement: String(statement) });
const statements = client.alerts[':id'].statements;

/** Statements on their way out; each answers with the alert as it is then. */
export const statementApi = {
  submit: (id: number, json: { by: string; template: string; waiver: string | null }): Promise<AlertScreen> =>
    take<AlertScreen>(statements.$post({ param: param(id), json })),
  decide: (
    id: number,
    statement: number,
    json: { by: string; approves: boolean; note: string | null },
  ): Promise<AlertScreen> =>
    take<AlertScreen>(statements[':statement'].decision.$post({ param: at(id, statement), json })),
  publish: (
    id: number,
    statement: number,
    json: { by: string; at: number | null; url: string | null },
  ): Promise<AlertScreen> =>
    take<AlertScreen>(statements[':statement'].publish.$post({ param: at(id, statement), json })),
  withdraw: (id: number, statement: number, by: string): Promise<AlertScreen> =>
    take<AlertScreen>(statements[':statement'].withdraw.$post({ param: at(id, statement), json: { by } })),
};
