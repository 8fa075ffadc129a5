import { type Kysely, sql } from 'kysely';
import { define } from '../engine/ddl.ts';

interface Span {
  readonly from: number;
}
interface Proof {
  /** Absent where an earlier version kept it in another shape. */
  readonly before?: Span;
  readonly usual: Span | null;
}
interface KeptRow {
  readonly fix: number;
  readonly proof: string | Proof;
  /** The first hour of which anything is counted; null where nothing is. */
  readonly first: number | null;
}

/**
 * What came of a fix stays open while all of its posts are there: what comes late is counted. `partial`: some of them
 * are forgotten. A proof that was closed before is opened again where its first week is still counted. Platforms that
 * were left out and complaints about all else were not told.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, ['alter table fix_proof add column partial integer not null default 0']);
  const { rows } = await sql<KeptRow>`
    select p.fix_id as fix, p.proof_json as proof,
      (select min(hour) from bucket where watch_id = f.watch_id) as first
    from fix_proof p join fix f on f.id = p.fix_id`.execute(db);
  for (const { fix, proof, first } of rows) {
    const kept: Proof = typeof proof === 'string' ? JSON.parse(proof) : proof;
    if (kept.before === undefined) continue;
    const from = Math.min(kept.before.from, kept.usual?.from ?? kept.before.from);
    const whole = first !== null && Number(first) <= from;
    const told = JSON.stringify({ ...kept, leftOut: [], others: null });
    const final = whole ? sql`0` : sql`final`;
    await sql`update fix_proof set final = ${final}, partial = ${whole ? 0 : 1}, proof_json = ${told}
      where fix_id = ${fix}`.execute(db);
  }
}
