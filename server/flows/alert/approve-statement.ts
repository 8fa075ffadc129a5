import type { Alert, AlertChangeKind } from '../../core/alert/alert.ts';
import { AppError } from '../../core/errors.ts';
import { type Approval, decided, demandReady, demandState, neededFor } from '../../core/playbook/approval.ts';
import { examineStatement } from '../../core/playbook/examine-statement.ts';
import type { Playbook } from '../../core/playbook/playbook.ts';
import type { StatementText } from '../../core/playbook/statement-check.ts';
import { HOUR, type Instant } from '../../core/time.ts';
import { addChange } from '../../db/alert/alert-changes.ts';
import {
  addDecision,
  addStatement,
  getStatement,
  listStatements,
  markPublished,
  setStatementState,
} from '../../db/alert/statements.ts';
import type { Db, Tx } from '../../db/database.ts';
import { mustExist } from './acknowledge.ts';
import { draftText, examOf, mustKnow } from './look-at-statement.ts';

export interface StatementDeps {
  readonly db: Db;
  readonly playbooks: readonly Playbook[];
  now(): Instant;
}

interface About {
  readonly alertId: number;
  readonly by: string;
}

/** A clock that runs a little ahead is forgiven. */
const AHEAD = HOUR / 12;

/**
 * Hands a statement in; one of the same template that is in review or approved gives way to it.
 * @param text the words as whoever hands them in sees them; without: as its draft stands
 * @param waiver why it may go out in spite of what was found in it
 * @throws AppError('not_found'), AppError('bad_request') where nothing was drafted, AppError('statement_not_ready')
 */
export async function submitStatement(
  deps: StatementDeps,
  input: About & {
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
  input: About & { readonly id: number; readonly approves: boolean; readonly note: string | null },
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

/**
 * Keeps that an approved statement went out, when and where. It may be told afterwards.
 * @throws AppError('not_found'), AppError('conflict') where it is not approved, AppError('bad_request') for a time that
 *   is yet to come or lies before it was handed in
 */
export async function publishStatement(
  deps: StatementDeps,
  input: About & { readonly id: number; readonly at: Instant | null; readonly url: string | null },
): Promise<void> {
  const { by, url } = input;
  const at = input.at ?? deps.now();
  await change(deps, input, async (tx, statement, alert) => {
    demandState(statement, ['approved']);
    if (at > deps.now() + AHEAD || at < statement.submittedAt)
      throw new AppError('bad_request', 'it went out after it was handed in, and before now', {
        field: 'at',
      });
    await markPublished(tx, statement.id, { at, by, url });
    const words = url === null ? statement.title : `${statement.title} ${url}`;
    await note(deps, tx, alert, { kind: 'statement-published', by, words });
  });
}

/** Takes a statement back that has not gone out. @throws AppError('not_found'), AppError('conflict') */
export async function withdrawStatement(
  deps: StatementDeps,
  input: About & { readonly id: number },
): Promise<void> {
  await change(deps, input, async (tx, statement, alert) => {
    demandState(statement, ['in_review', 'approved', 'returned']);
    await setStatementState(tx, statement.id, 'withdrawn');
    await note(deps, tx, alert, { kind: 'statement-withdrawn', by: input.by, words: statement.title });
  });
}

async function change(
  { db }: StatementDeps,
  { alertId, id }: { readonly alertId: number; readonly id: number },
  work: (tx: Tx, statement: Approval, alert: Alert) => Promise<void>,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const alert = await mustExist(tx, alertId);
    await work(tx, await getStatement(tx, alertId, id), alert);
  });
}

async function note(
  { now }: StatementDeps,
  tx: Tx,
  { id: alertId, level }: Alert,
  told: { readonly kind: AlertChangeKind; readonly by: string; readonly words: string },
): Promise<void> {
  const line = { from: level, to: level, actor: told.by, note: told.words, inputs: {} };
  await addChange(tx, { alertId, at: now(), kind: told.kind, ...line });
}
