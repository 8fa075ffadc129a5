import type { Alert, AlertDraft } from '../../core/alert/alert.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { parseJson } from '../engine/json.ts';

/** As JSON, when each playbook of an alert that is opened was called for. */
export function calledFirst({ playbooks }: AlertDraft, at: Instant): string {
  return JSON.stringify(Object.fromEntries(playbooks.map((id) => [id, at])));
}

/** The same of an alert that goes on: those that it did not have are called for now. */
export async function calledNow(db: Db, id: number, { playbooks }: AlertDraft, at: Instant): Promise<string> {
  const row = await db
    .selectFrom('alert')
    .select(['called_json', 'playbooks_json'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return '{}';
  // What it had without a time was there before these were noted: since when is not known.
  const had = parseJson<Alert['playbooks']>(row.playbooks_json);
  const added = playbooks.filter((playbook) => !had.includes(playbook)).map((playbook) => [playbook, at]);
  return JSON.stringify({
    ...Object.fromEntries(added),
    ...parseJson<Alert['calledAt']>(row.called_json),
  });
}

/** When each playbook of an alert was called for; where nobody noted it, when it was opened. */
export function calledIn({ playbooks, calledAt, openedAt }: Alert): Alert['calledAt'] {
  return { ...Object.fromEntries(playbooks.map((playbook) => [playbook, openedAt])), ...calledAt };
}
