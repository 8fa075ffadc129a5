import type { Selectable } from 'kysely';
import { AppError } from '../../core/errors.ts';
import {
  type AppliedSetting,
  DEFAULT_RISK_SETTING,
  type RiskSetting,
  type SettingVersion,
} from '../../core/risk/risk-setting.ts';
import type { Instant } from '../../core/time.ts';
import type { Db, Tx } from '../database.ts';
import { parseJson } from '../engine/json.ts';
import type { WatchSettingChangeTable } from '../schema/schema.ts';

/** What was stored before something new could be set has the shipped value there. */
function readSetting(json: string): RiskSetting {
  const stored = parseJson<RiskSetting>(json);
  const { version: _, ...shipped } = DEFAULT_RISK_SETTING;
  return {
    ...shipped,
    ...stored,
    overrides: { ...shipped.overrides, ...stored.overrides },
    sensitivity: { ...shipped.sensitivity, ...stored.sensitivity },
    hysteresis: {
      ...shipped.hysteresis,
      ...stored.hysteresis,
      holdMinutes: { ...shipped.hysteresis.holdMinutes, ...stored.hysteresis?.holdMinutes },
    },
  };
}

/** The setting in force for a watch: its own, or the shipped one (version 0). */
export async function getRiskSetting(db: Db, watchId: number): Promise<AppliedSetting> {
  const row = await db
    .selectFrom('watch_setting')
    .select(['setting_json', 'version'])
    .where('watch_id', '=', watchId)
    .executeTakeFirst();
  return row ? { ...readSetting(row.setting_json), version: row.version } : DEFAULT_RISK_SETTING;
}

/** Settings of the watches that have one of their own; all others have the shipped one. */
export async function listRiskSettings(db: Db): Promise<ReadonlyMap<number, AppliedSetting>> {
  const rows = await db.selectFrom('watch_setting').selectAll().execute();
  return new Map(
    rows.map((row) => [row.watch_id, { ...readSetting(row.setting_json), version: row.version }]),
  );
}

function toVersion(row: Selectable<WatchSettingChangeTable>): SettingVersion {
  const { version, at, by, note } = row;
  const kind = row.kind as SettingVersion['kind'];
  return { version, at, by, kind, note, setting: readSetting(row.setting_json) };
}

/** Newest first, at most `limit`. */
export async function listSettingVersions(
  db: Db,
  watchId: number,
  limit: number,
): Promise<readonly SettingVersion[]> {
  const rows = await db
    .selectFrom('watch_setting_change')
    .selectAll()
    .where('watch_id', '=', watchId)
    .orderBy('version', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toVersion);
}

/** @throws AppError('not_found') */
export async function getSettingVersion(db: Db, watchId: number, version: number): Promise<SettingVersion> {
  const row = await db
    .selectFrom('watch_setting_change')
    .selectAll()
    .where('watch_id', '=', watchId)
    .where('version', '=', version)
    .executeTakeFirst();
  if (!row) throw new AppError('not_found', `watch ${watchId} never had a setting ${version}`);
  return toVersion(row);
}

export interface NewSetting {
  readonly watchId: number;
  readonly setting: RiskSetting;
  readonly kind: SettingVersion['kind'];
  readonly by: string;
  readonly note: string | null;
}

/**
 * Puts a setting in force and keeps it in the history. A reset puts the shipped one in force, so that it
 * follows what later versions ship. Run it in a transaction. @returns the number in the history
 */
export async function putRiskSetting(tx: Tx, change: NewSetting, at: Instant): Promise<number> {
  const { watchId, kind, by, note } = change;
  const last = await tx
    .selectFrom('watch_setting_change')
    .select((select) => select.fn.max('version').as('version'))
    .where('watch_id', '=', watchId)
    .executeTakeFirst();
  const version = (last?.version ?? 0) + 1;
  const json = JSON.stringify(change.setting);
  const line = { watch_id: watchId, version, at, by, kind, note, setting_json: json };
  await tx.insertInto('watch_setting_change').values(line).execute();
  if (kind === 'reset') {
    await tx.deleteFrom('watch_setting').where('watch_id', '=', watchId).execute();
    return version;
  }
  const values = { setting_json: json, version, updated_at: at, updated_by: by };
  await tx
    .insertInto('watch_setting')
    .values({ watch_id: watchId, ...values })
    .onConflict((conflict) => conflict.column('watch_id').doUpdateSet(values))
    .execute();
  return version;
}
