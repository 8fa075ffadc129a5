import { AppError } from '../../core/errors.ts';
import {
  decided,
  demandGivenWay,
  demandReady,
  demandState,
  givingWay,
  hasDecidedSo,
  isHandedIn,
  neededFor,
} from '../../core/playbook/approval.ts';
import { examineStatement } from '../../core/playbook/examine-statement.ts';
import { isSameText, type StatementText } from '../../core/playbook/statement-check.ts';
import { requireStanding } from '../../db/alert/joined-alerts.ts';
import { addDecision, addStatement, listStatements, setStatementState } from '../../db/alert/statements.ts';
import { askForApproval } from './ask-for-approval.ts';
import { draftOf, examOf, mustBeDrafted, requireTemplate } from './look-at-statement.ts';
import { wasNoted } from './said-again.ts';
import { type AboutStatement, change, note, type StatementDeps } from './statement-change.ts';

/**
 * Hands a statement in; one of the same template that is in review or approved gives way to it. Who may approve it is rung.
 * The same once more from who did not see it stand changes nothing.
 * @param text the words as whoever hands them in sees them; without: as its draft stands
 * @param over which of the same template was seen to give way, null: none; without: whatever does
 * @param waiver why it may go out in spite of what was found in it
 * @throws AppError('not_found'), AppError('alert_merged'), AppError('bad_request') where nothing was drafted,
 *   AppError('statement_not_ready'), AppError('overtaken') where another one than was seen would give way
 */
export async function submitStatement(
  deps: StatementDeps,
  input: AboutStatement & {
    readonly template: string;
    readonly waiver: string | null;
    readonly text?: StatementText | undefined;
    readonly over?: number | null | undefined;
  },
): Promise<{ readonly id: number; readonly waiting: number }> {
  const { alertId, template: id, by } = input;
  const template = requireTemplate(deps, id);
  return deps.db.transaction().execute(async (tx) => {
    const alert = await requireStanding(tx, alertId);
    const draft = await draftOf(tx, alertId, template);
    const text = input.text ?? mustBeDrafted(draft, id).text;
    const { faults } = examineStatement(text, examOf(deps, alert, id));
    demandReady(faults, input.waiver);
    const waiver = faults.length > 0 ? input.waiver : null;
    const earlier = givingWay(await listStatements(tx, alertId), id);
    const [newest] = earlier;
    if (newest && isHandedIn(newest, { submittedBy: by, waiver, ...text }, input.over))
      return { id: newest.id, waiting: 0 };
    demandGivenWay(earlier, input.over);
    for (const each of earlier) {
      await setStatementState(tx, each.id, 'withdrawn');
      await note(deps, tx, alert, {
        kind: 'statement-withdrawn',
        by,
        words: `${each.title} → ${text.title}`,
      });
    }
    const writtenBy = draft !== null && isSameText(draft.text, text) ? draft.by : null;
    const made = await addStatement(tx, {
      alertId,
      template: id,
      title: text.title,
      body: text.body,
      level: alert.level,
      needed: neededFor(alert.level),
      waiver,
      submittedAt: deps.now(),
      submittedBy: by,
      writtenBy,
    });
    return { id: made, waiting: await askForApproval(deps, tx, alert, { by, writtenBy, title: text.title }) };
  });
}

/**
 * One person approves a statement or returns it. The same once more from the same person changes nothing.
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
    if (hasDecidedSo(statement, input)) return;
    const state = decided(statement, input);
    await addDecision(tx, statement.id, { by, at: deps.now(), approves, note: why });
    if (state !== statement.state) await setStatementState(tx, statement.id, state);
    const kind = approves ? 'statement-approved' : 'statement-returned';
    const words = why === null ? statement.title : `${statement.title}：${why}`;
    await note(deps, tx, alert, { kind, by, words });
  });
}

/**
 * Takes a statement back that has not gone out. The same once more from the same person changes nothing.
 * @throws AppError('not_found'), AppError('conflict')
 */
export async function withdrawStatement(
  deps: StatementDeps,
  input: AboutStatement & { readonly id: number },
): Promise<void> {
  await change(deps, input, async (tx, statement, alert) => {
    const told = { kind: 'statement-withdrawn', by: input.by, words: statement.title } as const;
    if (statement.state === 'withdrawn' && (await wasNoted(tx, alert.id, told))) return;
    demandState(statement, ['in_review', 'approved', 'returned']);
    await setStatementState(tx, statement.id, 'withdrawn');
    await note(deps, tx, alert, told);
  });
}
