import { AppError } from '../../core/errors.ts';
import { decided, demandReady, demandState, neededFor } from '../../core/playbook/approval.ts';
import { examineStatement } from '../../core/playbook/examine-statement.ts';
import type { StatementText } from '../../core/playbook/statement-check.ts';
import { addDecision, addStatement, listStatements, setStatementState } from '../../db/alert/statements.ts';
import { mustExist } from './acknowledge.ts';
import { draftText, examOf, mustKnow } from './look-at-statement.ts';
import { type AboutStatement, change, note, type StatementDeps } from './statement-change.ts';

/**
 * Hands a statement in; one of the same template that is in review or approved gives way to it.
 * @param text the words as whoever hands them in sees them; without: as its draft stands
 * @param waiver why it may go out in spite of what was found in it
 * @throws AppError('not_found'), AppError('bad_request') where nothing was drafted, AppError('statement_not_ready')
 */
export async function submitStatement(
  deps: StatementDeps,
  input: AboutStatement & {
    readonly template: string;
    readonly waiver: string | null;
    readonly text?: StatementText | undefined;
  },
): Promise<number> {
  const { alertId, template: id, by, waiver } = input;
  const template = mustKnow(deps, id);
  return deps.db.transaction().execute(async (tx) => {
    const alert = await mustExist(tx, alertId);
    const text = input.text ?? (await draftText(tx, alertId, template));
    const { faults } = examineStatement(text, examOf(deps, alert, id));
    demandReady(faults, waiver);
    for (const earlier of await listStatements(tx, alertId)) {
      const stands = earlier.state === 'in_review' || earlier.state === 'approved';
      if (stands && earlier.template === id) await setStatementState(tx, earlier.id, 'withdrawn');
    }
    const made = await addStatement(tx, {
      ...{ alertId, template: id, title: text.title, body: text.body, level: alert.level },
      ...{ needed: neededFor(alert.level), waiver: faults.length > 0 ? waiver : null },
      ...{ submittedAt: deps.now(), submittedBy: by },
    });
    await note(deps, tx, alert, { kind: 'statement-submitted', by, words: text.title });
    return made;
  });
}

/**
 * One person approves a statement or returns it.
 * @throws AppError('not_found'), AppError('own_statement'), AppError('conflict'), AppError('bad_request') for one that
 *   is returned without a word of why
 */
export async function decideStatement(
  deps: StatementDeps,
  input: AboutStatement & { readonly id: number; readonly approves: boolean; readonly note: string | null },
): Promise<void> {
  const { by, approves, note: why } = input;
  if (!approves && why === null)
    throw new AppError('bad_request', 'say why it is returned', { field: 'note' });
  await change(deps, input, async (tx, statement, alert) => {
    const state = decided(statement, input);
    await addDecision(tx, statement.id, { by, at: deps.now(), approves, note: why });
    if (state !== statement.state) await setStatementState(tx, statement.id, state);
    const kind = approves ? 'statement-approved' : 'statement-returned';
    const words = why === null ? statement.title : `${statement.title}：${why}`;
    await note(deps, tx, alert, { kind, by, words });
  });
}

/** Takes a statement back that has not gone out. @throws AppError('not_found'), AppError('conflict') */
export async function withdrawStatement(
  deps: StatementDeps,
  input: AboutStatement & { readonly id: number },
): Promise<void> {
  await change(deps, input, async (tx, statement, alert) => {
    demandState(statement, ['in_review', 'approved', 'returned']);
    await setStatementState(tx, statement.id, 'withdrawn');
    await note(deps, tx, alert, { kind: 'statement-withdrawn', by: input.by, words: statement.title });
  });
}
