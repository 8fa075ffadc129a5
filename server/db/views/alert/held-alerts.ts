import type { Finding } from '../../../core/finding/finding.ts';
import { sentence } from '../../../core/message/alert-words.ts';
import type { HeldAlert } from '../../../core/notices/held-notice.ts';
import type { OwedAlert } from '../../channel/held-deliveries.ts';
import type { Db } from '../../database.ts';
import { parseJson } from '../../engine/json.ts';

/** These alerts as they were held last, and how they stand now; in the order given. */
export async function readHeldAlerts(db: Db, owed: readonly OwedAlert[]): Promise<readonly HeldAlert[]> {
  if (owed.length === 0) return [];
  const changes = owed.map(({ changeId }) => changeId);
  const rows = await db
    .selectFrom('alert_change')
    .innerJoin('alert', 'alert.id', 'alert_change.alert_id')
    .innerJoin('watch', 'watch.id', 'alert.watch_id')
    .select(['alert_change.id', 'inputs_json', 'status', 'alert.level', 'watch.name'])
    .where('alert_change.id', 'in', changes)
    .execute();
  const known = new Map(rows.map((row) => [row.id, row]));
  return owed.flatMap((each) => {
    const row = known.get(each.changeId);
    if (!row) return [];
    return {
      ...each,
      watchName: row.name,
      sentence: sentenceOf(row),
      status: row.status,
      levelNow: row.level,
    };
  });
}

/** One whose findings cannot be read is named all the same, and keeps nobody from hearing of the others. */
function sentenceOf({ inputs_json, name }: { readonly inputs_json: string; readonly name: string }): string {
  try {
    const { findings = [] } = parseJson<{ findings?: readonly Finding[] }>(inputs_json);
    return sentence({ findings }, name);
  } catch {
    return `${name}：内容读不出，见预警页。`;
  }
}
