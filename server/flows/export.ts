import type { ExportRow } from '../core/mention/export-row.ts';
import type { Instant } from '../core/time.ts';
import type { Db } from '../db/database.ts';
import { type ExportPlace, readExportPage } from '../db/mention/export-mentions.ts';
import { requireWatch } from '../db/watch/watches.ts';

const PAGE = 500;

/**
 * The mentions of a watch in a range, oldest first, read page by page: memory stays flat and no reading
 * stays open, so writers are never held up however slowly the file is taken.
 * @param input.from inclusive; `to` exclusive
 * @throws AppError('not_found') when there is no such watch
 */
export async function* exportMentions(
  deps: { readonly db: Db },
  input: { readonly watchId: number; readonly from: Instant; readonly to: Instant },
): AsyncGenerator<ExportRow> {
  const watch = await requireWatch(deps.db, input.watchId);
  let after: ExportPlace = { at: input.from, postId: 0 };
  for (;;) {
    const rows = await readExportPage(deps.db, watch, after, input.to, PAGE);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = last;
  }
}
