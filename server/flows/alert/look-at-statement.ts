import type { Alert } from '../../core/alert/alert.ts';
import { AppError, notFound } from '../../core/errors.ts';
import { examineStatement, type StatementExam } from '../../core/playbook/examine-statement.ts';
import type { Playbook, Template } from '../../core/playbook/playbook.ts';
import { fillStatement, type StatementText } from '../../core/playbook/statement-check.ts';
import { requireAlert } from '../../db/alert/alerts.ts';
import { listTemplates } from '../../db/channel/alert-templates.ts';
import type { Db, Tx } from '../../db/database.ts';

interface Books {
  readonly playbooks: readonly Playbook[];
}

/**
 * What would be found in these words if they were handed in now.
 * @throws AppError('not_found')
 */
export async function lookAtStatement(
  deps: Books & { readonly db: Db },
  input: { readonly alertId: number; readonly template: string; readonly text: StatementText },
): Promise<StatementExam> {
  requireTemplate(deps, input.template);
  const alert = await requireAlert(deps.db, input.alertId);
  return examineStatement(input.text, examOf(deps, alert, input.template));
}

/** Its playbook, those that the alert calls for, and what is recorded. */
export function examOf({ playbooks }: Books, alert: Alert, template: string) {
  const own = ({ templates }: Playbook) => templates.some(({ id }) => id === template);
  return {
    playbooks: playbooks.filter((each) => own(each) || alert.playbooks.includes(each.id)),
    records: alert.records,
  };
}

/** @throws AppError('not_found') */
export function requireTemplate({ playbooks }: Books, id: string): Template {
  const template = playbooks.flatMap(({ templates }) => templates).find((each) => each.id === id);
  if (!template) throw notFound('template', id);
  return template;
}

/** The words of a draft, and who wrote them last. */
export interface DraftText {
  readonly text: StatementText;
  readonly by: string;
}

/** Null where nothing was drafted. */
export async function draftOf(tx: Tx, alertId: number, template: Template): Promise<DraftText | null> {
  const draft = (await listTemplates(tx, alertId)).find((each) => each.template === template.id);
  if (!draft) return null;
  const { title, body } = draft.wording ?? fillStatement(template, draft.values);
  return { text: { title, body }, by: draft.updatedBy };
}

/** @throws AppError('bad_request') where nothing was drafted */
export function mustBeDrafted(draft: DraftText | null, template: string): DraftText {
  if (draft === null) throw new AppError('bad_request', `template ${template} has no draft: save it first`);
  return draft;
}
