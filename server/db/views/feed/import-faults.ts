import type { ImportField } from '../../../core/import/import-columns.ts';
import type { ImportMapping } from '../../../core/import/import-mapping.ts';
import type { ImportFault } from '../../../core/screens/import.ts';
import type { Db } from '../../database.ts';

const MAX_FAULTS_LISTED = 10_000;

/** Which field a reason is about. */
function fieldOf(reason: string): ImportField | null {
  const wrong = /^wrong-type:(.+)$/.exec(reason)?.[1];
  if (wrong) return wrong as ImportField;
  if (reason === 'bad-time' || reason === 'dated-in-the-future') return 'time';
  if (reason === 'no-text' || reason === 'empty') return 'text';
  return reason === 'known-with-other-content' ? 'id' : null;
}

/** Rows of an import that were not stored, or not as they stood, in their order; ten thousand at most. */
export async function listFaults(
  db: Db,
  origin: string,
  mapping: ImportMapping | null,
): Promise<readonly ImportFault[]> {
  const rows = await db
    .selectFrom('refusal')
    .select(['position', 'reason', 'excerpt'])
    .where('origin', '=', origin)
    .orderBy('at')
    .orderBy('id')
    .limit(MAX_FAULTS_LISTED)
    .execute();
  const faults = rows.map(({ position, reason, excerpt }) => {
    const field = fieldOf(reason);
    const column = field === null ? null : (mapping?.fields[field] ?? null);
    return { row: position, column, field, reason, excerpt };
  });
  return faults.sort((a, b) => a.row - b.row);
}
