import { type AuditEntry, sealOf } from '../../core/access/audit.ts';
import type { AuditPage, AuditProof, AuditRow } from '../../core/screens/access.ts';
import type { Instant } from '../../core/time.ts';
import type { Db, Tx } from '../database.ts';

const PAGE = 50;
/** Rows looked at in one go by the proof. */
const STEP = 1_000;

/** Transactions that write take turns on both engines, so the row before is the last one whoever else writes. */
export async function addAudit(tx: Tx, entry: AuditEntry): Promise<void> {
  const last = await tx.selectFrom('audit').select('seal').orderBy('id', 'desc').limit(1).executeTakeFirst();
  const previous = last?.seal ?? '';
  const { at, who, role, action, objectId, detail } = entry;
  await tx
    .insertInto('audit')
    .values({ at, who, role, action, object_id: objectId, detail, previous, seal: sealOf(previous, entry) })
    .execute();
}

/** Newest first. @param cursor where the page before this one ended */
export async function readAuditPage(
  db: Db,
  wanted: { readonly who?: string; readonly action?: string; readonly cursor?: number },
): Promise<AuditPage> {
  let query = db
    .selectFrom('audit')
    .select(['id', 'at', 'who', 'role', 'action', 'object_id', 'detail'])
    .orderBy('id', 'desc')
    .limit(PAGE + 1);
  if (wanted.who !== undefined) query = query.where('who', '=', wanted.who);
  if (wanted.action !== undefined) query = query.where('action', '=', wanted.action);
  if (wanted.cursor !== undefined) query = query.where('id', '<', wanted.cursor);
  const found = (await query.execute()).map(
    ({ object_id, role, ...row }): AuditRow => ({ ...row, role, objectId: object_id }),
  );
  const rows = found.slice(0, PAGE);
  return { rows, next: found.length > PAGE ? String(rows.at(-1)?.id) : null };
}

/** All rows with their seals, oldest first, page by page: no reading stays open. */
export async function* auditRows(db: Db): AsyncGenerator<AuditRow & { readonly seal: string }> {
  for (let last = 0; ; ) {
    const found = await db
      .selectFrom('audit')
      .select(['id', 'at', 'who', 'role', 'action', 'object_id', 'detail', 'seal'])
      .where('id', '>', last)
      .orderBy('id')
      .limit(STEP)
      .execute();
    for (const { object_id, role, ...row } of found) yield { ...row, role, objectId: object_id };
    last = found.at(-1)?.id ?? last;
    if (found.length < STEP) return;
  }
}

/** Follows the chain from the oldest row that is kept, whose row before may be pruned. */
export async function proveAudit(db: Db): Promise<AuditProof> {
  let rows = 0;
  let [lastId, lastSeal] = [0, ''];
  for (;;) {
    const found = await db
      .selectFrom('audit')
      .selectAll()
      .where('id', '>', lastId)
      .orderBy('id')
      .limit(STEP)
      .execute();
    for (const { id, object_id, previous, seal, role, ...row } of found) {
      const entry: AuditEntry = { ...row, role, objectId: object_id };
      const follows = rows === 0 || lastSeal === previous;
      if (!follows || seal !== sealOf(previous, entry)) return { rows, brokenAt: id };
      rows += 1;
      [lastId, lastSeal] = [id, seal];
    }
    if (found.length < STEP) return { rows, brokenAt: null };
  }
}

/** Forgets what was written before a moment, from the old end and without a gap, whatever clocks did. */
export async function pruneAudit(tx: Tx, before: Instant): Promise<number> {
  const first = await tx
    .selectFrom('audit')
    .select('id')
    .where('at', '>=', before)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  const old = tx.deleteFrom('audit').where('at', '<', before);
  const gone = await (first ? old.where('id', '<', first.id) : old).executeTakeFirst();
  return Number(gone.numDeletedRows);
}
