import type { Selectable } from 'kysely';
import type { OverlayReport, OverlayVersion } from '../../core/reading/overlay-version.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { parseJson } from '../engine/json.ts';
import { getSetting, setSetting } from '../installation/settings.ts';
import type { OverlayTable } from '../schema/schema.ts';

const COLUMNS = [
  'id',
  'trained_at',
  'trained_by',
  'reader',
  'report_json',
  'active',
  'changed_at',
  'changed_by',
] as const;

function toVersion(
  row: Pick<Selectable<OverlayTable>, (typeof COLUMNS)[number]> & { readonly size: number },
): OverlayVersion {
  return {
    id: row.id,
    trainedAt: row.trained_at,
    trainedBy: row.trained_by,
    reader: row.reader,
    report: readReport(row.report_json),
    bytes: row.size,
    active: row.active === 1,
    changedAt: row.changed_at,
    changedBy: row.changed_by,
  };
}

/** One version's damaged record must not keep people from the others, nor from training again. */
function readReport(json: string): OverlayReport | null {
  try {
    const report = parseJson<Partial<OverlayReport> | null>(json);
    if (!report?.before || !report.after) return null;
    return { ...(report as OverlayReport), effect: report.effect ?? null };
  } catch {
    return null;
  }
}

/** Every version, newest first, without its weights. */
export async function listOverlays(db: Db): Promise<readonly OverlayVersion[]> {
  const rows = await db
    .selectFrom('overlay')
    .select(COLUMNS)
    .select((select) => select.fn<number>('length', ['bytes']).as('size'))
    .orderBy('id', 'desc')
    .execute();
  return rows.map(toVersion);
}

/** Keeps a version; it is in use only after `activateOverlay`. */
export async function insertOverlay(
  db: Db,
  overlay: {
    readonly trainedAt: Instant;
    readonly trainedBy: string;
    readonly reader: string;
    readonly report: OverlayReport;
    readonly bytes: Uint8Array;
  },
): Promise<number> {
  const { trainedAt, trainedBy, reader, report, bytes } = overlay;
  const added = await db
    .insertInto('overlay')
    .values({
      trained_at: trainedAt,
      trained_by: trainedBy,
      reader,
      labels: report.labels,
      report_json: JSON.stringify(report),
      bytes: Buffer.from(bytes),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return added.id;
}

/** The weights in use, with the reader they belong to; null when there are none. */
export async function readActiveOverlay(
  db: Db,
): Promise<{ readonly id: number; readonly reader: string; readonly bytes: Uint8Array } | null> {
  const row = await db
    .selectFrom('overlay')
    .select(['id', 'reader', 'bytes'])
    .where('active', '=', 1)
    .executeTakeFirst();
  return row ? { id: row.id, reader: row.reader, bytes: new Uint8Array(row.bytes) } : null;
}

export async function activeOverlayId(db: Db): Promise<number | null> {
  const row = await db.selectFrom('overlay').select('id').where('active', '=', 1).executeTakeFirst();
  return row?.id ?? null;
}

/** Puts one version into use in place of any other; null takes all out of use. Run it in a transaction. */
export async function activateOverlay(
  db: Db,
  id: number | null,
  change: { readonly by: string; readonly at: Instant },
): Promise<void> {
  const told = { changed_at: change.at, changed_by: change.by };
  let off = db
    .updateTable('overlay')
    .set({ active: 0, ...told })
    .where('active', '=', 1);
  if (id !== null) off = off.where('id', '<>', id);
  await off.execute();
  if (id === null) return;
  const on = db.updateTable('overlay').set({ active: 1, ...told });
  await on.where('id', '=', id).where('active', '=', 0).execute();
}

const RUNNING = 'overlay.running';

/** What the reading threads use, as they said last. */
export interface RunningOverlay {
  readonly id: number | null;
  /** The one that would be used and cannot be read; null where there is none. */
  readonly damaged: number | null;
  /** Models of the reader. */
  readonly reader: string;
  /** Version of the reader, with what the team taught it; empty before it was said. */
  readonly version: string;
  readonly at: Instant;
}

export async function readRunningOverlay(db: Db): Promise<RunningOverlay | null> {
  const value = await getSetting(db, RUNNING);
  if (value === null) return null;
  const running = parseJson<RunningOverlay>(value);
  // What an older version wrote says nothing of damage, nor of the version.
  return { ...running, damaged: running.damaged ?? null, version: running.version ?? '' };
}

export async function writeRunningOverlay(db: Db, running: RunningOverlay): Promise<void> {
  await setSetting(db, RUNNING, JSON.stringify(running));
}
