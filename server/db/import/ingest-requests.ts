import type { Selectable } from 'kysely';
import type { ImportMapping } from '../../core/import/import-mapping.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { parseJson } from '../engine/json.ts';
import type { IngestRequestTable } from '../schema/schema.ts';

/** A push under way or answered. */
export interface IngestRequest {
  readonly id: number;
  readonly tokenId: number;
  readonly kind: 'items' | 'mail';
  readonly bodyHash: string;
  readonly mapping: ImportMapping | null;
  /** Null once it is answered. */
  readonly body: Uint8Array | null;
  readonly answer: { readonly status: number; readonly body: unknown } | null;
  readonly createdAt: Instant;
}

export interface NewIngestRequest {
  readonly tokenId: number;
  readonly key: string | null;
  readonly kind: IngestRequest['kind'];
  readonly bodyHash: string;
  readonly mapping: ImportMapping | null;
  readonly body: Uint8Array;
}

function toRequest(row: Selectable<IngestRequestTable>): IngestRequest {
  return {
    id: row.id,
    tokenId: row.token_id,
    kind: row.kind as IngestRequest['kind'],
    bodyHash: row.body_hash,
    mapping: row.mapping_json === null ? null : parseJson<ImportMapping>(row.mapping_json),
    body: row.body,
    answer: row.status === null ? null : { status: row.status, body: parseJson(row.answer_json ?? 'null') },
    createdAt: row.created_at,
  };
}

/** Keeps a push to be stored. `fresh` is false where its key was used before: that request is returned. */
export async function addRequest(
  db: Db,
  request: NewIngestRequest,
  now: Instant,
): Promise<{ readonly fresh: boolean; readonly request: IngestRequest }> {
  const { tokenId, key, kind, bodyHash, mapping, body } = request;
  const added = await db
    .insertInto('ingest_request')
    .values({
      token_id: tokenId,
      key,
      kind,
      body_hash: bodyHash,
      body,
      created_at: now,
      mapping_json: mapping === null ? null : JSON.stringify(mapping),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (added) return { fresh: true, request: toRequest(added) };
  const known = await db
    .selectFrom('ingest_request')
    .selectAll()
    .where('token_id', '=', tokenId)
    .where('key', '=', key)
    .executeTakeFirst();
  // Forgotten between the two statements: it is new after all.
  return known ? { fresh: false, request: toRequest(known) } : addRequest(db, request, now);
}

export async function getRequest(db: Db, id: number): Promise<IngestRequest | null> {
  const row = await db.selectFrom('ingest_request').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? toRequest(row) : null;
}

/** Keeps the answer and forgets what was sent. False when it is answered already, or given up: the first answer stays. */
export async function answerRequest(
  db: Db,
  id: number,
  answer: { readonly status: number; readonly body: unknown },
): Promise<boolean> {
  const done = await db
    .updateTable('ingest_request')
    .set({ status: answer.status, answer_json: JSON.stringify(answer.body), body: null })
    .where('id', '=', id)
    .where('status', 'is', null)
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}

export async function deleteRequest(db: Db, id: number): Promise<void> {
  await db.deleteFrom('ingest_request').where('id', '=', id).execute();
}

/** Requests of before, a small batch at a time: a key is remembered for a day. */
export async function forgetRequests(db: Db, before: Instant): Promise<number> {
  const old = db.selectFrom('ingest_request').select('id').where('created_at', '<', before).limit(200);
  const gone = await db.deleteFrom('ingest_request').where('id', 'in', old).executeTakeFirst();
  return Number(gone.numDeletedRows);
}
