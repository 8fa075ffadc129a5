import type { Selectable } from 'kysely';
import type { AlertChangeKind, AlertDraft, Lowering, Verdict } from '../../core/alert/alert.ts';
import type { AlertRequest } from '../../core/alert/alert-life.ts';
import { asksToConfirm, LEVEL_MOVES } from '../../core/alert/change-kinds.ts';
import type { Passing } from '../../core/alert/escalation.ts';
import type { Repeating } from '../../core/alert/grouping.ts';
import type { StepTold } from '../../core/playbook/step-told.ts';
import type { LevelMove } from '../../core/review/clock.ts';
import type { Level } from '../../core/risk/grade.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { parseJson } from '../engine/json.ts';
import type { AlertChangeTable } from '../schema/schema.ts';
import { listJoined } from './joined-alerts.ts';

export interface NewChange {
  readonly alertId: number;
  readonly at: Instant;
  readonly kind: AlertChangeKind;
  readonly from: Level | null;
  readonly to: Level;
  readonly actor: string;
  readonly note: string | null;
  /** Risk, metrics and findings at that moment; `{}` for what people did. */
  readonly inputs: Partial<
    Pick<AlertDraft, 'risk' | 'metrics' | 'findings' | 'playbooks' | 'examples'> & {
      readonly lowering: Lowering | null;
      readonly escalation: Passing;
      readonly repeating: Repeating;
      readonly asked: AlertRequest;
      /** Of two alerts that became one, the other. */
      readonly joined: number;
      /** The verdict in the place of which another one was put. */
      readonly corrects: Verdict;
      /** The step of a playbook that was ticked, or is so no more: then who had done it, when, and their note. */
      readonly step: StepTold;
      /** The silence that kept it from ringing. */
      readonly silence: number;
    }
  >;
}

export interface AlertChangeRecord extends NewChange {
  readonly id: number;
}

/** One line of an alert's history, with the times of the newest post that led to it. Returns its id. */
export async function addChange(tx: Db, change: NewChange): Promise<number> {
  const led = await newestExample(tx, change);
  const row = await tx
    .insertInto('alert_change')
    .values({
      alert_id: change.alertId,
      at: change.at,
      kind: change.kind,
      from_level: change.from,
      to_level: change.to,
      actor: change.actor,
      note: change.note,
      inputs_json: JSON.stringify(change.inputs),
      published_at: led?.publishedAt ?? null,
      stored_at: led?.storedAt ?? null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Kept with the change: posts are forgotten sooner than alerts. Null for what posts did not lead to. */
async function newestExample(
  tx: Db,
  { kind, inputs }: NewChange,
): Promise<{ readonly publishedAt: Instant | null; readonly storedAt: Instant } | null> {
  const { examples = [] } = inputs;
  if (!asksToConfirm(kind) || examples.length === 0) return null;
  const post = await tx
    .selectFrom('post')
    .select(['at', 'precision', 'stored_at'])
    .where('id', 'in', examples)
    .orderBy('stored_at', 'desc')
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (post === undefined) return null;
  const exact = post.precision === 'second' || post.precision === 'minute';
  return { publishedAt: exact ? post.at : null, storedAt: post.stored_at };
}

function toChange(row: Selectable<AlertChangeTable>): AlertChangeRecord {
  return {
    id: row.id,
    alertId: row.alert_id,
    at: row.at,
    kind: row.kind,
    from: row.from_level,
    to: row.to_level,
    actor: row.actor,
    note: row.note,
    inputs: parseJson(row.inputs_json),
  };
}

export async function getChange(db: Db, id: number): Promise<AlertChangeRecord | null> {
  const row = await db.selectFrom('alert_change').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? toChange(row) : null;
}

/** The whole history of an alert, oldest first. */
export async function listChanges(db: Db, alertId: number): Promise<readonly AlertChangeRecord[]> {
  const rows = await db
    .selectFrom('alert_change')
    .selectAll()
    .where('alert_id', '=', alertId)
    .orderBy('at')
    .orderBy('id')
    .execute();
  return rows.map(toChange);
}

/** The newest of these kinds of one alert. */
export async function newestChangeOf(
  db: Db,
  alertId: number,
  kinds: readonly AlertChangeKind[],
): Promise<AlertChangeRecord | null> {
  const row = await db
    .selectFrom('alert_change')
    .selectAll()
    .where('alert_id', '=', alertId)
    .where('kind', 'in', kinds)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? toChange(row) : null;
}

/** The newest line of this alert with these words of this person, not older than `since`. @returns its id */
export async function findSameChange(
  db: Db,
  alertId: number,
  same: Pick<NewChange, 'kind' | 'actor' | 'note'> & { readonly since: Instant },
): Promise<number | null> {
  const row = await db
    .selectFrom('alert_change')
    .select('id')
    .where('alert_id', '=', alertId)
    .where('kind', '=', same.kind)
    .where('actor', '=', same.actor)
    .where('note', '=', same.note)
    .where('at', '>=', same.since)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}

/** The number of the newest change; 0 where there is none. */
export async function newestChange(db: Db): Promise<number> {
  const row = await db
    .selectFrom('alert_change')
    .select((select) => select.fn.max('id').as('id'))
    .executeTakeFirst();
  return (row as { id: number | null } | undefined)?.id ?? 0;
}

/** Changes of some kinds with numbers in (after, upTo], ascending. */
export async function listFollowed(
  db: Db,
  after: number,
  upTo: number,
  kinds: readonly AlertChangeKind[],
): Promise<readonly AlertChangeRecord[]> {
  const rows = await followed(db, after, kinds).where('id', '<=', upTo).execute();
  return rows.map(toChange);
}

/** Changes of some kinds of one alert after that number, ascending. */
export async function listFollowedOf(
  db: Db,
  alertId: number,
  after: number,
  kinds: readonly AlertChangeKind[],
): Promise<readonly AlertChangeRecord[]> {
  const rows = await followed(db, after, kinds).where('alert_id', '=', alertId).execute();
  return rows.map(toChange);
}

function followed(db: Db, after: number, kinds: readonly AlertChangeKind[]) {
  return db
    .selectFrom('alert_change')
    .selectAll()
    .where('id', '>', after)
    .where('kind', 'in', kinds)
    .orderBy('id');
}

/**
 * For each of these alerts how its level moved, the opening first, with how those moved that were joined to it; without
 * all that history keeps besides.
 */
export async function listLevelMoves(
  db: Db,
  alertIds: readonly number[],
): Promise<ReadonlyMap<number, readonly LevelMove[]>> {
  if (alertIds.length === 0) return new Map();
  const joined = await listJoined(db, alertIds);
  const standing = new Map(joined.map(({ id, into }) => [id, into]));
  const rows = await db
    .selectFrom('alert_change')
    .select(['alert_id', 'at', 'kind', 'to_level'])
    .where('alert_id', 'in', [...alertIds, ...standing.keys()])
    .where('kind', 'in', ['opened', ...LEVEL_MOVES])
    .orderBy('at')
    .orderBy('id')
    .execute();
  const moves = rows.map((row) => ({
    alertId: standing.get(row.alert_id) ?? row.alert_id,
    at: row.at,
    kind: row.kind,
    to: row.to_level,
  }));
  return Map.groupBy(moves, ({ alertId }) => alertId);
}
