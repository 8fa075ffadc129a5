import type { StatementExam } from '../../server/core/playbook/examine-statement.ts';
import type { Outlet, PublicationMark } from '../../server/core/playbook/publication.ts';
import type { StatementText } from '../../server/core/playbook/statement-check.ts';
import { surely } from '../surely.ts';
import type { AlertScreen } from './client.ts';
import { client, param, take, within } from './client.ts';

export type { HandInFault } from '../../server/core/playbook/examine-statement.ts';
export type { StatedFigure } from '../../server/core/playbook/stated-figures.ts';
export type { StatementText } from '../../server/core/playbook/statement-check.ts';
/** A statement that was handed in, as its alert shows it. */
export type Approval = AlertScreen['approvals'][number];
export type { Outlet, PublicationMark, StatementExam };

/** That it went out somewhere. */
export interface NewPublication {
  by: string;
  outlet: Outlet;
  at: number | null;
  url: string | null;
  note: string | null;
}

/** What somebody wrote, and what they had seen of it. */
interface DraftChange {
  by: string;
  values: Record<string, string>;
  was: Record<string, string>;
  wording: StatementText | null;
  wasWording: StatementText | null;
}

const at = (id: number, statement: number) => ({ ...param(id), statement: String(statement) });
const statements = client.alerts[':id'].statements;
/** None of these does anything more when it is sent again. */
const sent = (ask: () => Parameters<typeof take<AlertScreen>>[0]): Promise<AlertScreen> =>
  surely(() => take<AlertScreen>(ask()));

/** Statements on their way out; each answers with the alert as it is then. */
export const statementApi = {
  fill: (id: number, template: string, json: DraftChange): Promise<AlertScreen> =>
    sent(() => client.alerts[':id'].templates[':template'].$put({ param: { ...param(id), template }, json })),
  submit: (
    id: number,
    json: {
      by: string;
      template: string;
      waiver: string | null;
      text: StatementText;
      /** The one of the same template that stands, as the writer saw it; null: none. */
      over: number | null;
    },
  ): Promise<AlertScreen> => sent(() => statements.$post({ param: param(id), json })),
  /** What would be found in these words if they were handed in now. */
  check: (id: number, json: { template: string; text: StatementText }, signal?: AbortSignal) =>
    take<StatementExam>(statements.check.$post({ param: param(id), json }, within(signal))),
  decide: (
    id: number,
    statement: number,
    json: { by: string; approves: boolean; note: string | null },
  ): Promise<AlertScreen> =>
    sent(() => statements[':statement'].decision.$post({ param: at(id, statement), json })),
  publish: (id: number, statement: number, json: NewPublication & { known: number }): Promise<AlertScreen> =>
    sent(() => statements[':statement'].publish.$post({ param: at(id, statement), json })),
  mark: (
    id: number,
    statement: number,
    publication: number,
    json: { by: string; kind: PublicationMark; reason: string; was: number | null },
  ): Promise<AlertScreen> =>
    sent(() =>
      statements[':statement'].publications[':publication'].mark.$post({
        param: { ...at(id, statement), publication: String(publication) },
        json,
      }),
    ),
  unpublish: (
    id: number,
    statement: number,
    publication: number,
    json: { by: string; reason: string; was: number | null },
  ): Promise<AlertScreen> =>
    sent(() =>
      statements[':statement'].publications[':publication'].remove.$post({
        param: { ...at(id, statement), publication: String(publication) },
        json,
      }),
    ),
  withdraw: (id: number, statement: number, by: string): Promise<AlertScreen> =>
    sent(() => statements[':statement'].withdraw.$post({ param: at(id, statement), json: { by } })),
};
