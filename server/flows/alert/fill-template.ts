import { isDeepStrictEqual } from 'node:util';
import { AppError } from '../../core/errors.ts';
import { demandSeen, markOf, withChanges } from '../../core/optimistic-lock.ts';
import type { Playbook } from '../../core/playbook/playbook.ts';
import type { StatementText } from '../../core/playbook/statement-check.ts';
import type { Instant } from '../../core/time.ts';
import { requireStanding } from '../../db/alert/joined-alerts.ts';
import { type FilledTemplate, listTemplates, saveTemplate } from '../../db/channel/alert-templates.ts';
import type { Db } from '../../db/database.ts';
import { requireTemplate } from './look-at-statement.ts';

const MAX_VALUE_LENGTH = 10_000;

/**
 * Keeps what people filled into a playbook's template for an alert. The last to save wins, but for those who say what
 * they saw: of them what they changed is kept, where nobody else changed the same.
 * @throws AppError('not_found') for an alert or template that does not exist, AppError('alert_merged'),
 *   AppError('bad_request') naming every value that the template has no variable for or that is longer than 10,000 characters,
 *   AppError('overtaken') where two people reworded the text, or filled in the same gap: one cannot be put into the other
 */
export async function fillTemplate(
  deps: { readonly db: Db; readonly playbooks: readonly Playbook[]; readonly now: () => Instant },
  input: {
    readonly alertId: number;
    readonly template: string;
    readonly by: string;
    readonly values: Readonly<Record<string, string>>;
    /** Those that were seen by whoever filled it in. */
    readonly was?: Readonly<Record<string, string>> | undefined;
    /** The whole text as it was reworded; null: as the template has it; undefined: whatever is kept of it stays. */
    readonly wording?: StatementText | null | undefined;
    /** The one that was seen by whoever reworded it. */
    readonly wasWording?: StatementText | null | undefined;
  },
): Promise<void> {
  const { alertId, template: id, values } = input;
  const template = requireTemplate(deps, id);
  const bad = Object.entries(values)
    .filter(([name, value]) => !template.vars.includes(name) || value.length > MAX_VALUE_LENGTH)
    .map(([name]) => name);
  if (bad.length > 0)
    throw new AppError('bad_request', `not for template ${id}: ${bad.join(', ')}`, { names: bad });
  await deps.db.transaction().execute(async (tx) => {
    await requireStanding(tx, alertId);
    const now = (await listTemplates(tx, alertId)).find((each) => each.template === id);
    const filled = {
      values: withChanges(now?.values ?? {}, input.was, values),
      wording: wordingAfter(now?.wording ?? null, input.wasWording, input.wording),
    };
    // Whoever saves what stands there wrote nothing of it.
    if (now && isDeepStrictEqual(saidIn(filled), saidIn(now))) return;
    const { values: kept, wording } = filled;
    await saveTemplate(tx, alertId, {
      template: id,
      values: kept,
      wording,
      updatedAt: deps.now(),
      updatedBy: input.by,
    });
  });
}

type Wording = StatementText | null;

/** @throws AppError('overtaken') where it was changed on both sides */
function wordingAfter(now: Wording, seen: Wording | undefined, wanted: Wording | undefined): Wording {
  if (wanted === undefined) return now;
  if (seen === undefined || markOf(wanted) === markOf(now)) return wanted;
  if (markOf(wanted) === markOf(seen)) return now;
  demandSeen(markOf(now), markOf(seen));
  return wanted;
}

/** A gap that is left blank says what one says that nobody touched. */
function saidIn({ values, wording }: Pick<FilledTemplate, 'values' | 'wording'>): unknown {
  return [Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '')), wording];
}
